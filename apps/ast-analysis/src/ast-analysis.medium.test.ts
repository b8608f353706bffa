import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { jest } from '@jest/globals';
import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { astAnalysis, indexProgressed, workspaceIndexed, type IndexProgress } from '@twinmcp/contracts';
import { DomainError, sleep } from '@twinmcp/kernel';
import { onEvent } from '@twinmcp/messaging';
import { eventually } from '@twinmcp/testing';
import { DirectorySource } from '@twinmcp/workspace-fs';
import { MemoryChunkSink } from '@twinmcp/workspaces';
import { startAstAnalysis, type ServiceUnderTest } from './test-support/start-service.ts';

const SERVER = `/** Serves. */
export class Server {
  handle(request: string, reply: (text: string) => void): void {
    reply(request);
  }
}
`;

describe('ast-analysis over a bus', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;

  beforeEach(async () => {
    base = await mkdtemp(path.join(tmpdir(), 'twinmcp-ast-'));
    root = path.join(base, 'project');
    await mkdir(path.join(root, 'src'), { recursive: true });
    await writeFile(path.join(root, 'src/server.ts'), SERVER);
    await writeFile(path.join(root, 'README.md'), '# Project\n\nText.\n');
    await writeFile(path.join(root, '.env'), 'TOKEN=abc\n');
    service = await startAstAnalysis({ dataDir: path.join(base, 'data') });
  });

  afterEach(async () => {
    await service.stop();
    await rm(base, { recursive: true, force: true });
  });

  it('indexes a directory and answers from it', async () => {
    const { workspaceId, job, summary } = await service.index({ kind: 'directory', root });
    expect(job).toMatchObject({ state: 'succeeded', error: null, attempts: 1, progress: { phase: 'done', filesDone: 2, filesTotal: 2 } });
    expect(summary).toMatchObject({ generation: 1, files: 2, added: 2, skippedByReason: { secret: 1 }, languages: { typescript: 1, markdown: 1 } });
    expect([...service.sink.files.keys()].sort()).toEqual(['README.md', 'src/server.ts']);

    const status = await service.call(astAnalysis.workspaceStatus, { workspaceId });
    expect(status).toMatchObject({ state: 'ready', generation: 1, job: { id: job.id } });

    const { symbols } = await service.call(astAnalysis.findSymbols, { workspaceId, names: ['Server.handle'], withSignature: true });
    expect(symbols[0]).toMatchObject({ qualifiedName: 'Server.handle', path: 'src/server.ts', startLine: 3, endLine: 5, score: 1, signature: 'handle(request: string, reply: (text: string) => void): void' });

    const { ranges } = await service.call(astAnalysis.readRanges, { workspaceId, ranges: [{ path: 'src/server.ts', startLine: 3, endLine: 99, fileHash: symbols[0]!.fileHash }] });
    expect(ranges[0]).toMatchObject({ status: 'fresh', startLine: 3, endLine: 6, commit: null, dirty: false });
    expect(ranges[0]!.text.split('\n')[0]).toBe('  handle(request: string, reply: (text: string) => void): void {');
  });

  const failure = (promise: Promise<unknown>): Promise<{ code: string; message: string }> =>
    promise.then(() => ({ code: 'none', message: 'it worked' }), (error: DomainError) => ({ code: error.code, message: error.message }));
  const register = (source: Parameters<ServiceUnderTest['index']>[0]) => service.call(astAnalysis.registerWorkspace, { source });

  it('knows the same source again and refuses what is none', async () => {
    const first = await register({ kind: 'directory', root });
    const again = await register({ kind: 'directory', root: `${root}/src/../` });
    expect([first.created, again.created, again.workspace.id]).toEqual([true, false, first.workspace.id]);
    expect((await service.call(astAnalysis.listWorkspaces, {})).workspaces).toEqual([first.workspace]);
    await writeFile(path.join(base, 'file.txt'), '');
    expect(await failure(register({ kind: 'directory', root: path.join(base, 'gone') }))).toMatchObject({ code: 'workspace-unreadable', message: expect.stringContaining('check the path') });
    expect(await failure(register({ kind: 'directory', root: path.join(base, 'file.txt') }))).toMatchObject({ code: 'workspace-unreadable' });
    expect(await failure(register({ kind: 'directory', root: '/' }))).toMatchObject({ code: 'workspace-unreadable', message: expect.stringContaining('allow_broad_roots') });
    expect(await failure(register({ kind: 'directory', root: homedir() }))).toMatchObject({ code: 'workspace-unreadable' });
    expect(await failure(register({ kind: 'directory', root: path.join(base, 'data') }))).toMatchObject({ code: 'workspace-unreadable', message: expect.stringContaining('data directory') });
    expect(await failure(register({ kind: 'git', url: 'ext::sh -c id', ref: 'HEAD' }))).toMatchObject({ code: 'workspace-unreadable' });
    expect(await failure(service.call(astAnalysis.workspaceStatus, { workspaceId: 'nobody' }))).toMatchObject({ code: 'workspace-not-found' });
    expect(await failure(service.call(astAnalysis.findSymbols, { workspaceId: first.workspace.id, names: ['x'] }))).toMatchObject({ code: 'workspace-not-indexed' });
    expect(await failure(service.call(astAnalysis.getJob, { jobId: 'job_x' }))).toMatchObject({ code: 'job-not-found' });
  });

  it('returns the queued job instead of a second one, and honours job ids', async () => {
    const { workspace } = await register({ kind: 'directory', root });
    let release = (): void => {};
    service.sink.before = () => new Promise((resolve) => (release = resolve));
    const running = (await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id })).job;
    await eventually(async () => (await service.call(astAnalysis.workspaceStatus, { workspaceId: workspace.id })).job?.state === 'running');
    const [a, b] = [await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id }), await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id, full: true })];
    expect(a.job.id).not.toBe(running.id);
    expect(b.job).toMatchObject({ id: a.job.id, full: true, state: 'queued' });
    service.sink.before = () => {};
    release();
    expect(await service.finished(running.id)).toMatchObject({ state: 'succeeded' });
    expect(await service.finished(a.job.id)).toMatchObject({ state: 'succeeded', summary: { unchanged: 2, generation: 2 } });
    const own = await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id, jobId: 'mine' });
    await service.finished('mine');
    expect((await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id, jobId: 'mine' })).job).toMatchObject({ id: own.job.id, state: 'succeeded' });
  });

  it('tells progress and the new generation', async () => {
    const progress: IndexProgress[] = [];
    const generations: number[] = [];
    await onEvent(service.bus, indexProgressed, (event) => void progress.push(event.progress));
    await onEvent(service.bus, workspaceIndexed, (event) => void generations.push(event.generation));
    await service.index({ kind: 'directory', root });
    await service.index({ kind: 'directory', root });
    await eventually(() => progress.some((report) => report.phase === 'done'));
    expect(generations).toEqual([1]); // nothing new the second time
  });

  it('cancels a running job between files and a queued one at once', async () => {
    for (let i = 0; i < 300; i++) await writeFile(path.join(root, `f${i}.ts`), `export const v${i} = ${i};\n`);
    const { workspace } = await register({ kind: 'directory', root });
    service.sink.before = () => sleep(100);
    const { job } = await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id });
    await eventually(() => service.sink.upserts > 0);
    const queued = await service.call(astAnalysis.submitIndex, { workspaceId: workspace.id });
    expect((await service.call(astAnalysis.cancelJob, { jobId: queued.job.id })).job.state).toBe('cancelled');
    expect((await service.call(astAnalysis.cancelJob, { jobId: job.id })).job.state).toBe('cancelled');
    service.sink.before = () => {};
    const { summary } = await service.index({ kind: 'directory', root });
    expect(summary.files).toBe(302);
    expect(summary.added).toBeLessThan(302);
  });

  it('says why a job failed, and when nothing can help does not try again', async () => {
    service.sink.before = () => {
      throw new DomainError('storage-full', 'no space left: free some');
    };
    const full = await service.index({ kind: 'directory', root });
    expect(full.job).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'storage-full', message: 'no space left: free some' } });
    expect(await service.call(astAnalysis.workspaceStatus, { workspaceId: full.workspaceId })).toMatchObject({ state: 'failed', generation: 0 });
    service.sink.before = () => {
      throw new DomainError('unavailable', 'not now');
    };
    expect((await service.index({ kind: 'directory', root })).job).toMatchObject({ state: 'failed', attempts: 5 });
    service.sink.before = () => {};
    await rm(root, { recursive: true });
    const { job } = await service.call(astAnalysis.submitIndex, { workspaceId: full.workspaceId });
    expect(await service.finished(job.id)).toMatchObject({ state: 'failed', attempts: 1, error: { code: 'workspace-unreadable' } });
  });

  it('tells the end of a job that the full disk leaves no room to write down', async () => {
    const kv = new MemoryKeyValueStore();
    const put = kv.put.bind(kv);
    let full = false;
    kv.put = (bucket, ...rest) => (full && bucket === 'jobs' ? Promise.reject(new DomainError('storage-full', 'no space left for facts')) : put(bucket, ...rest));
    const other = await startAstAnalysis({ dataDir: path.join(base, 'full'), kv });
    other.sink.before = () => {
      full = true;
      throw new DomainError('storage-full', 'no space left: free some');
    };
    const { job, workspaceId } = await other.index({ kind: 'directory', root });
    expect(job).toMatchObject({ state: 'failed', error: { code: 'storage-full' } });
    await other.stop();
    // Written down it is still unfinished: the next start, with room again, takes it up.
    full = false;
    const next = await startAstAnalysis({ dataDir: path.join(base, 'full'), kv });
    expect(await next.finished(job.id)).toMatchObject({ state: 'succeeded', summary: { files: 2 } });
    expect(await next.call(astAnalysis.workspaceStatus, { workspaceId })).toMatchObject({ state: 'ready' });
    await next.stop();
  });

  it('reads the text of now, says what is stale, and re-indexes it', async () => {
    const { workspaceId } = await service.index({ kind: 'directory', root });
    const [hit] = (await service.call(astAnalysis.findSymbols, { workspaceId, names: ['Server'] })).symbols;
    await writeFile(path.join(root, 'src/server.ts'), `// moved\r\n${SERVER.replaceAll('\n', '\r\n')}`);
    await writeFile(path.join(root, 'package-lock.json'), '{}\n');
    const read = (ranges: { path: string; startLine: number; endLine: number; fileHash?: string }[]) => service.call(astAnalysis.readRanges, { workspaceId, ranges });
    const { ranges } = await read([
      { path: 'src/server.ts', startLine: 1, endLine: 2, fileHash: hit!.fileHash },
      { path: 'package-lock.json', startLine: 1, endLine: 5 },
      { path: '.env', startLine: 1, endLine: 1 },
      { path: 'gone.ts', startLine: 1, endLine: 1 },
      { path: 'README.md', startLine: 50, endLine: 60 },
    ]);
    expect(ranges.map(({ status, text }) => [status, text])).toEqual([['stale', '// moved\n/** Serves. */\n'], ['fresh', '{}\n'], ['missing', ''], ['missing', ''], ['missing', '']]);
    await eventually(async () => (await service.call(astAnalysis.findSymbols, { workspaceId, names: ['Server'] })).symbols[0]?.startLine === hit!.startLine + 1);
    expect(await failure(read([{ path: '../outside', startLine: 1, endLine: 1 }]))).toMatchObject({ code: 'invalid-input' });
  });

  it('reads a file that it knows in parts: the same text, until the file changes by a byte', async () => {
    const long = (word: string) => Array.from({ length: 60 }, (_, i) => `export function ${word}${i}() {\n  const token = "k7Q4x9Zm2Lp8Rt5Vb3Nc";\n  return ${i};\n}\n`).join('');
    await writeFile(path.join(root, 'src/long.ts'), long('part'));
    await sleep(120); // past the time in which a change may show no other version
    const { workspaceId } = await service.index({ kind: 'directory', root });
    const { symbols: [hit] } = await service.call(astAnalysis.findSymbols, { workspaceId, names: ['part40'] });
    const readFile = jest.spyOn(DirectorySource.prototype, 'read');
    const read = async (more: object = {}) => (await service.call(astAnalysis.readRanges, { workspaceId, ranges: [{ path: 'src/long.ts', startLine: 162, endLine: 163, fileHash: hit!.fileHash, enclosing: true, ...more }] })).ranges[0]!;
    const first = await read();
    expect(first).toMatchObject({ status: 'fresh', text: `  const token = "${'*'.repeat(20)}";\n  return 40;\n`, parser: 'full', enclosing: { line: 161, text: 'export function part40() {' } });
    const whole = readFile.mock.calls.length;
    expect(await read()).toEqual(first);
    expect(await read({ withText: false })).toMatchObject({ status: 'fresh', text: '', fileHash: hit!.fileHash });
    expect(readFile.mock.calls.length).toBe(whole);
    await writeFile(path.join(root, 'src/long.ts'), long('trap'));
    expect(await read()).toMatchObject({ status: 'stale', enclosing: null });
    expect(await read({ withText: false })).toMatchObject({ status: 'stale' });
    readFile.mockRestore();
  });

  it('keeps one answer below the limit of a message and counts what it left out', async () => {
    await writeFile(path.join(root, 'big.txt'), `${'\u0001'.repeat(999)}\n`.repeat(200));
    const { workspaceId } = await service.index({ kind: 'directory', root });
    const answer = await service.call(astAnalysis.readRanges, { workspaceId, ranges: Array.from({ length: 200 }, (_, i) => ({ path: 'big.txt', startLine: i + 1, endLine: i + 1 })) });
    expect(answer.omitted).toBeGreaterThan(0);
    expect(answer.omitted + answer.ranges.length).toBe(200);
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(500 * 1024);
  });

  it('pages through symbols', async () => {
    await writeFile(path.join(root, 'many.ts'), Array.from({ length: 25 }, (_, i) => `export function many${i}() {}\n`).join(''));
    const { workspaceId } = await service.index({ kind: 'directory', root });
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await service.call(astAnalysis.findSymbols, { workspaceId, names: ['many'], limit: 10, cursor });
      seen.push(...page.symbols.map((symbol) => symbol.name));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
    expect(await failure(service.call(astAnalysis.findSymbols, { workspaceId, names: ['x'], cursor: 'abc' }))).toMatchObject({ code: 'invalid-input' });
  });

  it('cites the commit and what differs from it', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { encoding: 'utf8' }).trim();
    git('init', '-q');
    git('add', 'src', 'README.md');
    git('commit', '-q', '-m', 'm');
    const { workspaceId, summary } = await service.index({ kind: 'directory', root });
    const commit = git('rev-parse', 'HEAD');
    expect(summary.commit).toBe(commit);
    await writeFile(path.join(root, 'README.md'), '# Changed\n');
    const { ranges } = await service.call(astAnalysis.readRanges, { workspaceId, ranges: ['README.md', 'src/server.ts'].map((file) => ({ path: file, startLine: 1, endLine: 1 })) });
    expect(ranges.map((range) => [range.commit, range.dirty])).toEqual([[commit, true], [commit, false]]);
  });

  it('ends with the right index when the project is edited while it is indexed', async () => {
    for (let i = 0; i < 150; i++) await writeFile(path.join(root, `f${i}.ts`), `export const v${i} = 0;\n`);
    service.sink.before = async () => {
      await writeFile(path.join(root, 'f7.ts'), 'export const edited = 1;\n');
      await rm(path.join(root, 'f8.ts'), { force: true });
      await writeFile(path.join(root, 'late.ts'), 'export const late = 1;\n');
    };
    const first = await service.index({ kind: 'directory', root });
    expect(first.job.state).toBe('succeeded');
    service.sink.before = () => {};
    await service.index({ kind: 'directory', root });
    expect(service.sink.files.has('f8.ts')).toBe(false);
    expect(service.sink.files.get('f7.ts')!.chunks[0]!.text).toContain('edited');
    expect(service.sink.files.has('late.ts')).toBe(true);
    expect((await service.index({ kind: 'directory', root })).summary).toMatchObject({ analysedBytes: 0, files: 152 });
  });

  it('stores no line of the source (HM-7)', async () => {
    const lines = ['const veryDistinctiveLine = computeSomethingUnusual(42, "needle in the text");', '/** A doc comment that must not be kept anywhere at all. */', 'export function signatureThatIsLong(firstParameter: string, secondParameter: number): boolean {'];
    await writeFile(path.join(root, 'src/needle.ts'), `${lines[0]}\n${lines[1]}\n${lines[2]}\n  return true;\n}\n`);
    const { workspaceId } = await service.index({ kind: 'directory', root });
    await service.call(astAnalysis.findSymbols, { workspaceId, names: ['signatureThatIsLong'], withSignature: true });
    await service.call(astAnalysis.readRanges, { workspaceId, ranges: [{ path: 'src/needle.ts', startLine: 1, endLine: 5 }] });
    const files = readdirSync(path.join(base, 'data'), { recursive: true }).map((file) => path.join(base, 'data', String(file))).filter((file) => statSync(file).isFile());
    expect(files.length).toBeGreaterThan(0);
    const stored = Buffer.concat(files.map((file) => readFileSync(file))).toString('latin1');
    expect(stored).toContain('signatureThatIsLong'); // names are kept, so the search below looks at the right bytes
    // The names that a file uses are kept too, for the code graph; not what stands around them.
    for (const needle of ['computeSomethingUnusual(', '= computeSomethingUnusual', 'needle in the text', 'must not be kept', 'firstParameter', 'return true']) expect(stored).not.toContain(needle);
  });

  it('removes a workspace and everything derived from it, never the source', async () => {
    const { workspaceId, job } = await service.index({ kind: 'directory', root });
    expect(await service.call(astAnalysis.removeWorkspace, { workspaceId })).toEqual({ removed: true });
    expect(service.sink.files.size).toBe(0);
    expect(readdirSync(path.join(base, 'data/ast-analysis'))).toEqual([]);
    expect(await failure(service.call(astAnalysis.workspaceStatus, { workspaceId }))).toMatchObject({ code: 'workspace-not-found' });
    expect(await failure(service.call(astAnalysis.getJob, { jobId: job.id }))).toMatchObject({ code: 'job-not-found' });
    expect(await readFile(path.join(root, 'src/server.ts'), 'utf8')).toBe(SERVER);
    expect((await service.index({ kind: 'directory', root })).summary.generation).toBe(1);
  });

  it('goes on with an accepted job after a restart that forgot the queue', async () => {
    for (let i = 0; i < 200; i++) await writeFile(path.join(root, `f${i}.ts`), `export const v${i} = ${i};\n`);
    const kv = new MemoryKeyValueStore();
    const sink = new MemoryChunkSink();
    const first = await startAstAnalysis({ dataDir: path.join(base, 'data2'), kv, sink });
    const { workspace } = await first.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } });
    sink.before = () => sleep(200);
    const { job } = await first.call(astAnalysis.submitIndex, { workspaceId: workspace.id });
    await eventually(() => sink.upserts > 0);
    await first.stop();
    sink.before = () => {};
    expect(sink.generation).toBe(0);
    const second = await startAstAnalysis({ dataDir: path.join(base, 'data2'), kv, sink });
    expect(await second.finished(job.id)).toMatchObject({ state: 'succeeded', summary: { files: 202, generation: 1 } });
    await second.stop();
  });

  it('answers the same from a replica that shares no directory', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args]);
    git('init', '-q', '-b', 'main');
    git('add', 'src', 'README.md');
    git('commit', '-q', '-m', 'm');
    const kv = new MemoryKeyValueStore();
    const sink = new MemoryChunkSink();
    const one = await startAstAnalysis({ dataDir: path.join(base, 'one'), kv, sink });
    const other = await startAstAnalysis({ dataDir: path.join(base, 'other'), kv, sink });
    const { workspaceId, summary } = await one.index({ kind: 'git', url: root, ref: 'main' });
    expect(summary).toMatchObject({ files: 2, generation: 1 });
    await writeFile(path.join(root, 'src/server.ts'), '// not committed\n');
    const ask = async (replica: ServiceUnderTest) => ({
      symbols: await replica.call(astAnalysis.findSymbols, { workspaceId, names: ['handle'], withSignature: true }),
      text: await replica.call(astAnalysis.readRanges, { workspaceId, ranges: [{ path: 'src/server.ts', startLine: 1, endLine: 9 }] }),
    });
    const answer = await ask(one);
    expect(answer.symbols.symbols[0]).toMatchObject({ qualifiedName: 'Server.handle', signature: expect.stringContaining('handle(request') });
    expect(answer.text.ranges[0]).toMatchObject({ status: 'fresh', dirty: false, commit: summary.commit });
    expect(await ask(other)).toEqual(answer);
    git('commit', '-q', '-am', 'second');
    expect((await other.index({ kind: 'git', url: root, ref: 'main' })).summary).toMatchObject({ changed: 1, unchanged: 1, generation: 2 });
    expect((await ask(one)).text.ranges[0]!.text).toBe('// not committed\n');
    expect((await ask(one)).symbols).toEqual((await ask(other)).symbols);
    await one.call(astAnalysis.removeWorkspace, { workspaceId });
    expect(readdirSync(path.join(base, 'one/ast-analysis/git'))).toEqual([]);
    await one.stop();
    await other.stop();
  });
});
