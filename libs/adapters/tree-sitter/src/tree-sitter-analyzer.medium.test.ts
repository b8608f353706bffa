import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isLocalError } from '@twinmcp/kernel';
import { AnalysisThread, type Job } from './analysis-thread.ts';
import { samplesOf } from './test-support/sample-analysis.ts';
import { TreeSitterAnalyzer } from './tree-sitter-analyzer.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const small = { path: 'small.ts', content: encode('export class A { m() {} }') };
const big = { path: 'big.ts', content: encode('export const value = { name: "x", list: [1, 2, 3] };\nexport function f(a: number): number {\n  return a + 1;\n}\n'.repeat(30_000)) };
const refused = (error: unknown): boolean => isLocalError(error, 'refused');
const threadsOf = (analyzer: TreeSitterAnalyzer): number => (analyzer as unknown as { threads: Set<unknown> }).threads.size;

let analyzer: TreeSitterAnalyzer;
afterEach(() => analyzer.close());

describe('TreeSitterAnalyzer', () => {
  it('answers many files at once, each with its own analysis, and leaves the bytes to the caller', async () => {
    analyzer = new TreeSitterAnalyzer();
    const inputs = Array.from({ length: 200 }, (_, i) => ({ path: `f${i}.py`, content: encode(`def f${i}():\n    pass\n`) }));
    const analyses = await Promise.all(inputs.map((input) => analyzer.analyze(input)));
    expect(analyses.map((analysis) => `${analysis.path} ${analysis.symbols[0]?.name}`)).toEqual(inputs.map((input, i) => `${input.path} f${i}`));
    expect(inputs[7]!.content.byteLength).toBeGreaterThan(0);
  });

  it('never starts more threads than there are cores', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1_000 });
    await Promise.all(Array.from({ length: 50 }, () => analyzer.analyze(small)));
    expect(threadsOf(analyzer)).toBeLessThanOrEqual(availableParallelism());
  });

  it('reads Markdown and other text in the same threads', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
    expect(await analyzer.analyze({ path: 'a.md', content: encode('# A\n\ntext\n') })).toMatchObject({ quality: 'full', symbols: [{ kind: 'heading' }] });
    expect(await analyzer.analyze({ path: 'a.yaml', content: encode('a: 1\n') })).toMatchObject({ language: 'yaml', quality: 'full', symbols: [{ kind: 'key' }] });
    expect(await analyzer.analyze({ path: 'a.ini', content: encode('a = 1\n') })).toMatchObject({ language: 'ini', quality: 'text' });
  });

  it('gives a file that needs too much memory back as text, and the others whole', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1, maxWorkerMemoryMb: 64 });
    const [huge, ...others] = await Promise.all([analyzer.analyze(big), ...Array.from({ length: 5 }, () => analyzer.analyze(small))]);
    expect(huge).toMatchObject({ quality: 'degraded', note: expect.stringMatching(/memory/), symbols: [] });
    expect(huge!.chunks.length).toBeGreaterThan(1_000);
    expect(others.every((analysis) => analysis.quality === 'full')).toBe(true);
  });

  it('ends idle threads, and starts new ones when there is work again', async () => {
    analyzer = new TreeSitterAnalyzer({ idleMs: 50 });
    await analyzer.analyze(small);
    await wait(300);
    expect(threadsOf(analyzer)).toBe(0);
    expect((await analyzer.analyze(small)).symbols).toHaveLength(2);
  });

  it('drops what was cancelled', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
    const controller = new AbortController();
    const running = analyzer.analyze(big, controller.signal);
    const waiting = [1, 2, 3].map(() => analyzer.analyze(small, controller.signal));
    controller.abort();
    for (const result of await Promise.allSettled([running, ...waiting])) expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'cancelled' } });
    expect((await analyzer.analyze(small)).quality).toBe('full');
  });

  it('refuses what is unanswered when it closes, and everything afterwards', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
    const pending = Promise.allSettled([analyzer.analyze(big), analyzer.analyze(small), analyzer.analyze(small)]);
    await analyzer.close();
    for (const result of await pending) expect(result.status === 'rejected' && refused(result.reason)).toBe(true);
    await expect(analyzer.analyze(small)).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('kept trees', () => {
  const version = (file: number, edit: number): { path: string; content: Uint8Array; treeScope: string } => ({ path: `f${file}.ts`, treeScope: 'w', content: encode(`${'export function a() { return [1, 2, 3]; }\n'.repeat(50)}export function edit${edit}() {}\n`) });

  it('are found again by file, whatever thread is free; nine of ten repeated edits go on from one', async () => {
    analyzer = new TreeSitterAnalyzer();
    for (let edit = 0; edit < 20; edit++) {
      const analyses = await Promise.all(Array.from({ length: 10 }, (_, file) => analyzer.analyze(version(file, edit))));
      expect(analyses.every((analysis) => analysis.symbols.at(-1)?.name === `edit${edit}`)).toBe(true);
    }
    const { hits, misses, entries, bytes } = analyzer.treeStats;
    expect(hits + misses).toBe(200);
    expect(hits / 200).toBeGreaterThan(0.9);
    expect(entries).toBeGreaterThanOrEqual(10);
    expect(bytes).toBeGreaterThan(0);
  });

  it('are not mixed up between workspaces, and none is kept of who does not ask for it', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1 });
    await analyzer.analyze(small);
    await analyzer.analyze(small);
    expect(analyzer.treeStats).toEqual({ hits: 0, misses: 0, entries: 0, bytes: 0 });
    await analyzer.analyze({ ...small, treeScope: 'one' });
    await analyzer.analyze({ ...small, treeScope: 'two' });
    expect(analyzer.treeStats).toMatchObject({ hits: 0, misses: 2, entries: 2 });
  });

  it('keep their thread, but not longer than they live', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 2, idleMs: 50, trees: { ttlMs: 700 } });
    await analyzer.analyze(version(1, 1));
    await wait(300);
    expect(threadsOf(analyzer)).toBe(1);
    await analyzer.analyze(version(1, 2));
    expect(analyzer.treeStats.hits).toBe(1);
    await wait(1_200);
    expect(threadsOf(analyzer)).toBe(0);
    expect(analyzer.treeStats.entries).toBe(0);
  });

  it('are bounded in number and bytes', async () => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1, trees: { entries: 5, bytes: 300_000 } });
    for (let file = 0; file < 30; file++) await analyzer.analyze(version(file, 1));
    expect(analyzer.treeStats.entries).toBeLessThanOrEqual(5);
    expect(analyzer.treeStats.bytes).toBeLessThanOrEqual(300_000);
  });
});

