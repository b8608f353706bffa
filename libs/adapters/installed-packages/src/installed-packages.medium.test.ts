import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InstalledPackages } from './index.ts';

let base: string;
let root: string;
const write = (file: string, content: string | object): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const scan = (options: Partial<ConstructorParameters<typeof InstalledPackages>[0]> = {}) => new InstalledPackages({ goModuleCache: path.join(base, 'go'), cargoHome: path.join(base, 'cargo'), ...options }).scan(root);

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'installed-'));
  root = path.join(base, 'project');
  mkdirSync(root);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('InstalledPackages', () => {
  it('reads node_modules: scopes, facts, pnpm links inside, no links out', async () => {
    const modules = path.join(root, 'node_modules');
    write(path.join(modules, 'zod/package.json'), { name: 'zod', version: '4.1.0', description: 'Schemas', keywords: ['schema'], license: 'MIT', author: 'Ann <a@example.org>', types: 'index.d.ts', scripts: { test: 'vitest' }, dependencies: { tslib: '^2' }, repository: { url: 'https://example.org/zod' } });
    write(path.join(modules, 'zod/README.md'), '# Zod\n\n[Docs](https://example.org)\n\n```ts\nz.string()\n```\nValidation with static types.\n');
    write(path.join(modules, '@scope/thing/package.json'), { name: '@scope/thing', version: 'not-semver' });
    write(path.join(modules, '.pnpm/left@1/node_modules/left/package.json'), { name: 'left', version: '1.0.0' });
    symlinkSync(path.join(modules, '.pnpm/left@1/node_modules/left'), path.join(modules, 'left'));
    write(path.join(base, 'outside/package.json'), { name: 'outside', version: '1.0.0' });
    symlinkSync(path.join(base, 'outside'), path.join(modules, 'outside'));
    write(path.join(modules, 'broken/package.json'), '{"name": ');
    write(path.join(modules, 'odd/package.json'), '["not", "an", "object"]');
    write(path.join(modules, 'strange/package.json'), { version: '1', keywords: 'no list', license: 7, author: null, dependencies: ['x'], scripts: 'none' });
    execFileSync('mkfifo', [path.join(base, 'pipe')]);
    mkdirSync(path.join(modules, 'pipe'));
    execFileSync('mkfifo', [path.join(modules, 'pipe/package.json')]);
    const { packages, problems } = await scan();
    expect(packages.map(({ record, version }) => `${record.id}@${version}`).sort()).toEqual(['npm:@scope/thing@not-semver', 'npm:left@1.0.0', 'npm:strange@1', 'npm:zod@4.1.0']);
    expect(problems).toEqual([expect.objectContaining({ message: 'is not valid JSON' })]);
    const { record } = packages.find(({ record: { name } }) => name === 'zod')!;
    expect(record).toMatchObject({ description: 'Schemas', licence: 'MIT', maintainers: ['Ann'], repository: 'https://example.org/zod', sources: ['installed'], dependencies: [{ name: 'tslib', requirement: '^2', kind: 'runtime' }] });
    expect(record.facts).toMatchObject({ hasTypes: 'own', hasTests: true, readmeHasExample: true, downloads: null });
    expect(record.text).toContain('Validation with static types');
    expect(record.text).not.toContain('z.string');
  });

  it('reads site-packages: metadata, and the names that are imported', async () => {
    const site = path.join(root, '.venv/lib/python3.12/site-packages');
    write(path.join(site, 'PyYAML-6.0.dist-info/METADATA'), 'Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\nSummary: YAML parser\n and emitter\nRequires-Dist: Cython ; extra == "dev"\nRequires-Dist: typing-extensions (>=4)\nClassifier: License :: OSI Approved :: MIT License\nProject-URL: Source, https://example.org/pyyaml\n\nThe body.\n\n>>> import yaml\n');
    write(path.join(site, 'PyYAML-6.0.dist-info/top_level.txt'), '_yaml\nyaml\n');
    write(path.join(site, 'beautifulsoup4-4.12.dist-info/METADATA'), 'Name: beautifulsoup4\nVersion: 4.12\n');
    write(path.join(site, 'beautifulsoup4-4.12.dist-info/RECORD'), 'bs4/__init__.py,sha256=x,1\nbeautifulsoup4-4.12.dist-info/METADATA,,\n../../../bin/bs,,\nsix.py,,\n');
    write(path.join(site, 'broken.dist-info/METADATA'), 'nothing here');
    const { packages } = await scan();
    expect(packages.map(({ record: { id, importNames }, version }) => [id, version, importNames])).toEqual([['pypi:pyyaml', '6.0', ['yaml']], ['pypi:beautifulsoup4', '4.12', ['bs4', 'six']]]);
    expect(packages[0]!.record).toMatchObject({ description: 'YAML parser and emitter', licence: 'MIT License', repository: 'https://example.org/pyyaml', dependencies: [{ name: 'Cython', kind: 'optional' }, { name: 'typing-extensions', requirement: '>=4', kind: 'runtime' }] });
  });

  it('reads the Go module cache and the Cargo registry, for what the project asks', async () => {
    write(path.join(root, 'go.mod'), 'module x\n\nrequire (\n\tgithub.com/Big/Mod v1.2.3\n\t../../etc v1.0.0\n\tgithub.com/not/there v1.0.0\n)\n');
    write(path.join(base, 'go/github.com/!big/!mod@v1.2.3/README.md'), '# Mod\n\nMod does one thing, and does it well enough.\n');
    write(path.join(base, 'go/github.com/!big/!mod@v1.2.3/mod_test.go'), 'package mod');
    write(path.join(root, 'Cargo.lock'), '[[package]]\nname = "serde"\nversion = "1.0.1"\n\n[[package]]\nname = "../evil"\nversion = "1"\n');
    write(path.join(base, 'cargo/registry/src/index-1/serde-1.0.1/Cargo.toml'), '[package]\nname = "serde"\nversion = "1.0.1"\ndescription = "Serialization"\nlicense = "MIT"\n');
    const { packages } = await scan();
    expect(packages.map(({ record: { id, description }, version }) => [id, version, description])).toEqual([['go:github.com/Big/Mod', 'v1.2.3', 'Mod does one thing, and does it well enough.'], ['cargo:serde', '1.0.1', 'Serialization']]);
    expect(packages[0]!.record.facts.hasTests).toBe(true);
  });

  it('reads one package without looking at the others', async () => {
    write(path.join(root, 'node_modules/@scope/thing/package.json'), { name: '@scope/thing', version: '2.0.0', description: 'A thing' });
    write(path.join(root, 'node_modules/broken/package.json'), '{"name": ');
    write(path.join(root, '.venv/lib/python3.12/site-packages/Py_YAML-6.0.dist-info/METADATA'), 'Name: Py.YAML\nVersion: 6.0\nSummary: YAML\n');
    const installed = new InstalledPackages({ goModuleCache: null, cargoHome: null });
    const one = async (ecosystem: 'npm' | 'pypi', name: string) => (await installed.one(root, { ecosystem, name }))?.record.description ?? null;
    expect([await one('npm', '@scope/thing'), await one('pypi', 'py-yaml'), await one('npm', 'broken'), await one('npm', 'absent'), await one('npm', '../../etc'), await one('npm', '@scope/../../x'), await one('npm', '\0')]).toEqual(['A thing', 'YAML', null, null, null, null, null]);
  });

  it('says when there is no folder, and stops where it is told to', async () => {
    expect(await new InstalledPackages({ goModuleCache: null, cargoHome: null }).scan(path.join(base, 'absent'))).toMatchObject({ packages: [], problems: [{ message: expect.stringContaining('not a folder') as string }] });
    for (let i = 0; i < 12; i++) write(path.join(root, `node_modules/p${i}/package.json`), { version: '1.0.0' });
    const { packages, problems } = await scan({ maxPackages: 5 });
    expect([packages.length, problems.length]).toEqual([5, 1]);
    await expect(new InstalledPackages({ goModuleCache: null, cargoHome: null }).scan(root, AbortSignal.abort())).rejects.toThrow();
  });
});
