import { analyzeText } from '../plain-text-analyzer.ts';
import { decodeSource } from '../source-text.ts';

const chunks = (path: string, text: string) => analyzeText(path, decodeSource(Buffer.from(text))).chunks.map(({ kind, symbol, startLine, endLine }) => `${startLine}-${endLine} ${kind} ${symbol}`);

describe('what is not code, as chunks', () => {
  it('a schema: one chunk a table, with its comment, however small or long', () => {
    const long = ['CREATE TABLE wide (', ...Array.from({ length: 90 }, (_, i) => `  column_with_a_long_name_${i} varchar(255) NOT NULL DEFAULT '',`), '  id int', ');'];
    const sql = ['-- Who buys.', 'CREATE TABLE customer (id int primary key, name text);', '', '-- What they buy.', 'CREATE TABLE orders (', '  id int primary key,', '  customer int references customer (id)', ');', '', ...long];
    expect(chunks('db/schema.sql', sql.join('\n'))).toEqual(['1-3 symbol customer', '4-9 symbol orders', '10-102 symbol wide']);
  });

  it('Prisma: one chunk a model', () => {
    expect(chunks('schema.prisma', 'model User {\n  id Int @id\n}\n\nmodel Post {\n  id Int @id\n  by User\n}\n\nenum Role {\n  ADMIN\n  USER\n}\n')).toEqual(['1-4 symbol User', '5-9 symbol Post', '10-13 symbol Role']);
  });

  it('policies: sections of SECURITY.md, rules of a policy file', () => {
    const words = 'We answer within two days and publish an advisory once a fix is out. '.repeat(10);
    expect(chunks('SECURITY.md', `# Security policy\n\n${words}\n\n## Reporting a vulnerability\n\n${words}\n`)).toEqual(['1-4 section Security policy', '5-7 section Security policy > Reporting a vulnerability']);
    const rules = Array.from({ length: 30 }, (_, i) => `  - action: deny\n    resource: bucket-${i}\n    reason: no public access`).join('\n');
    const found = chunks('policies/storage.yaml', `version: 1\nname: storage\nrules:\n${rules}\nexceptions:\n  - team-a\n`);
    expect(found.length).toBeGreaterThan(1);
    expect(found.filter((chunk) => chunk.endsWith('rules')).length).toBeGreaterThan(0);
  });

  it('manifests and configuration: their keys', () => {
    const manifest = { name: 'shop', version: '1.0.0', scripts: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`task-${i}`, `node tools/task-${i}.mjs --with-options`])), dependencies: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`package-${i}`, `^${i}.0.0`])) };
    const names = chunks('package.json', JSON.stringify(manifest, null, 2)).map((chunk) => chunk.split(' ')[2]);
    expect(names).toContain('dependencies');
    expect(names).toContain('scripts');
    expect(chunks('pyproject.toml', `[project]\nname = "shop"\n${Array.from({ length: 60 }, (_, i) => `key-${i} = "value ${i}"\n`).join('')}\n[tool.ruff]\nline-length = 100\n${Array.from({ length: 60 }, (_, i) => `rule-${i} = "value ${i}"\n`).join('')}`).some((chunk) => chunk.includes('tool.ruff'))).toBe(true);
    expect(chunks('requirements.txt', 'flask==3.0\nrequests>=2\n')).toEqual(['1-2 text null']);
  });
});