describe('the same files', () => {
  it('give the same analyses in any order, in any number of threads, with and without kept trees', async () => {
    const here = import.meta.dirname;
    const files = readdirSync(here).filter((name) => name.endsWith('.ts')).map((name) => ({ path: name, content: readFileSync(path.join(here, name)) }));
    const languages = readdirSync(path.join(here, 'languages'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'shared').flatMap((entry) => samplesOf(entry.name).map(({ name, text }) => ({ path: name, content: encode(text) })));
    const inputs = [...files, ...languages];
    const results = new Set<string>();
    for (const [poolSize, order, treeScope] of [[1, 1, undefined], [2, -1, undefined], [8, 1, 'w'], [2, -1, 'w']] as const) {
      analyzer = new TreeSitterAnalyzer({ poolSize });
      const rounds = treeScope === undefined ? 1 : 2; // the second goes on from the trees of the first
      for (let round = 0; round < rounds; round++) {
        const analyses = await Promise.all(inputs.toSorted((a, b) => (a.path < b.path ? -order : order)).map((input) => analyzer.analyze({ ...input, treeScope })));
        results.add(JSON.stringify(analyses.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((analysis) => ({ ...analysis, links: analysis.links ? Buffer.from(analysis.links).toString('base64') : null }))));
      }
      await analyzer.close();
    }
    expect(results.size).toBe(1);
  }, 60_000);
});

describe('a file that brings its thread down', () => {
  const program = new URL('./test-support/misbehaving.worker.ts', import.meta.url);
  it.each([
    ['hang.ts', 'by a loop without end', /no answer within 5000 ms/],
    ['trap.ts', 'by a trap in WebAssembly', /unreachable/],
    ['memory.ts', 'by memory without end', /memory/],
  ])('%s, %s, comes back as text; the others are whole, and the thread is replaced', async (name, _, note) => {
    analyzer = new TreeSitterAnalyzer({ poolSize: 1, analysisTimeoutMs: name === 'hang.ts' ? 4_000 : 20_000, graceMs: 1_000, maxWorkerMemoryMb: 64, workerProgram: program });
    const [before, culprit, ...after] = await Promise.all([analyzer.analyze(small), analyzer.analyze({ ...small, path: name }), analyzer.analyze(small), analyzer.analyze(small)]);
    expect(culprit).toMatchObject({ quality: 'degraded', note: expect.stringMatching(note), symbols: [], chunks: [{ startLine: 1 }] });
    expect([before, ...after].map((analysis) => analysis?.quality)).toEqual(['full', 'full', 'full']);
    expect(threadsOf(analyzer)).toBe(1);
  }, 60_000);
});

describe('AnalysisThread', () => {
  it('is killed when it does not answer in time; what waited behind goes to another', async () => {
    analyzer = new TreeSitterAnalyzer(); // for afterEach
    const job = (id: number, input: typeof small): Job => ({ id, ...input, treeKey: null, failure: null, done: () => {}, fail: () => {} });
    const jobs = [job(1, big), job(2, small)];
    const gone = await new Promise<{ culprit: Job | null; rest: readonly Job[]; why: string }>((resolve) => {
      const thread = new AnalysisThread({ analysisTimeoutMs: 60_000, maxFileBytes: 1e9, maxWorkerMemoryMb: 1_024, trees: { entries: 0, ttlMs: 0, bytes: 0 } }, 100, { idle: () => {}, gone: (_, culprit, rest, why) => resolve({ culprit, rest, why }) });
      for (const one of jobs) thread.take(one);
    });
    expect(gone).toEqual({ culprit: jobs[0], rest: [jobs[1]], why: 'no answer within 100 ms' });
  });
});
