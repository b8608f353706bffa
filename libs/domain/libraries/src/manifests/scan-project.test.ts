import fc from 'fast-check';
import { ScanProject, type ManifestFile, type ManifestReader, type PackageGraph } from '../index.ts';

class MemoryReader implements ManifestReader {
  readonly #files: Readonly<Record<string, string>>;

  constructor(files: Readonly<Record<string, string>>) {
    this.#files = files;
  }

  async read(paths: readonly string[], maxBytes: number): Promise<ManifestFile[]> {
    return paths.flatMap((path) => (Object.hasOwn(this.#files, path) ? [{ path, text: this.#files[path]!, ...(this.#files[path]!.length > maxBytes && { cut: 'is too long' }) }] : []));
  }

  async find(baseName: string): Promise<string[]> {
    return Object.keys(this.#files).filter((path) => path === baseName || path.endsWith(`/${baseName}`));
  }
}

const scan = async (files: Record<string, string>) => {
  const found = await new ScanProject(new MemoryReader(files), { maxLockFileBytes: 100_000_000, maxManifests: 100 }).execute();
  return { ...found, edges: found.graphs.flatMap(edgesOf), versions: found.dependencies.map(({ manifest, name, version, scope }) => `${manifest} ${name}@${version} ${scope}`) };
};

function edgesOf({ packages, edges }: PackageGraph): string[] {
  const name = (index: number) => (index < 0 ? '?' : packages[index]!.origin === 'project' ? packages[index]!.name : `${packages[index]!.name}@${packages[index]!.version}`);
  return edges.map(({ from, to, name: wanted, requirement, scope, optional }) => `${name(from)} > ${to < 0 ? wanted : name(to)}${to < 0 ? ' missing' : ''} ${requirement} ${scope}${optional && scope !== 'optional' ? ' optional' : ''}`);
}

const manifest = (extra: object) => JSON.stringify({ name: 'app', version: '1.0.0', license: 'MIT', ...extra });

describe('scan of a project', () => {
  it('takes the commit of what comes from a repository, in every form that lock files of npm packages have', async () => {
    const sha = 'a'.repeat(40);
    const of = async (lock: string, text: string) => {
      const { graphs } = await scan({ 'package.json': manifest({ dependencies: { forked: 'me/forked' } }), [lock]: text });
      return graphs[0]!.packages.filter(({ name }) => name === 'forked').map(({ version, origin, repository }) => [version, origin, repository]);
    };
    const github = [['1.2.0', 'git', `git+https://github.com/me/forked.git#${sha}`]];
    const pnpm = (version: string, key: string, about: string) => `lockfileVersion: '${version}'\nimporters:\n  .:\n    dependencies:\n      forked:\n        specifier: me/forked\n        version: ${key.replace(/^forked@/, '')}\npackages:\n  ${key}:\n    ${about}\n    version: 1.2.0\n    name: forked\n${version === '9.0' ? `snapshots:\n  ${key}: {}\n` : ''}`;
    expect(await of('pnpm-lock.yaml', pnpm('9.0', `forked@https://codeload.github.com/me/forked/tar.gz/${sha}`, `resolution: {tarball: https://codeload.github.com/me/forked/tar.gz/${sha}}`))).toEqual(github);
    expect(await of('pnpm-lock.yaml', pnpm('6.0', `github.com/me/forked/${sha}`, `resolution: {tarball: https://codeload.github.com/me/forked/tar.gz/${sha}}`))).toEqual(github);
    expect(await of('pnpm-lock.yaml', pnpm('9.0', `forked@git+https://git.corp.example/me/forked.git#${sha}`, `resolution: {commit: ${sha}, repo: https://git.corp.example/me/forked.git, type: git}`))).toEqual([['1.2.0', 'git', `https://git.corp.example/me/forked.git#${sha}`]]);
    expect(await of('pnpm-lock.yaml', pnpm('9.0', `forked@https://gitlab.com/me/forked/-/archive/${sha}`, `resolution: {tarball: https://gitlab.com/api/v4/projects/me%2Fforked/repository/archive.tar.gz?ref=${sha}}`))).toEqual([['1.2.0', 'git', `git+https://gitlab.com/me/forked.git#${sha}`]]);
    const classic = (resolved: string) => `# yarn lockfile v1\n\nforked@me/forked:\n  version "1.2.0"\n  resolved "${resolved}"\n`;
    expect(await of('yarn.lock', classic(`https://codeload.github.com/me/forked/tar.gz/${sha}`))).toEqual(github);
    expect(await of('yarn.lock', classic(`git+https://github.com/me/forked.git#${sha}`))).toEqual(github);
    expect(await of('yarn.lock', classic(`https://bitbucket.org/me/forked/get/${sha}.tar.gz`))).toEqual([['1.2.0', 'git', `git+https://bitbucket.org/me/forked.git#${sha}`]]);
    const berry = (resolution: string) => `__metadata:\n  version: 8\n\n"forked@me/forked":\n  version: 1.2.0\n  resolution: "${resolution}"\n  languageName: node\n`;
    expect(await of('yarn.lock', berry(`forked@https://github.com/me/forked.git#commit=${sha}`))).toEqual([['1.2.0', 'git', `https://github.com/me/forked.git#${sha}`]]);
    expect(await of('yarn.lock', berry(`forked@git@github.com:me/forked.git#commit=${sha}`))).toEqual([['1.2.0', 'git', `ssh://git@github.com/me/forked.git#${sha}`]]);
    // One package of several in that repository, a branch, and an archive that is no commit: nobody says where the files are.
    expect(await of('yarn.lock', berry(`forked@https://github.com/me/forked.git#workspace=forked&commit=${sha}`))).toEqual([['1.2.0', expect.any(String), undefined]]);
    expect(await of('yarn.lock', classic('https://codeload.github.com/me/forked/tar.gz/main'))).toEqual([['1.2.0', 'url', undefined]]);
  });

  it.each([1, 2, 3])('reads package-lock.json version %i with Node\'s own look-up', async (version) => {
    const nested = { lockfileVersion: 1, dependencies: { a: { version: '1.0.0', requires: { b: '^1.0.0' }, dependencies: { b: { version: '1.5.0' } } }, b: { version: '2.0.0' } } };
    const flat = { lockfileVersion: version, packages: { '': { name: 'app', dependencies: { a: '^1.0.0', b: '^2.0.0' } }, 'node_modules/a': { version: '1.0.0', license: 'ISC', dependencies: { b: '^1.0.0' } }, 'node_modules/a/node_modules/b': { version: '1.5.0' }, 'node_modules/b': { version: '2.0.0' } } };
    const { edges, problems } = await scan({ 'package.json': manifest({ dependencies: { a: '^1.0.0', b: '^2.0.0' } }), 'package-lock.json': JSON.stringify(version === 1 ? nested : flat) });
    expect(problems).toEqual([]);
    expect(edges.sort()).toEqual(['a@1.0.0 > b@1.5.0 ^1.0.0 runtime', 'app > a@1.0.0 ^1.0.0 runtime', 'app > b@2.0.0 ^2.0.0 runtime']);
  });

  it('reads workspaces, links, peers and optional packages of npm', async () => {
    const lock = { lockfileVersion: 3, packages: {
      '': { name: 'app', workspaces: ['libs/*'] },
      'libs/x': { name: '@me/x', version: '0.1.0', dependencies: { y: '^1' }, peerDependencies: { react: '>=18', gone: '*' }, peerDependenciesMeta: { gone: { optional: true } } },
      'node_modules/@me/x': { resolved: 'libs/x', link: true },
      'node_modules/y': { version: '1.2.3', optionalDependencies: { 'y-linux': '1.2.3' }, dependencies: { '@me/x': '*' } },
      'node_modules/react': { version: '17.0.2' },
    } };
    const { edges, versions } = await scan({ 'package.json': manifest({ workspaces: ['libs/*'] }), 'libs/x/package.json': JSON.stringify({ name: '@me/x', dependencies: { y: '^1' } }), 'package-lock.json': JSON.stringify(lock) });
    expect(edges.sort()).toEqual(['@me/x > gone missing * peer optional', '@me/x > react@17.0.2 >=18 peer', '@me/x > y@1.2.3 ^1 runtime', 'y@1.2.3 > @me/x * runtime', 'y@1.2.3 > y-linux missing 1.2.3 optional']);
    expect(versions).toEqual(['libs/x/package.json y@1.2.3 runtime']);
  });

  it.each([
    ['5.4', 'lockfileVersion: 5.4\nspecifiers:\n  a: ^1.0.0\n  "@s/b": ^2.0.0\ndependencies:\n  a: 1.0.0\ndevDependencies:\n  "@s/b": 2.0.0_a@1.0.0\npackages:\n  /a/1.0.0:\n    dependencies:\n      c: 3.0.0\n    resolution: {integrity: x}\n  /@s/b/2.0.0_a@1.0.0:\n    peerDependencies:\n      a: "*"\n    dependencies:\n      a: 1.0.0\n    resolution: {integrity: x}\n  /c/3.0.0:\n    resolution: {integrity: x}\n'],
    ['6.0', "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: ^1.0.0\n    version: 1.0.0\ndevDependencies:\n  '@s/b':\n    specifier: ^2.0.0\n    version: 2.0.0(a@1.0.0)\npackages:\n  /a@1.0.0:\n    dependencies:\n      c: 3.0.0\n    resolution: {integrity: x}\n  /@s/b@2.0.0(a@1.0.0):\n    peerDependencies:\n      a: '*'\n    dependencies:\n      a: 1.0.0\n    resolution: {integrity: x}\n  /c@3.0.0:\n    resolution: {integrity: x}\n"],
    ['9.0', "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1.0.0\n        version: 1.0.0\n    devDependencies:\n      '@s/b':\n        specifier: ^2.0.0\n        version: 2.0.0(a@1.0.0)\npackages:\n  a@1.0.0:\n    resolution: {integrity: x}\n  '@s/b@2.0.0':\n    resolution: {integrity: x}\n    peerDependencies:\n      a: '*'\n  c@3.0.0:\n    resolution: {integrity: x}\nsnapshots:\n  a@1.0.0:\n    dependencies:\n      c: 3.0.0\n  '@s/b@2.0.0(a@1.0.0)':\n    dependencies:\n      a: 1.0.0\n  c@3.0.0: {}\n"],
  ])('reads pnpm-lock.yaml version %s', async (_, text) => {
    const { edges, versions, problems } = await scan({ 'package.json': manifest({ dependencies: { a: '^1.0.0' }, devDependencies: { '@s/b': '^2.0.0' } }), 'pnpm-lock.yaml': text });
    expect(problems).toEqual([]);
    expect(edges.sort()).toEqual(['@s/b@2.0.0 > a@1.0.0 * peer', 'a@1.0.0 > c@3.0.0 null runtime', 'app > @s/b@2.0.0 ^2.0.0 development', 'app > a@1.0.0 ^1.0.0 runtime']);
    expect(versions).toEqual(['package.json a@1.0.0 runtime', 'package.json @s/b@2.0.0 development']);
  });

  it('reads importers of pnpm that link each other', async () => {
    const { edges } = await scan({ 'package.json': '{}', 'packages/a/package.json': '{"name":"a"}', 'packages/b/package.json': '{"name":"b"}', 'pnpm-lock.yaml': "lockfileVersion: '9.0'\nimporters:\n  .: {}\n  packages/a:\n    dependencies:\n      b:\n        specifier: workspace:*\n        version: link:../b\n  packages/b: {}\n" });
    expect(edges).toEqual(['a > b workspace:* runtime']);
  });

  it('reads yarn.lock, classic', async () => {
    const text = '# yarn lockfile v1\n\n\n"@s/b@^2.0.0", "@s/b@~2.0.0":\n  version "2.0.0"\n  resolved "https://registry.example/@s/b/-/b-2.0.0.tgz#aa"\n  integrity sha512-x==\n  dependencies:\n    a "^1.0.0"\n  optionalDependencies:\n    c "3.x"\n\na@^1.0.0:\n  version "1.0.9"\n\nc@3.x:\n  version "3.1.0"\n';
    const { edges, versions, problems } = await scan({ 'package.json': manifest({ dependencies: { '@s/b': '~2.0.0', a: '^1.0.0' } }), 'yarn.lock': text });
    expect(problems).toEqual([]);
    expect(edges.sort()).toEqual(['@s/b@2.0.0 > a@1.0.9 ^1.0.0 runtime', '@s/b@2.0.0 > c@3.1.0 3.x optional', 'app > @s/b@2.0.0 ~2.0.0 runtime', 'app > a@1.0.9 ^1.0.0 runtime']);
    expect(versions).toEqual(['package.json @s/b@2.0.0 runtime', 'package.json a@1.0.9 runtime']);
  });

  it('reads yarn.lock, berry, with workspaces', async () => {
    const text = '__metadata:\n  version: 8\n  cacheKey: 10\n\n"a@npm:^1.0.0":\n  version: 1.0.9\n  resolution: "a@npm:1.0.9"\n  dependencies:\n    b: "npm:^2.0.0"\n  peerDependencies:\n    react: "*"\n  peerDependenciesMeta:\n    react:\n      optional: true\n\n"b@npm:^2.0.0, b@npm:^2.1.0":\n  version: 2.1.0\n  resolution: "b@npm:2.1.0"\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n  dependencies:\n    a: "npm:^1.0.0"\n    member: "workspace:*"\n\n"member@workspace:*, member@workspace:m":\n  version: 0.0.0-use.local\n  resolution: "member@workspace:m"\n  dependencies:\n    b: "npm:^2.1.0"\n';
    const { edges, versions } = await scan({ 'package.json': manifest({ workspaces: ['m'], devDependencies: { a: '^1.0.0', member: 'workspace:*' } }), 'm/package.json': '{"name":"member","dependencies":{"b":"^2.1.0"}}', 'yarn.lock': text });
    expect(edges.sort()).toEqual(['a@1.0.9 > b@2.1.0 ^2.0.0 runtime', 'a@1.0.9 > react missing * peer optional', 'app > a@1.0.9 ^1.0.0 development', 'app > member workspace:* development', 'member > b@2.1.0 ^2.1.0 runtime']);
    expect(versions).toEqual(['package.json a@1.0.9 development', 'package.json member@null development', 'm/package.json b@2.1.0 runtime']);
  });

  it('reads bun.lock: workspaces, nested copies, peers, packages of elsewhere', async () => {
    const text = `{
  // JSON, but for this and the commas
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "app", "dependencies": { "express": "^4.0.0", "member": "workspace:*", "zod": "~4.1.0", }, "devDependencies": { "@s/tool": "^1.0.0", }, },
    "packages/member": { "name": "member", "version": "0.1.0", "dependencies": { "debug": "^2.0.0", }, },
  },
  "packages": {
    "express": ["express@4.21.0", "", { "dependencies": { "debug": "2.6.9" }, "peerDependencies": { "react": "*", "gone": "*" }, "optionalPeers": ["gone"] }, "sha512-aa=="],
    "debug": ["debug@4.4.0", "", {}, "sha512-bb=="],
    "express/debug": ["debug@2.6.9", "https://npm.corp.example/", {}, "sha512-cc=="],
    "member/debug": ["debug@2.5.0", "", {}, "sha512-dd=="],
    "member": ["member@workspace:packages/member"],
    "zod": ["zod@4.1.5", "", {}, "sha512-ee=="],
    "@s/tool": ["@s/tool@1.2.0", "", { "dependencies": { "debug": "^4", "forked": "github:me/forked" }, "bin": { "tool": "x.js, [not] a \\"trap\\",}" } }, "sha512-ff=="],
    "forked": ["forked@github:me/forked#abc", {}, "me-forked-abc"],
  }
}
`;
    const { edges, versions, problems, graphs } = await scan({ 'package.json': manifest({ workspaces: ['packages/*'], dependencies: { express: '^4.0.0', member: 'workspace:*', zod: '~4.1.0' }, devDependencies: { '@s/tool': '^1.0.0' } }), 'packages/member/package.json': '{"name":"member","dependencies":{"debug":"^2.0.0"}}', 'bun.lock': text });
    expect(problems).toEqual([]);
    expect(edges.sort()).toEqual(['@s/tool@1.2.0 > debug@4.4.0 ^4 runtime', '@s/tool@1.2.0 > forked@null github:me/forked runtime', 'app > @s/tool@1.2.0 ^1.0.0 development', 'app > express@4.21.0 ^4.0.0 runtime', 'app > member workspace:* runtime', 'app > zod@4.1.5 ~4.1.0 runtime', 'express@4.21.0 > debug@2.6.9 2.6.9 runtime', 'express@4.21.0 > gone missing * peer optional', 'express@4.21.0 > react missing * peer', 'member > debug@2.5.0 ^2.0.0 runtime']);
    expect(versions).toEqual(['package.json express@4.21.0 runtime', 'package.json member@null runtime', 'package.json zod@4.1.5 runtime', 'package.json @s/tool@1.2.0 development', 'packages/member/package.json debug@2.5.0 runtime']);
    expect(graphs[0]!.packages.filter(({ name }) => name === 'forked' || name === 'debug').map(({ version, origin, registry, integrity }) => [version, origin, registry, integrity])).toEqual([['4.4.0', 'registry', undefined, ['sha512-bb==']], ['2.6.9', 'registry', 'npm.corp.example', ['sha512-cc==']], ['2.5.0', 'registry', undefined, ['sha512-dd==']], [null, 'git', undefined, undefined]]);
  });

  it('keeps where a lock file has a package from, and what it promises of it', async () => {
    const of = async (files: Record<string, string>) => (await scan(files)).graphs.flatMap(({ packages }) => packages.flatMap(({ name, registry, integrity }) => (integrity || registry ? [[name, registry, integrity]] : [])));
    expect(await of({ 'package.json': manifest({}), 'package-lock.json': JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/a': { version: '1.0.0', resolved: 'https://user:pw@npm.corp.example:8443/a/-/a-1.0.0.tgz', integrity: 'sha512-x==' } } }) })).toEqual([['a', 'npm.corp.example:8443', ['sha512-x==']]]);
    expect(await of({ 'package.json': manifest({ dependencies: { a: '^1' } }), 'yarn.lock': 'a@^1:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/a/-/a-1.0.0.tgz#1"\n  integrity sha512-y==\n' })).toEqual([['a', 'registry.yarnpkg.com', ['sha512-y==']]]);
    expect(await of({ 'Cargo.toml': '[package]\nname = "x"\nversion = "1.0.0"\n', 'Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "ab"\n' })).toEqual([['a', 'crates.io', ['sha256:ab']]]);
    expect(await of({ 'go.mod': 'module m\nrequire a.example/a v1.0.0\n', 'go.sum': 'a.example/a v1.0.0 h1:x=\na.example/a v1.0.0/go.mod h1:y=\n' })).toEqual([['a.example/a', undefined, ['h1:x=']]]);
    expect(await of({ 'pyproject.toml': '[project]\nname = "app"\n', 'uv.lock': '[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "u", hash = "sha256:1" }\nwheels = [{ url = "u", hash = "sha256:2" }]\n' })).toEqual([['a', 'pypi.org', ['sha256:1', 'sha256:2']]]);
    expect(await of({ 'pyproject.toml': '[project]\nname = "app"\n', 'poetry.lock': '[[package]]\nname = "a"\nversion = "1"\nfiles = [{ file = "f", hash = "sha256:3" }]\n' })).toEqual([['a', undefined, ['sha256:3']]]);
  });

  it('reads uv.lock and poetry.lock', async () => {
    const pyproject = '[project]\nname = "app"\ndependencies = ["flask>=3"]\n';
    const uv = '[[package]]\nname = "app"\nversion = "0.1"\nsource = { editable = "." }\ndependencies = [{ name = "flask" }]\n[package.dev-dependencies]\ndev = [{ name = "pytest" }]\n[[package]]\nname = "flask"\nversion = "3.1.0"\nsource = { registry = "https://x" }\ndependencies = [{ name = "click", marker = "x" }]\n[[package]]\nname = "click"\nversion = "8.1"\n[[package]]\nname = "pytest"\nversion = "8"\n';
    expect((await scan({ 'pyproject.toml': pyproject, 'uv.lock': uv })).edges.sort()).toEqual(['app > flask@3.1.0 >=3 runtime', 'app > pytest@8 null development', 'flask@3.1.0 > click@8.1 null runtime']);
    const poetry = '[[package]]\nname = "Flask"\nversion = "3.1.0"\n[package.dependencies]\nclick = ">=8.1.3"\nasgiref = {version = ">=3.2", optional = true, markers = "extra"}\n[[package]]\nname = "click"\nversion = "8.1"\n';
    expect((await scan({ 'pyproject.toml': pyproject, 'poetry.lock': poetry })).edges.sort()).toEqual(['Flask@3.1.0 > asgiref missing >=3.2 optional', 'Flask@3.1.0 > click@8.1 >=8.1.3 runtime', 'app > Flask@3.1.0 >=3 runtime']);
  });

  it('reads who asked for a package from what pip-compile writes', async () => {
    const text = 'click==8.1.7\n    # via flask\nflask==3.0.3\n    # via\n    #   -r requirements.in\n    #   flask-login\nflask-login==0.6.3 # via -r requirements.in\n';
    expect((await scan({ 'requirements.txt': text })).edges.sort()).toEqual(['(this project) > flask-login@0.6.3 ==0.6.3 runtime', '(this project) > flask@3.0.3 ==3.0.3 runtime', 'flask-login@0.6.3 > flask@3.0.3 null runtime', 'flask@3.0.3 > click@8.1.7 null runtime']);
  });

  it('reads Cargo with a workspace, Go, Maven with modules and properties, Gradle with a catalogue', async () => {
    const { edges, versions, problems } = await scan({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n[workspace.dependencies]\nserde = "1"\n',
      'crates/one/Cargo.toml': '[package]\nname = "one"\nversion = "0.1.0"\nlicense = "MIT"\n[dependencies]\nserde = { workspace = true }\nold = { package = "rand", version = "0.7" }\n[dev-dependencies]\ntempfile = "3"\n',
      'Cargo.lock': 'version = 3\n[[package]]\nname = "one"\nversion = "0.1.0"\ndependencies = ["serde", "rand 0.7.3", "tempfile"]\n[[package]]\nname = "serde"\nversion = "1.0.200"\nsource = "registry+https://x"\n[[package]]\nname = "rand"\nversion = "0.7.3"\nsource = "registry+https://x"\n[[package]]\nname = "rand"\nversion = "0.8.5"\nsource = "registry+https://x"\n[[package]]\nname = "tempfile"\nversion = "3.10.0"\nsource = "registry+https://x"\ndependencies = ["rand 0.8.5 (registry+https://x)"]\n',
      'go.mod': 'module m\nrequire a.example/a v1.0.0\nrequire b.example/b v0.1.0 // indirect\n',
      'go.sum': 'a.example/a v1.0.0 h1:x=\na.example/a v1.0.0/go.mod h1:x=\n',
      'pom.xml': '<project><groupId>g</groupId><artifactId>root</artifactId><version>1</version><properties><v>5.3.1</v></properties><modules><module>web</module></modules><dependencyManagement><dependencies><dependency><groupId>org.s</groupId><artifactId>core</artifactId><version>${v}</version></dependency></dependencies></dependencyManagement></project>',
      'web/pom.xml': '<project><parent><groupId>g</groupId><artifactId>root</artifactId><version>1</version></parent><artifactId>web</artifactId><dependencies><dependency><groupId>org.s</groupId><artifactId>core</artifactId></dependency><dependency><groupId>j</groupId><artifactId>unit</artifactId><version>4.13</version><scope>test</scope></dependency></dependencies></project>',
      'build.gradle.kts': 'val kv = "1.2.3"\ndependencies {\n  implementation("a:b:$kv")\n  testImplementation(libs.junit.api)\n  // implementation("no:no:1")\n}\n',
      'gradle/libs.versions.toml': '[versions]\njunit = "5.10.0"\n[libraries]\njunit-api = { module = "org.j:api", version.ref = "junit" }\n',
    });
    expect(problems).toEqual([]);
    expect(versions).toEqual([
      'go.mod a.example/a@v1.0.0 runtime',
      'crates/one/Cargo.toml serde@1.0.200 runtime', 'crates/one/Cargo.toml rand@0.7.3 runtime', 'crates/one/Cargo.toml tempfile@3.10.0 development',
      'web/pom.xml org.s:core@5.3.1 runtime', 'web/pom.xml j:unit@4.13 development',
      'build.gradle.kts a:b@1.2.3 runtime', 'build.gradle.kts org.j:api@5.10.0 development',
    ]);
    expect(edges).toEqual(expect.arrayContaining(['m > b.example/b@v0.1.0 v0.1.0 runtime optional', 'one > rand@0.7.3 0.7 runtime', 'tempfile@3.10.0 > rand@0.8.5 null runtime', 'g:web > org.s:core@5.3.1 5.3.1 runtime']));
  });

  const LOCKS: [string, string, Record<string, string>][] = [
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'\nimporters:\n  .: {\n", { 'package.json': '{}' }],
    ['yarn.lock', 'a@^1:\n  version "1.0.0"\n  nonsense here too much\n', { 'package.json': '{}' }],
    ['bun.lock', '{\n "workspaces": {\n  "": {},,\n', { 'package.json': '{}' }],
    ['Cargo.lock', '[[package]]\nname = "a"\nversion = \n', { 'Cargo.toml': '[package]\nname = "x"\n' }],
    ['go.sum', 'a.example/a v1.0.0 h1:x=\nnonsense\n', { 'go.mod': 'module m\nrequire a.example/a v1.0.0\n' }],
    ['uv.lock', '[[package]]\nname = "a\n', { 'pyproject.toml': '[project]\nname = "x"\ndependencies = ["a"]\n' }],
    ['pom.xml', '<project>\n<dependencies>\n<dependency>\n</project>', {}],
    ['package-lock.json', '{\n "packages": {\n  "a": 1,,\n', { 'package.json': '{}' }],
    ['gradle.lockfile', 'a:b:1=x\nnonsense\n', { 'build.gradle': 'dependencies {\n}\n' }],
  ];
  it.each(LOCKS)('names file and line of what is wrong in %s', async (path, broken, rest) => {
    const malformed = (await scan({ ...rest, [path]: broken })).problems;
    expect(malformed).toEqual([{ path, message: expect.stringMatching(/line \d+|too early/) }]);
    const conflict = (await scan({ ...rest, [path]: `first\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> theirs\n` })).problems;
    expect(conflict).toEqual([{ path, message: 'has unresolved merge conflict markers (line 2)' }]);
  });

  it('never fails, whatever the files hold', async () => {
    const names = ['package.json', 'package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'Cargo.toml', 'Cargo.lock', 'go.mod', 'go.sum', 'pom.xml', 'build.gradle', 'gradle/libs.versions.toml', 'pyproject.toml', 'uv.lock', 'requirements.txt'];
    const text = fc.oneof(fc.string({ maxLength: 80 }), fc.json({ maxDepth: 3 }), fc.constantFrom('a: &a [*a, *a]', '{"packages":{"":{"dependencies":{"a":1}},"node_modules/a":null}}', '{"workspaces":{"":{"dependencies":{"a":1}}},"packages":{"a":[1],"b":["b@1",{},null],"c":{}}}', '[[package]]\nname=1\n', '<a><b></a>', '__metadata:\n  x: 1\n"a@npm:1":\n  dependencies: 3\n'));
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), text), async (files) => {
      const { graphs } = await scan(files);
      for (const { packages, edges } of graphs) expect(edges.every(({ from, to }) => from >= 0 && from < packages.length && to < packages.length)).toBe(true);
    }), { numRuns: 300 });
  });
});
