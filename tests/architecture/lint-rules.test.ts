import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// The linter's rules are plain text: a typo in a folder or package name would switch one off silently.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-lint-'));
  copyFileSync('.oxlintrc.json', path.join(folder, '.oxlintrc.json'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function lint(file: string, source: string): string[] {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, source);
  const result = spawnSync(process.execPath, [path.resolve('node_modules/oxlint/bin/oxlint'), '--format=json', file], { cwd: folder, encoding: 'utf8' });
  rmSync(full);
  const { diagnostics } = JSON.parse(result.stdout) as { diagnostics: { code: string }[] };
  return diagnostics.map(({ code }) => code);
}
const importing = (name: string) => `import { x } from '${name}';\nexport const y = x;\n`;

describe('lint', () => {
  it.each([
    ['libs/kernel/src/a.ts', '@twinmcp/contracts'],
    ['libs/contracts/src/a.ts', '@twinmcp/kernel'],
    ['libs/domain/syntax/src/a.ts', '@twinmcp/platform'],
    ['libs/domain/syntax/src/a.ts', '@twinmcp/git'],
    ['libs/domain/syntax/src/a.ts', '@nestjs/common'],
    ['libs/domain/syntax/src/a.ts', 'node:fs/promises'],
    ['libs/adapters/git/src/a.ts', '@twinmcp/sqlite-store'],
    ['libs/adapters/git/src/a.ts', '@twinmcp/platform'],
    ['libs/platform/src/a.ts', '@twinmcp/bus-nats'],
    ['libs/testing/src/a.ts', '@twinmcp/app-gateway'],
    ['apps/gateway/src/a.ts', '@twinmcp/app-embedding'],
    ['apps/gateway/src/a.ts', '@twinmcp/kernel/src/ids.ts'],
    ['apps/twinmcp/src/a.ts', '@twinmcp/platform/dist/index.js'],
    ['libs/kernel/src/a.test.ts', '@twinmcp/kernel/src/ids.ts'],
  ])('%s may not import %s', (file, name) => {
    expect(lint(file, importing(name))).toContain('eslint(no-restricted-imports)');
  });

  it.each([
    ['libs/domain/syntax/src/a.ts', '@twinmcp/kernel'],
    ['libs/domain/context/src/a.ts', '@twinmcp/retrieval'],
    ['libs/adapters/git/src/a.ts', '@twinmcp/workspaces'],
    ['libs/platform/src/a.ts', '@twinmcp/messaging'],
    ['apps/gateway/src/a.ts', '@twinmcp/bus-nats'],
    ['apps/twinmcp/src/a.ts', '@twinmcp/app-gateway'],
    ['libs/adapters/git/src/a.test.ts', '@twinmcp/testing'],
  ])('%s may import %s', (file, name) => {
    expect(lint(file, importing(name))).toEqual([]);
  });

  it('refuses the environment, the process in the domain, long files, default exports, focused and skipped tests', () => {
    const environment = 'export const x = process.env.HOME;\n';
    expect(lint('libs/adapters/git/src/a.ts', environment)).toContain('node(no-process-env)');
    expect(lint('libs/platform/src/config/process-environment.ts', environment)).toEqual([]);
    expect(lint('libs/domain/syntax/src/a.ts', 'export const x = process.cwd();\n')).toContain('eslint(no-restricted-globals)');
    expect(lint('libs/kernel/src/a.ts', Array.from({ length: 401 }, (_, line) => `export const x${line} = 1;\n`).join(''))).toContain('eslint(max-lines)');
    expect(lint('libs/kernel/src/a.ts', 'export default 1;\n')).toContain('import(no-default-export)');
    expect(lint('libs/kernel/src/a.test.ts', "it.only('x', () => { expect(1).toBe(1); });\n")).toContain('jest(no-focused-tests)');
    expect(lint('libs/kernel/src/a.test.ts', "it.skip('x', () => { expect(1).toBe(1); });\n")).toContain('jest(no-disabled-tests)');
  });

  it('names every adapter package where adapters are forbidden', () => {
    const adapters = readdirSync('libs/adapters').map((name) => `@twinmcp/${name}`);
    const { overrides } = JSON.parse(readFileSync('.oxlintrc.json', 'utf8')) as { overrides: { files: string[]; rules: Record<string, unknown> }[] };
    for (const layer of ['domain', 'adapters', 'platform']) {
      const override = overrides.find(({ files }) => files[0] === `libs/${layer}/**/*.ts`)!;
      // Adapters may build on one of them (docs/adr/0011-a-base-for-sqlite.md).
      const forbidden = adapters.filter((adapter) => JSON.stringify(override.rules['no-restricted-imports']).includes(`"${adapter}"`));
      expect(forbidden).toEqual(layer === 'adapters' ? adapters.filter((adapter) => adapter !== '@twinmcp/sqlite') : adapters);
    }
  });

  it('is the lint that npm runs, and lets no warning pass', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    expect(scripts.lint).toMatch(/^oxlint .*--deny-warnings/);
  });
});
