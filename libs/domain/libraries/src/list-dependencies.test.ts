import type { ManifestFile, ManifestReader } from './index.ts';
import { ListDependencies } from './index.ts';

class MemoryManifestReader implements ManifestReader {
  readonly asked: string[] = [];
  readonly #files: Readonly<Record<string, string>>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  async read(paths: readonly string[], maxBytes: number): Promise<ManifestFile[]> {
    this.asked.push(...paths);
    return paths.flatMap((path) => (Object.hasOwn(this.#files, path) ? [{ path, text: this.#files[path]!.slice(0, maxBytes), ...(this.#files[path]!.length > maxBytes ? { cut: 'is too long' } : {}) }] : []));
  }
}

const list = async (files: Record<string, string>, limits = { maxLockFileBytes: 100_000, maxManifests: 10 }) => {
  const reader = new MemoryManifestReader(files);
  const result = await new ListDependencies(reader, limits).execute();
  return { ...result, short: result.dependencies.map(({ manifest, name, version, scope }) => `${manifest} ${name}@${version} ${scope}`), asked: reader.asked };
};

const manifest = JSON.stringify({ workspaces: ['libs/*'], dependencies: { zod: '^4.0.0' }, devDependencies: { jest: '30.x' } });
const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { workspaces: ['libs/*'] },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/jest': { version: '30.5.2' },
    'node_modules/@me/kernel': { resolved: 'libs/kernel', link: true },
    'libs/kernel': { name: '@me/kernel', version: '0.1.0' },
    'libs/app': { name: '@me/app', version: '0.2.0' },
    'libs/app/node_modules/zod': { version: '3.25.0' },
  },
});

describe('ListDependencies', () => {
  it('answers nothing for a workspace without manifests, and asks for no lock file', async () => {
    const { dependencies, problems, asked } = await list({});
    expect({ dependencies, problems }).toEqual({ dependencies: [], problems: [] });
    expect(asked).not.toContain('package-lock.json');
  });

  it('finds the members of an npm workspace in the lock file, with the version each of them gets', async () => {
    const { short, problems } = await list({
      'package.json': manifest,
      'package-lock.json': lock,
      'libs/kernel/package.json': JSON.stringify({ dependencies: { zod: '^4.0.0' } }),
      'libs/app/package.json': JSON.stringify({ dependencies: { zod: '^3.0.0', '@me/kernel': '0.1.0', missing: '1' }, peerDependencies: { jest: '*' } }),
    });
    expect(problems).toEqual([]);
    expect(short).toEqual([
      'package.json zod@4.6.7 runtime',
      'package.json jest@30.5.2 development',
      'libs/kernel/package.json zod@4.6.7 runtime',
      'libs/app/package.json zod@3.25.0 runtime',
      'libs/app/package.json @me/kernel@0.1.0 runtime',
      'libs/app/package.json missing@null runtime',
      'libs/app/package.json jest@30.5.2 peer',
    ]);
  });

  it('says what it cannot know: no lock, a lock of another kind, a pattern', async () => {
    const { short, problems } = await list({ 'package.json': manifest, 'bun.lockb': '\0' });
    expect(short).toEqual(['package.json zod@null runtime', 'package.json jest@null development']);
    expect(problems).toEqual([
      { path: 'bun.lockb', message: expect.stringContaining('not read') },
      { path: 'package.json', message: expect.stringContaining('libs/*') },
    ]);
  });

  it.each([
    ['conflict markers', '{\n<<<<<<< HEAD\n "a": 1\n=======\n "a": 2\n>>>>>>> other\n}', 'has unresolved merge conflict markers (line 2)'],
    ['half a file', '{ "lockfileVersion": 3, "packages": {', 'is malformed: it ends too early'],
    ['a file past the limit', `${lock}${' '.repeat(100_000)}`, 'is too long'],
  ])('still answers when the lock file has %s', async (_, text, message) => {
    const { short, problems } = await list({ 'package.json': JSON.stringify({ dependencies: { zod: '^4.0.0' } }), 'package-lock.json': text });
    expect(short).toEqual(['package.json zod@null runtime']);
    expect(problems).toEqual([{ path: 'package-lock.json', message }]);
  });

  it('reads Python and Go beside npm, includes followed, locked versions by normal name', async () => {
    const { short, problems } = await list({
      'pyproject.toml': '[project]\ndependencies = ["Flask_SQLAlchemy>=3", "click"]\n[dependency-groups]\ntest = ["pytest"]\n',
      'uv.lock': '[[package]]\nname = "flask-sqlalchemy"\nversion = "3.1.1"\n[[package]]\nname = "click"\nversion = "8.1.7"\n[[package]]\nname = "click"\nversion = "8.2.0"\n',
      'requirements.txt': '-r requirements/common.in\nrequests==2.32.3\n-r ../../etc/passwd\n',
      'requirements/common.in': '-r ../requirements.txt\nurllib3<3\n',
      'go.mod': 'module example.com/me\n\ngo 1.24\n\nrequire (\n\tgithub.com/a/b v1.2.3\n\tgolang.org/x/sys v0.30.0 // indirect\n)\n',
      'go.work': 'go 1.24\nuse (\n\t.\n\t./tool\n)\n',
      'tool/go.mod': 'module example.com/tool\nrequire github.com/c/d v0.1.0\n',
    });
    expect(short).toEqual([
      'pyproject.toml Flask_SQLAlchemy@3.1.1 runtime',
      'pyproject.toml click@null runtime',
      'pyproject.toml pytest@null development',
      'requirements.txt requests@2.32.3 runtime',
      'requirements/common.in urllib3@null runtime',
      'go.mod github.com/a/b@v1.2.3 runtime',
      'tool/go.mod github.com/c/d@v0.1.0 runtime',
    ]);
    expect(problems).toEqual([{ path: 'requirements.txt', message: 'line 3 includes a file outside the workspace' }]);
  });

  it('reads no more manifests than allowed and says how many are left', async () => {
    const members = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`m${i}`, { version: '1.0.0' }]));
    const { asked, problems } = await list({ 'package.json': '{}', 'package-lock.json': JSON.stringify({ packages: members }) });
    expect(asked.filter((path) => /^m\d/.test(path))).toHaveLength(10);
    expect(problems).toEqual([{ path: 'm10/package.json', message: '20 manifests past libraries.max_manifests (10) are not read' }]);
  });

  it('shows no credentials that a manifest holds', async () => {
    const { dependencies } = await list({ 'package.json': JSON.stringify({ dependencies: { a: 'git+https://user:hunter2@host/a.git#v1' } }), 'requirements.txt': 'b @ https://user:hunter2@host/b.whl\n' });
    expect(dependencies.map(({ requirement }) => requirement)).toEqual(['git+https://host/a.git#v1', 'https://host/b.whl']);
  });
});
