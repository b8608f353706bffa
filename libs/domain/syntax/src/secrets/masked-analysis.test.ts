import { analyzeText, decodeSource } from '../index.ts';

const token = `ghp_${'aB3'.repeat(12)}`;
const password = ['Zx9', 'qW4', 'rT7', 'yU2'].join('');

describe('what is made of a file', () => {
  it('holds no secret: text, chunks, symbols', () => {
    for (const [path, text] of [
      ['config.yaml', `deploy:\n  token: ${token}\n`],
      ['notes.md', `# Access\n\nUse \`${token}\` with postgres://me:${password}@db.example.com/app.\n`],
      ['run.sh', `export GITHUB_TOKEN=${token}\ncurl "https://me:${password}@example.com"\n`],
      ['schema.sql', `CREATE TABLE a (id int);\n-- password = '${password}'\n`],
    ] as const) {
      const source = decodeSource(Buffer.from(text));
      const made = JSON.stringify([source, analyzeText(path, source)]);
      expect([path, made.includes(token), made.includes(password)]).toEqual([path, false, false]);
      expect(source.lines).toHaveLength(text.split('\n').length - 1);
    }
  });

  it('is masked in UTF-16 too', () => {
    expect(decodeSource(Buffer.from(`\uFEFFtoken ${token}`, 'utf16le')).text).toBe(`token ${'*'.repeat(token.length)}`);
  });
});
