import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AstAnalysisModule } from '@twinmcp/app-ast-analysis';
import { EmbeddingModule } from '@twinmcp/app-embedding';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, libraryResolution } from '@twinmcp/contracts';
import { BusRpcClient, newCallContext, type RpcClient } from '@twinmcp/messaging';
import { createLogger, PlatformModule, StaticLiveConfig } from '@twinmcp/platform';
import { tgzOf, zipOf } from '@twinmcp/testing';

jest.setTimeout(180_000);

const WORD = 'unmistakable-word-quux';
const README = `# left-rate\n\nLimits how often something happens.\n\n## Bursts\n\nA burst spends what was saved. The ${WORD} stands here.\n`;
const npm = (version: string) => tgzOf([{ name: 'package/package.json', content: JSON.stringify({ name: 'left-rate', version, types: 'index.d.ts' }) }, { name: 'package/README.md', content: README }, { name: 'package/index.d.ts', content: `/** Of ${version}. */\nexport declare function limit(rate: number): void;\n` }, { name: 'package/CHANGELOG.md', content: `# Changes\n\n## ${version}\n\n- Breaking: what ${version} brought\n${version === '1.0.0' ? '' : '\n## 1.1.0\n\n- between\n\n## 1.0.0\n\n- first\n'}` }]);
const hostile = tgzOf([{ name: 'package/README.md', content: README }, { name: 'package/../../evil.md', content: 'x' }]);
const wheel = zipOf([{ name: 'snake/__init__.py', content: '"""Snakes."""\n\ndef coil(times: int) -> None:\n    """Coils."""\n' }, { name: 'snake-0.1.0.dist-info/METADATA', content: 'Metadata-Version: 2.1\nName: snake\n\n# Snake\n\n## Coiling\n\nHow a snake coils.\n' }]);

