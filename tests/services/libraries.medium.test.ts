import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AstAnalysisModule } from '@twinmcp/app-ast-analysis';
import { EmbeddingModule } from '@twinmcp/app-embedding';
import { LibraryResolutionModule } from '@twinmcp/app-library-resolution';
import { MemoryKeyValueStore, MemoryMessageBus, MemoryWorkQueue } from '@twinmcp/bus-memory';
import { astAnalysis, dependenciesChanged, libraryResolution, type EventPayload } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext, onEvent, type RpcClient } from '@twinmcp/messaging';
import { createLogger, PlatformModule, StaticLiveConfig } from '@twinmcp/platform';

const DECLARATIONS = '/** A bucket that refills.\n * @example\n * const bucket = new TokenBucket(5);\n */\nexport declare class TokenBucket {\n  constructor(size: number);\n  /** Takes one token, or waits for it. */\n  take(): Promise<void>;\n}\nexport declare function parseRate(text: string): number;\n';
const README = '# left-rate\n\nLimits how often something happens.\n\n## Installing\n\nnpm install left-rate\n\n## Bursts\n\nA burst spends tokens that were saved while nothing happened. Set `size` to the longest burst.\n' + `\n## Errors\n\n${'What goes wrong is told by an error that names the rate. '.repeat(20)}\n`;
const CHANGELOG = '# Changes\n\n## 2.0.0 (2024-05-01)\n\n### Breaking\n\n- take() waits\n\n## 1.1.0\n\n- parseRate\n\n## 1.0.0\n\n- first\n';

// Grammars and tables of tokens are loaded by the first answer; a busy machine takes its time.
jest.setTimeout(180_000);

