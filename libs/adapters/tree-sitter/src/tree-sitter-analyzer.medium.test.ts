import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { isLocalError } from '@twinmcp/kernel';
import { AnalysisThread, type Job } from './analysis-thread.ts';
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

describe('AnalysisThread', () => {
  it('is killed when it does not answer in time; what waited behind goes to another', async () => {
    analyzer = new TreeSitterAnalyzer(); // for afterEach
    const job = (id: number, input: typeof small): Job => ({ id, ...input, failure: null, done: () => {}, fail: () => {} });
    const jobs = [job(1, big), job(2, small)];
    const gone = await new Promise<{ culprit: Job | null; rest: readonly Job[]; why: string }>((resolve) => {
      const thread = new AnalysisThread({ analysisTimeoutMs: 60_000, maxFileBytes: 1e9, maxWorkerMemoryMb: 1_024 }, 100, { idle: () => {}, gone: (_, culprit, rest, why) => resolve({ culprit, rest, why }) });
      for (const one of jobs) thread.take(one);
    });
    expect(gone).toEqual({ culprit: jobs[0], rest: [jobs[1]], why: 'no answer within 100 ms' });
  });
});