/** npm and PyPI, for packages that are there, damaged or hostile. */
class Registry {
  readonly asked: string[] = [];
  mode: 'up' | 'down' | 'busy' = 'up';
  readonly #server = createServer((request, response) => this.#answer(request, response));
  url = '';

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    this.asked.push(url);
    const json = (body: unknown) => void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    const dist = (file: string, bytes: Buffer) => ({ dist: { tarball: `${this.url}/${file}`, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` } });
    if (this.mode === 'busy') return void response.writeHead(429, { 'retry-after': '600' }).end();
    if (this.mode === 'down') return void response.writeHead(503).end();
    if (url === '/left-rate') return json({ name: 'left-rate', 'dist-tags': { latest: '2.0.0' }, repository: { url: 'git+https://github.com/someone/left-rate.git' }, versions: { '1.0.0': dist('1.tgz', npm('1.0.0')), '2.0.0': dist('2.tgz', npm('2.0.0')), '3.0.0': dist('evil.tgz', hostile), '4.0.0': dist('damaged.tgz', npm('4.0.0')) } });
    if (url === '/expres') return json({ name: 'expres', versions: { '1.0.0': dist('1.tgz', npm('1.0.0')) } });
    if (url === '/pypi/snake/0.1.0/json') return json({ urls: [{ url: `${this.url}/snake.whl`, filename: 'snake-0.1.0-py3-none-any.whl', packagetype: 'bdist_wheel', digests: { sha256: createHash('sha256').update(wheel).digest('hex') } }] });
    const file = { '/1.tgz': npm('1.0.0'), '/2.tgz': npm('2.0.0'), '/evil.tgz': hostile, '/damaged.tgz': npm('4.0.0').fill(0, 60, 80), '/snake.whl': wheel }[url];
    return void (file ? response.end(file) : response.writeHead(404).end());
  }
}

interface Running {
  readonly rpc: RpcClient;
  readonly workspaceId: string;
  stop(): Promise<void>;
}

describe('documentation of packages that are not installed', () => {
  let base: string;
  let root: string;
  let registry: Registry;
  const running: Running[] = [];
  const ctx = () => newCallContext({ timeoutMs: 120_000 });
  const start = async (data: string, registries: Record<string, unknown>, docs: Record<string, unknown> = {}, libraries: Record<string, unknown> = {}): Promise<Running> => {
    const bus = new MemoryMessageBus();
    const config = StaticLiveConfig.of({ data_dir: path.join(base, data), logging: { level: 'silent' }, indexing: { watch: { enabled: false } }, libraries: { registries: { enabled: true, npm: registry.url, npm_downloads: registry.url, pypi: registry.url, cargo: registry.url, go: registry.url, public_hosts: [new URL(registry.url).host], timeout: '5s', ...registries }, docs, ...libraries } });
    @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv: new MemoryKeyValueStore(), config, logger: createLogger({ config }), service: null }), AstAnalysisModule, EmbeddingModule, LibraryResolutionModule] })
    class Root {}
    const app: INestApplicationContext = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    const rpc = new BusRpcClient(bus);
    const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, ctx());
    const one = { rpc, workspaceId: workspace.id, stop: async () => { await app.close(); await bus.close(); } };
    running.push(one);
    return one;
  };
  const docs = ({ rpc, workspaceId }: Running, library: string, topic = '') => rpc.call(libraryResolution.getLibraryDocs, { library, workspaceId, topic }, ctx());
  const lock = (entry: Record<string, unknown> | null) => {
    writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'app', dependencies: entry ? { 'left-rate': '*' } : {} }));
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'app', dependencies: entry ? { 'left-rate': '*' } : {} }, ...(entry && { 'node_modules/left-rate': entry }) } }));
  };
  const holding = (folder: string, word: string) => readdirSync(path.join(base, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes(word)).map(({ name }) => name);

  beforeAll(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-registry-docs-')));
    root = path.join(base, 'project');
    mkdirSync(root);
    registry = await new Registry().start();
  });
  beforeEach(() => {
    lock(null);
    registry.asked.length = 0;
    registry.mode = 'up';
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
  });
  afterAll(async () => {
    await registry.stop();
    rmSync(base, { recursive: true, force: true });
  });

  it('are asked of nobody where that is not allowed, and the answer says so', async () => {
    const off = await start('off', { enabled: false });
    await expect(docs(off, 'left-rate@2.0.0')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('libraries.registries.enabled') });
    const noArchives = await start('off2', {}, { fetch: false });
    await expect(docs(noArchives, 'left-rate@2.0.0')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('libraries.docs.fetch') });
    expect(registry.asked).toEqual([]);
  });

  it('come from the registry in the exact version, and without it once they were fetched', async () => {
    const first = await start('data', {});
    const found = await docs(first, 'left-rate@1.0.0', 'bursts');
    expect(found).toMatchObject({ library: { name: 'left-rate', version: '1.0.0', source: 'archive', pinned: 'asked', private: false, origin: new URL(registry.url).host }, degraded: [] });
    expect(found.text).toContain(WORD);
    expect((await docs(first, 'left-rate@1.0.0', 'limit')).text).toContain('Of 1.0.0.');
    expect((await first.rpc.call(libraryResolution.getLibraryChangelog, { library: 'left-rate@1.0.0', workspaceId: first.workspaceId }, ctx())).entries.map(({ version }) => version)).toEqual(['1.0.0']);
    expect(registry.asked.filter((url) => url === '/1.tgz')).toHaveLength(1);
    await first.stop();
    registry.mode = 'down';
    const second = await start('data', { enabled: false });
    expect((await docs(second, 'left-rate@1.0.0', 'bursts')).text).toContain(WORD);
    await expect(docs(second, 'left-rate@2.0.0')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('have the version of the lock file, and the bytes that it promises', async () => {
    const one = await start('locked', {});
    lock({ version: '2.0.0', resolved: `${registry.url}/left-rate/-/left-rate-2.0.0.tgz`, integrity: `sha512-${createHash('sha512').update(npm('2.0.0')).digest('base64')}` });
    expect(await docs(one, 'left-rate', 'limit')).toMatchObject({ library: { version: '2.0.0', pinned: 'lock-file' }, text: expect.stringContaining('Of 2.0.0.') });
    lock({ version: '1.0.0', resolved: `${registry.url}/left-rate/-/left-rate-1.0.0.tgz`, integrity: `sha512-${createHash('sha512').update('something else').digest('base64')}` });
    await expect(docs(one, 'left-rate')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('not what the lock file promises') });
    // What came after the version of the project stands in the newer package.
    lock({ version: '1.0.0', resolved: `${registry.url}/left-rate/-/left-rate-1.0.0.tgz` });
    const changes = (to: string) => one.rpc.call(libraryResolution.getLibraryChangelog, { library: 'left-rate', workspaceId: one.workspaceId, to }, ctx());
    expect(await changes('2.0.0')).toMatchObject({ library: { version: '1.0.0', pinned: 'lock-file' }, from: '1.0.0', to: '2.0.0', degraded: [], entries: [{ version: '2.0.0', breaking: true }, { version: '1.1.0', breaking: false }] });
    expect(await changes('9.0.0')).toMatchObject({ entries: [], degraded: expect.arrayContaining([expect.stringContaining('cannot know of later versions')]) });
  });

  it('are not guessed for what is declared without a lock file, and the answer says what to do', async () => {
    writeFileSync(path.join(root, 'package.json'), JSON.stringify({ name: 'app', dependencies: { 'left-rate': '*' } }));
    rmSync(path.join(root, 'package-lock.json'));
    const one = await start('unlocked', {});
    await expect(docs(one, 'left-rate')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('no lock file says in which version: make one') });
    expect((await docs(one, 'left-rate@1.0.0', 'bursts')).library).toMatchObject({ version: '1.0.0', pinned: 'asked' });
  });

  it('of somebody else, or of a folder, are not looked for under the same name', async () => {
    const one = await start('confused', {});
    for (const entry of [{ version: '2.0.0', resolved: 'https://npm.corp.example/left-rate/-/left-rate-2.0.0.tgz' }, { version: '2.0.0', resolved: 'git+ssh://git@corp.example/left-rate.git#abc' }]) {
      lock(entry);
      for (const name of ['left-rate', 'left-rate@1.0.0']) await expect(docs(one, name)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(registry.asked).toEqual([]);
  });

  it('are read from the commit that a lock file names, where its host may be asked, and never kept', async () => {
    const repository = path.join(base, 'left-rate.git');
    const git = (...args: string[]) => execFileSync('git', ['-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8' }).trim();
    mkdirSync(repository);
    git('init', '--quiet', '-b', 'main');
    const commit = (version: string, word: string) => {
      writeFileSync(path.join(repository, 'package.json'), JSON.stringify({ name: 'left-rate', version }));
      writeFileSync(path.join(repository, 'README.md'), `# left-rate\n\n## Forked\n\nOur own left-rate knows the ${word}.\n`);
      git('add', '.');
      git('commit', '--quiet', '-m', version);
      return git('rev-parse', 'HEAD');
    };
    const first = commit('2.0.0-fork', 'unguessable-word-first');
    commit('3.0.0-fork', 'unguessable-word-second');
    lock({ version: '2.0.0-fork', resolved: `git+file://${repository}#${first}` });
    const closed = await start('git-closed', {});
    await expect(docs(closed, 'left-rate')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('libraries.docs.git_hosts') });
    const one = await start('git', {}, { git_hosts: ['file'] });
    for (let i = 0; i < 2; i++) {
      const found = await docs(one, 'left-rate', 'forked');
      expect(found.library).toMatchObject({ version: '2.0.0-fork', source: 'archive', private: true, pinned: 'lock-file', origin: 'file' });
      expect([found.text.includes('unguessable-word-first'), found.text.includes('second')]).toEqual([true, false]);
    }
    expect(holding('git', 'unguessable-word')).toEqual([]);
    lock({ version: '2.0.0-fork', resolved: `git+file://${repository}#${'0'.repeat(40)}` });
    await expect(docs(one, 'left-rate')).rejects.toMatchObject({ code: 'not-found', message: expect.stringMatching(/cannot be fetched|has no branch/) });
    expect(registry.asked).toEqual([]);
  });

  it('are the newest when nobody says which, and of the repository when one is named', async () => {
    const one = await start('newest', {});
    expect((await docs(one, 'npm:left-rate')).library).toMatchObject({ version: '2.0.0', pinned: 'newest' });
    expect((await docs(one, '/someone/left-rate')).library).toMatchObject({ name: 'left-rate', version: '2.0.0', pinned: 'newest' });
    await expect(docs(one, '/somebody-else/left-rate')).rejects.toMatchObject({ code: 'not-found' });
    const asked = registry.asked.length;
    await expect(docs(one, '/somebody-else/left-rate')).rejects.toMatchObject({ code: 'not-found' });
    expect(registry.asked).toHaveLength(asked); // what is not there is not asked for at once again
    await expect(docs(one, '/somebody-else/left-rate/v1.0.0')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are warned of when their name is almost that of a library that is known', async () => {
    const one = await start('slips', {});
    expect((await docs(one, 'npm:expres@1.0.0')).degraded).toEqual([expect.stringMatching(/^warning: expres is not express/)]);
    expect((await docs(one, 'npm:left-rate@1.0.0')).degraded).toEqual([]);
  });

  it('of a registry that not everybody can read are answered and not kept', async () => {
    const one = await start('private', { public_hosts: [] });
    const found = await docs(one, 'left-rate@1.0.0', 'bursts');
    expect([found.library.private, found.text.includes(WORD)]).toEqual([true, true]);
    await one.stop();
    expect(holding('private', WORD)).toEqual([]);
    expect(readdirSync(path.join(base, 'private', 'library-resolution')).includes('fetched-archives')).toBe(false);
  });

  it('are refused whole when they are hostile or damaged, and fetched once only for that', async () => {
    const one = await start('hostile', {});
    for (let i = 0; i < 3; i++) await expect(docs(one, 'left-rate@3.0.0')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('leads out of it') });
    expect(registry.asked.filter((url) => url === '/evil.tgz')).toHaveLength(1);
    await expect(docs(one, 'left-rate@4.0.0')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('checksum') });
    await expect(docs(one, 'left-rate@9.9.9')).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('its registry does not have it') });
    expect(holding('hostile', WORD)).toEqual([]);
  });

  it('of every name are not there, and names that no registry takes are told to none', async () => {
    const one = await start('naughty', {});
    for (const name of ['../../etc/passwd', 'npm:../x@1.0.0', 'left-rate@../../1.0.0', 'left-rate@1.0.0/../..', '\0', '__proto__', 'constructor@1.0.0', '<script>@1', '%2e%2e@1', '${jndi:ldap://x}@1', '田中さん@1.0.0', '😀', '@/@1', `${'a'.repeat(500)}@1`, '‮evil@1', 'go:no-host/x@v1.0.0', 'maven:a:b@1.0.0', 'left-rate@banana']) {
      await expect(docs(one, name)).rejects.toMatchObject({ code: expect.stringMatching(/^(not-found|invalid-input)$/) });
    }
    expect(registry.asked.filter((url) => !/^\/(left-rate|constructor|pypi\/(left-rate|constructor)\/|api\/v1\/crates\/(left-rate|constructor)\/)/.test(url))).toEqual([]);
  });

  it('say when the registry is busy or down', async () => {
    registry.mode = 'busy';
    await expect(docs(await start('busy', {}), 'npm:left-rate@1.0.0')).rejects.toMatchObject({ code: 'rate-limited', message: expect.stringContaining('asks for a pause of 600 s'), details: { host: new URL(registry.url).host, retryAfterS: 600 } });
    registry.mode = 'down';
    await expect(docs(await start('down', {}), 'npm:left-rate@1.0.0')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(`${new URL(registry.url).host} answered 503`), details: { trouble: 'broken', hint: expect.stringContaining('What is installed') } });
    const one = await start('down-score', {});
    await expect(one.rpc.call(libraryResolution.scoreLibrary, { library: { ecosystem: 'npm', name: 'left-rate' } }, ctx())).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('its registry was not heard') });
    registry.mode = 'up';
    await expect(one.rpc.call(libraryResolution.scoreLibrary, { library: { ecosystem: 'npm', name: 'no-such-thing' } }, ctx())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('come from the module cache of Go and the registry folder of Cargo where they are there, as those tools lay them out', async () => {
    const put = (file: string, text: string) => {
      mkdirSync(path.dirname(path.join(base, file)), { recursive: true });
      writeFileSync(path.join(base, file), text);
    };
    const module = 'go/pkg/mod/example.org/!big/thing@v1.2.3';
    put(`${module}/README.md`, '# Thing\n\n## Buckets\n\nA bucket holds tokens until they are taken.\n');
    put(`${module}/bucket.go`, '// Package thing limits rates.\npackage thing\n\n// Bucket holds tokens.\ntype Bucket struct{ size int }\n\n// Take takes one token, or waits for it.\nfunc (b *Bucket) Take() error { return nil }\n\nfunc hidden() {}\n');
    put(`${module}/bucket_test.go`, 'package thing\n\nfunc ExampleBucket() { (&Bucket{}).Take() }\n');
    put('go/pkg/mod/cache/download/example.org/!big/thing/@v/v1.2.3.mod', 'module example.org/Big/thing\n');
    const crate = 'cargo/registry/src/index.crates.io-1949cf8c6b5b557f/fast-0.3.0';
    put(`${crate}/Cargo.toml`, '[package]\nname = "fast"\nversion = "0.3.0"\n');
    put(`${crate}/.cargo-ok`, '{"v":1}');
    put(`${crate}/README.md`, '# fast\n\n## Speed\n\nHow fast it goes.\n');
    put(`${crate}/src/lib.rs`, '//! Goes fast.\n\n/// Goes as fast as it can.\npub fn accelerate(by: u32) -> u32 { by }\n\nfn hidden() {}\n');
    put('cargo/registry/cache/index.crates.io-1949cf8c6b5b557f/fast-0.3.0.crate', 'x');
    put('project/go.mod', 'module example.org/app\n\nrequire example.org/Big/thing v1.2.3\n');
    put('project/Cargo.toml', '[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\nfast = "0.3"\n');
    put('project/Cargo.lock', 'version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["fast"]\n\n[[package]]\nname = "fast"\nversion = "0.3.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "00"\n');
    try {
      const one = await start('caches', { enabled: false }, {}, { go_module_cache: path.join(base, 'go/pkg/mod'), cargo_home: path.join(base, 'cargo') });
      const go = await docs(one, 'example.org/Big/thing', 'take a token from the bucket');
      expect(go.library).toMatchObject({ ecosystem: 'go', version: 'v1.2.3', source: 'installed', pinned: 'lock-file', private: false });
      expect(go.sections.map(({ kind, path: file }) => `${kind} ${file}`)).toEqual(expect.arrayContaining(['readme README.md', 'api bucket.go', 'example bucket_test.go']));
      expect([go.text.includes('Take takes one token'), go.text.includes('hidden')]).toEqual([true, false]);
      const rust = await docs(one, 'cargo:fast', 'accelerate');
      expect(rust.library).toMatchObject({ ecosystem: 'cargo', version: '0.3.0', source: 'installed', private: false });
      expect(rust.sections[0]).toMatchObject({ kind: 'api', path: 'src/lib.rs', title: 'accelerate' });
      expect([rust.text.includes('as fast as it can'), rust.text.includes('hidden')]).toEqual([true, false]);
      await expect(docs(one, 'example.org/Big/thing@v9.0.0')).rejects.toMatchObject({ code: 'not-found' });
      expect(registry.asked).toEqual([]);
    } finally {
      for (const file of ['go.mod', 'Cargo.toml', 'Cargo.lock']) rmSync(path.join(root, file));
    }
  });

  it('of Python have the README that stands in their metadata', async () => {
    const one = await start('python', {});
    const found = await docs(one, 'pypi:snake@0.1.0', 'coiling');
    expect(found.sections.map(({ kind, path: file }) => [kind, file])).toEqual(expect.arrayContaining([['readme', 'snake-0.1.0.dist-info/METADATA'], ['api', 'snake/__init__.py']]));
    expect(found.text).not.toContain('Metadata-Version');
  });
});