describe('dependencies, vulnerabilities and documentation of a project', () => {
  let base: string;
  let root: string;
  let app: INestApplicationContext;
  let bus: MemoryMessageBus;
  let rpc: RpcClient;
  let workspaceId: string;
  const heard: EventPayload<typeof dependenciesChanged>[] = [];
  const ctx = () => newCallContext({ timeoutMs: 120_000 });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const install = (name: string, version: string, extra: Record<string, unknown> = {}, secret = '') => {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version, types: 'index.d.ts', ...extra }));
    write(`node_modules/${name}/README.md`, README + secret);
    write(`node_modules/${name}/CHANGELOG.md`, CHANGELOG);
    write(`node_modules/${name}/index.d.ts`, DECLARATIONS);
  };
  const lock = (packages: Record<string, string>) => {
    write('package.json', JSON.stringify({ name: 'app', license: 'MIT', dependencies: Object.fromEntries(Object.keys(packages).map((name) => [name, '*'])) }));
    write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': { name: 'app', license: 'MIT', dependencies: Object.fromEntries(Object.keys(packages).map((name) => [name, '*'])) }, ...Object.fromEntries(Object.entries(packages).map(([name, version]) => [`node_modules/${name}`, { version, license: 'MIT' }])) } }));
  };
  const index = async () => {
    const { job } = await rpc.call(astAnalysis.submitIndex, { workspaceId }, ctx());
    for (;;) {
      const { job: now } = await rpc.call(astAnalysis.getJob, { jobId: job.id }, ctx());
      if (now.state === 'succeeded') return;
      if (now.state === 'failed') throw new Error(now.error?.message);
      await sleep(50);
    }
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) await sleep(50);
  };

  beforeAll(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-libraries-')));
    root = path.join(base, 'project');
    mkdirSync(root);
    bus = new MemoryMessageBus();
    const config = StaticLiveConfig.of({ data_dir: path.join(base, 'data'), logging: { level: 'silent' }, indexing: { watch: { enabled: false } } });
    const kv = new MemoryKeyValueStore();
    @Module({ imports: [PlatformModule.forRoot({ bus, queue: new MemoryWorkQueue(), kv, config, logger: createLogger({ config }), service: null }), AstAnalysisModule, EmbeddingModule, LibraryResolutionModule] })
    class Root {}
    app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    rpc = new BusRpcClient(bus);
    await onEvent(bus, dependenciesChanged, (event) => void heard.push(event));
    lock({ 'left-rate': '2.0.0', 'our-secret': '1.0.0', lodash: '4.17.20' });
    install('left-rate', '2.0.0');
    install('our-secret', '1.0.0', { private: true }, '\n## Handshake\n\nThe unguessable-word-xyzzy opens it.\n');
    write('src/a.ts', "import { TokenBucket } from 'left-rate';\nexport const bucket = new TokenBucket(1);\n");
    // More imports than one, the most used of them not declared, and code of another language.
    for (const name of ['b', 'c', 'd']) write(`src/${name}.ts`, "import undeclared from 'undeclared-thing';\nimport { readFileSync } from 'node:fs';\nexport const x = [undeclared, readFileSync];\n");
    write('src/tool.py', 'import lodash\n');
    write('src/plugins.ts', "export const PLUGINS = ['our-secret/grammar.wasm'];\n");
    write('NOTES.md', '# Notes\n\nlodash was used once.\n');
    write('PLAN.md', '# Plan\n\n- [ ] **1** Try right-rate instead of our own\n- [ ] **2** Something else\n');
    workspaceId = (await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, ctx())).workspace.id;
    await index();
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await bus.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('analyses the graph against the imports of the index', async () => {
    const found = await rpc.call(libraryResolution.analyzeDependencies, { workspaceId, why: ['lodash'], graph: 'mermaid' }, ctx());
    expect(found.summary).toMatchObject({ packages: 3, direct: 3, production: 3, complete: true });
    expect(found.why).toEqual([{ package: 'lodash@4.17.20', paths: [[{ package: 'app', requirement: null, scope: null }, { package: 'lodash@4.17.20', requirement: '*', scope: 'runtime' }]] }]);
    expect(found.unused.map(({ name, certainty }) => [name, certainty])).toEqual([['lodash', 'likely'], ['our-secret', 'possible']]);
    expect(found.unused[1]!.reason).toContain('src/plugins.ts:1 names it');
    expect(found.missing).toEqual([{ name: 'undeclared-thing', ecosystem: 'npm', files: 3 }]);
    expect(found.graph!.text).toContain('-->');
    await expect(rpc.call(libraryResolution.analyzeDependencies, { workspaceId, why: ['nothing-like-it'] }, ctx())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('audits with the sample, then with what was imported', async () => {
    const sample = await rpc.call(libraryResolution.checkVulnerabilities, { workspaceId }, ctx());
    expect([sample.database.source, sample.vulnerabilities.map(({ name, severity, fixedIn }) => [name, severity, fixedIn])]).toEqual(['sample', [['lodash', 'high', '4.17.21']]]);
    expect(sample.degraded.join()).toContain('import a dump');
    const advisory = { id: 'TEST-1', modified: '2026-01-02T00:00:00Z', aliases: ['CVE-0000-1'], summary: 'Spends too much', affected: [{ package: { ecosystem: 'npm', name: 'left-rate' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '2.0.0' }, { fixed: '2.0.1' }] }] }] };
    expect(await rpc.call(libraryResolution.importAdvisories, { advisories: [JSON.stringify(advisory), 'no json', '{}'] }, ctx())).toMatchObject({ imported: 1, skipped: 2, database: { advisories: 1, byEcosystem: { npm: 1 }, newest: '2026-01-02T00:00:00Z' } });
    const real = await rpc.call(libraryResolution.checkVulnerabilities, { workspaceId }, ctx());
    expect([real.database.source, real.degraded, real.vulnerabilities.map(({ id, name, severity, fixedIn, paths }) => [id, name, severity, fixedIn, paths.length])]).toEqual(['import', [], [['CVE-0000-1', 'left-rate', 'unknown', '2.0.1', 1]]]);
  });

  it('answers from the documentation of the installed version', async () => {
    const docs = (input: Partial<Parameters<typeof rpc.call<typeof libraryResolution.getLibraryDocs>>[1]>) => rpc.call(libraryResolution.getLibraryDocs, { library: 'left-rate', workspaceId, ...input }, ctx());
    const first = await docs({ topic: 'token bucket' });
    expect(first).toMatchObject({ library: { name: 'left-rate', version: '2.0.0', source: 'installed', pinned: 'lock-file', private: false }, degraded: [], indexed: { now: true } });
    expect(first.sections[0]).toMatchObject({ title: 'TokenBucket', kind: 'api', path: 'index.d.ts', startLine: 1 });
    expect(first.text).toContain('const bucket = new TokenBucket(5);');
    expect((await docs({ topic: 'spend what was saved in a burst' })).sections[0]).toMatchObject({ kind: 'readme', title: expect.stringContaining('Bursts') });
    const small = await docs({ topic: 'token bucket', tokens: 100 });
    expect(small.tokens).toBeLessThanOrEqual(100);
    expect((await docs({ topic: 'token bucket', kinds: ['readme'] })).sections.every(({ kind }) => kind === 'readme')).toBe(true);
    expect((await docs({ library: '/npm/left-rate', topic: '' })).sections[0]!.kind).toBe('readme');
    await expect(docs({ library: 'left-rtae' })).rejects.toMatchObject({ code: 'not-found', details: { hint: 'The project has left-rate, spelt almost the same.' } });
    await expect(docs({ library: 'left-rate@1.0.0' })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('2.0.0') });
    await expect(docs({ library: 'lodash' })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('install the dependencies') });
    install('left-rate', '3.0.0');
    await expect(docs({})).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('the lock file says 2.0.0') });
    install('left-rate', '2.0.0');
  });

  it('keeps nothing of a private package', async () => {
    const found = await rpc.call(libraryResolution.getLibraryDocs, { library: 'our-secret', workspaceId, topic: 'handshake' }, ctx());
    expect([found.library.private, found.text.includes('unguessable-word-xyzzy'), found.degraded]).toEqual([true, true, []]);
    const holding = readdirSync(path.join(base, 'data'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes('xyzzy'));
    expect(holding.map(({ name }) => name)).toEqual([]);
  });

  it('tells what changed between versions', async () => {
    const between = await rpc.call(libraryResolution.getLibraryChangelog, { library: 'left-rate', workspaceId, from: '1.0.0', to: '2.0.0' }, ctx());
    expect(between.entries.map(({ version, breaking }) => [version, breaking])).toEqual([['2.0.0', true], ['1.1.0', false]]);
    expect(between.text).toContain('take() waits');
    await expect(rpc.call(libraryResolution.getLibraryChangelog, { library: 'left-rate', workspaceId, from: 'nonsense' }, ctx())).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('tells of a dependency that was added: documented, judged, linked to the tasks that mention it', async () => {
    lock({ 'left-rate': '2.0.0', 'our-secret': '1.0.0', lodash: '4.17.20', 'right-rate': '1.0.0' });
    install('right-rate', '1.0.0');
    await index();
    await until(() => heard.length > 0);
    expect(heard[0]).toMatchObject({ workspaceId, added: [{ ecosystem: 'npm', name: 'right-rate', version: '1.0.0', before: null }], removed: [], updated: [], documented: ['right-rate@1.0.0'], tasks: [{ path: 'PLAN.md', library: 'right-rate', task: expect.stringContaining('right-rate') }] });
    write('src/b.ts', 'export const b = 1;\n');
    await index();
    lock({ 'left-rate': '2.0.0', 'our-secret': '1.0.0', lodash: '4.17.21', 'right-rate': '1.0.0' });
    await index();
    await until(() => heard.length > 1);
    expect(heard[1]).toMatchObject({ added: [], updated: [{ name: 'lodash', before: '4.17.20', version: '4.17.21' }] });
  });
});
