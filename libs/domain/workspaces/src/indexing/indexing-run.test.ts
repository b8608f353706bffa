import { jest } from '@jest/globals';
import type { IndexProgress } from '@twinmcp/contracts';
import { DomainError, isDomainError, isLocalError, LocalError, sleep } from '@twinmcp/kernel';
import { PlainTextAnalyzer, type SourceAnalyzer } from '@twinmcp/syntax';
import fc from 'fast-check';
import { MemoryChunkSink } from '../memory/memory-chunk-sink.ts';
import { MemorySource } from '../memory/memory-source.ts';
import { MemorySyntaxStore } from '../memory/memory-syntax-store.ts';
import { IndexingRun, type IndexingOptions } from './indexing-run.ts';

class Workbench {
  readonly source = new MemorySource();
  readonly store = new MemorySyntaxStore();
  readonly sink = new MemoryChunkSink();
  analyzer: SourceAnalyzer = new PlainTextAnalyzer();

  run(options: IndexingOptions = {}) {
    return new IndexingRun(this, options).execute();
  }

  /** Everything an index is, generation aside. */
  async contents() {
    const files = [...(await this.store.manifest()).values()].map(({ version: _version, ...entry }) => entry).sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files, chunks: Object.fromEntries([...this.sink.files].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}

describe('IndexingRun', () => {
  let bench: Workbench;
  beforeEach(() => {
    bench = new Workbench();
  });

  it('indexes, then reads only what changed', async () => {
    bench.source.write('a.ts', 'const a = 1;\n').write('b.md', '# B\n\ntext\n').write('empty.py', '');
    const first = await bench.run();
    expect(first).toMatchObject({ generation: 1, files: 3, added: 3, changed: 0, removed: 0, unchanged: 0, languages: { typescript: 1, markdown: 1, python: 1 } });
    expect([...bench.sink.files.keys()].sort()).toEqual(['a.ts', 'b.md']); // nothing to find in an empty file

    bench.source.reads = 0;
    expect(await bench.run()).toMatchObject({ generation: 1, unchanged: 3, added: 0, analysedBytes: 0 });
    expect(bench.source.reads).toBe(0);

    bench.source.write('a.ts', 'const a = 2;\n').write('c.go', 'package c\n').files.delete('b.md');
    expect(await bench.run()).toMatchObject({ generation: 2, added: 1, changed: 1, removed: 1, unchanged: 1, files: 3 });
    expect(bench.source.reads).toBe(2);
    expect([...bench.sink.files.keys()].sort()).toEqual(['a.ts', 'c.go']);
  });

  it('keeps the index when the source goes away during a run', async () => {
    bench.source.write('a.ts', 'const a = 1;\n').write('b.ts', 'const b = 1;\n');
    await bench.run();
    const before = await bench.contents();
    bench.source.write('a.ts', 'const a = 2;\n').write('b.ts', 'const b = 2;\n');
    bench.source.onRead = () => {
      bench.source.files.clear();
      bench.source.unreadable = true;
    };
    await expect(bench.run()).rejects.toMatchObject({ code: 'workspace-unreadable' });
    expect(await bench.contents()).toEqual(before);
  });

  it('publishes an empty workspace', async () => {
    expect(await bench.run()).toMatchObject({ generation: 1, files: 0 });
  });

  it('notes a new version of the same content without sending it', async () => {
    bench.source.write('a.ts', 'x\n');
    await bench.run();
    const snapshot = bench.source.snapshot.bind(bench.source);
    bench.source.snapshot = async () => ({ ...(await snapshot()), entries: [{ path: 'a.ts', size: 2, version: 'touched' }] });
    bench.sink.upserts = 0;
    expect(await bench.run()).toMatchObject({ generation: 1, unchanged: 1 });
    expect(bench.sink.upserts).toBe(0);
    expect((await bench.store.file('a.ts'))?.version).toBe('touched');
  });

  it('empties what became empty, and drops what became binary or unreadable', async () => {
    bench.source.write('a.ts', 'a\n').write('b.ts', 'b\n').write('c.ts', 'c\n').write('d.ts', 'd\n');
    await bench.run();
    bench.source.write('a.ts', '').write('b.ts', new Uint8Array([0, 1, 2])).write('c.ts', 'c2\n');
    bench.source.onRead = (path) => void (path === 'c.ts' && bench.source.files.delete('c.ts'));
    const summary = await bench.run();
    expect(summary).toMatchObject({ files: 2, changed: 1, removed: 2, unchanged: 1, skippedByReason: { binary: 1, vanished: 1 } });
    expect([...bench.sink.files.keys()]).toEqual(['d.ts']);
    bench.source.reads = 0;
    expect(await bench.run()).toMatchObject({ skippedByReason: { binary: 1 }, generation: 2 });
    expect(bench.source.reads).toBe(0); // a known binary is not read again
  });

  it('indexes a file as plain text when the analyser gives up on it', async () => {
    bench.analyzer = { concurrency: 1, close: async () => {}, analyze: async () => Promise.reject(new Error('grammar exploded')) };
    bench.source.write('a.ts', 'const a = 1;\n');
    const summary = await bench.run();
    expect(summary).toMatchObject({ files: 1, degraded: [{ path: 'a.ts', reason: 'parse-failed', detail: expect.stringContaining('grammar exploded') }] });
    expect(bench.sink.files.has('a.ts')).toBe(true);
  });

  it('does not blame a file for an analyser that was closed', async () => {
    bench.analyzer = { concurrency: 1, close: async () => {}, analyze: async () => Promise.reject(new LocalError('refused', 'closed')) };
    bench.source.write('a.ts', 'x\n');
    const error = await bench.run().catch((e: unknown) => e);
    expect(isLocalError(error, 'refused')).toBe(true);
    expect((await bench.store.manifest()).size).toBe(0);
  });

  it('analyses everything anew when asked to, or when the analyser is another', async () => {
    bench.source.write('a.ts', 'a\n').write('b.ts', 'b\n');
    await bench.run();
    expect(await bench.run({ full: true })).toMatchObject({ generation: 2, changed: 0, unchanged: 2, analysedBytes: 4 });
    bench.analyzer = Object.assign(new PlainTextAnalyzer(), { version: 'next' });
    expect(await bench.run()).toMatchObject({ generation: 3, analysedBytes: 4 });
    expect(await bench.run()).toMatchObject({ generation: 3, analysedBytes: 0 });
  });

  it('sends again what the index lost, and removes what it should not have', async () => {
    bench.source.write('a.ts', 'a\n').write('b.ts', 'b\n');
    await bench.run();
    const before = await bench.contents();
    bench.sink.files.delete('a.ts');
    bench.sink.files.set('ghost.ts', { fileHash: 'x', chunks: [] });
    bench.sink.files.set('ghost2.ts', { fileHash: 'x', chunks: [] });
    expect(await bench.run()).toMatchObject({ generation: 2, unchanged: 2 });
    expect(await bench.contents()).toEqual(before);
    bench.sink.files.clear();
    bench.sink.generation = 0;
    expect(await bench.run()).toMatchObject({ generation: 3 });
    expect(await bench.contents()).toEqual(before);
  });

  it('splits a file whose chunks fill several messages', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `line ${i} ${'word '.repeat(10)}`);
    bench.source.write('big.txt', lines.join('\n')).write('small.txt', 'x\n');
    await bench.run({ batchBytes: 20_000 });
    expect(bench.sink.upserts).toBeGreaterThan(5);
    expect(bench.sink.files.get('big.txt')!.chunks.map((chunk) => chunk.text).join('')).toContain('line 2999');
  });

  it('stops between files when cancelled, and goes on from there', async () => {
    for (let i = 0; i < 40; i++) bench.source.write(`f${i}.ts`, `const x = ${i};\n`);
    const abort = new AbortController();
    bench.sink.before = () => void (bench.sink.upserts === 3 && abort.abort());
    const error = await bench.run({ signal: abort.signal, batchFiles: 2, batchesInFlight: 1 }).catch((e: unknown) => e);
    expect(isLocalError(error, 'cancelled')).toBe(true);
    const committed = (await bench.store.manifest()).size;
    expect(committed).toBeGreaterThanOrEqual(6);
    expect(committed).toBeLessThan(40);
    bench.sink.before = () => {};
    expect(await bench.run()).toMatchObject({ files: 40, added: 40 - committed, generation: 1 });
  });

  it('passes on what the index refuses, and does not publish', async () => {
    bench.source.write('a.ts', 'a\n');
    bench.sink.before = () => {
      throw new DomainError('storage-full', 'no space');
    };
    const error = await bench.run().catch((e: unknown) => e);
    expect(isDomainError(error) && error.code).toBe('storage-full');
    expect(await bench.store.state()).toMatchObject({ generation: 0, pending: true });
  });

  it('reports progress at most four times a second, and its end always', async () => {
    for (let i = 0; i < 300; i++) bench.source.write(`f${i}.ts`, `const x = ${i};\n`);
    const reports: IndexProgress[] = [];
    let now = 0;
    await new IndexingRun({ ...bench, source: bench.source, clock: { now: () => (now += 1) } }, { onProgress: (p) => reports.push(p), batchFiles: 1 }).execute();
    expect(reports.length).toBeLessThanOrEqual(2 + now / 250);
    expect(reports[0]!.phase).toBe('scanning');
    expect(reports.at(-1)).toMatchObject({ phase: 'done', filesDone: 300, filesTotal: 300 });
  });

  it('keeps the bytes in memory bounded', async () => {
    let held = 0;
    let most = 0;
    const plain = new PlainTextAnalyzer();
    bench.analyzer = {
      concurrency: 8, close: async () => {},
      analyze: async (input) => {
        most = Math.max(most, (held += input.content.byteLength));
        await sleep(1);
        held -= input.content.byteLength;
        return plain.analyze(input);
      },
    };
    for (let i = 0; i < 30; i++) bench.source.write(`f${i}.txt`, 'x'.repeat(1_000));
    bench.source.write('huge.txt', 'y'.repeat(9_000));
    await bench.run({ bytesInFlight: 3_000 });
    expect(most).toBe(9_000); // alone
    expect((await bench.store.manifest()).size).toBe(31);
  });
});

describe('IndexingRun of some paths', () => {
  let bench: Workbench;
  beforeEach(async () => {
    bench = new Workbench();
    for (let i = 0; i < 20; i++) bench.source.write(`src/f${i}.ts`, `const x${i} = ${i};\n`);
    bench.source.write('lib/a.ts', 'a\n').write('lib/b.ts', 'b\n').write('lib.ts', 'c\n').write('bin', 'a\0b');
  });

  it('lists and reads nothing else', async () => {
    const first = await bench.run();
    bench.source.write('src/f3.ts', 'const y = 3;\n').write('src/f4.ts', 'const y = 4;\n');
    bench.source.snapshot = async () => {
      throw new Error('listed the whole workspace');
    };
    bench.source.snapshotOf = async (paths) => ({ entries: paths.map((path) => ({ path, size: 1, version: 'new' })), skipped: [], commit: null });
    bench.source.reads = 0;
    expect(await bench.run({ paths: ['src/f3.ts'], previous: first })).toMatchObject({ generation: 2, files: 23, changed: 1, added: 0, removed: 0, unchanged: 22, skippedTotal: 1, skippedByReason: { binary: 1 } });
    expect(bench.source.reads).toBe(1);
    expect(bench.sink.files.get('src/f4.ts')!.chunks[0]!.text).toContain('x4'); // not asked for
  });

  it('takes folders with all below them, and removes what is gone from them', async () => {
    const first = await bench.run();
    bench.source.files.delete('lib/a.ts');
    bench.source.write('lib/deep/c.ts', 'c\n');
    expect(await bench.run({ paths: ['lib', 'lib/a.ts'], previous: first })).toMatchObject({ generation: 2, added: 1, removed: 1, files: 23, unchanged: 22 });
    expect([...bench.sink.files.keys()].filter((path) => path.startsWith('lib')).sort()).toEqual(['lib.ts', 'lib/b.ts', 'lib/deep/c.ts']);
    expect(await bench.run({ paths: ['nowhere', 'lib'] })).toMatchObject({ generation: 2, added: 0, removed: 0 });
  });

  it('compares everything when the last run did not end, and when the other side lost files', async () => {
    const first = await bench.run();
    bench.source.write('src/f5.ts', 'new\n').write('lib.ts', 'new\n');
    await bench.store.begin('1');
    expect(await bench.run({ paths: ['lib.ts'], previous: first })).toMatchObject({ changed: 2 });
    await bench.sink.delete(['src/f9.ts']);
    bench.source.write('lib.ts', 'newer\n');
    await bench.run({ paths: ['lib.ts'], previous: first });
    expect(bench.sink.files.has('src/f9.ts')).toBe(true);
  });

  it('keeps what is skipped elsewhere', async () => {
    const first = await bench.run();
    expect(first.skippedByReason).toEqual({ binary: 1 });
    bench.source.write('other.bin', 'x\0').write('src/f1.ts', 'n\n');
    const second = await bench.run({ paths: ['other.bin', 'src/f1.ts'], previous: first });
    expect(second).toMatchObject({ skippedTotal: 2, skippedByReason: { binary: 2 } });
    expect([...(await bench.store.contentSkips()).keys()].sort()).toEqual(['bin', 'other.bin']);
    bench.source.write('bin', 'text now\n').files.delete('other.bin');
    expect(await bench.run({ paths: ['bin', 'other.bin'], previous: second })).toMatchObject({ skippedTotal: 0, skipped: [], skippedByReason: {}, added: 1 });
  });

  it('ends as a run over everything would, whatever is edited', async () => {
    const path = fc.constantFrom('src', 'src/f1.ts', 'lib/a.ts', 'lib/b.ts', 'lib/a.ts/x.ts', 'bin', 'n/e/w.ts');
    const content = fc.option(fc.constantFrom('', 'x\n', 'y\n', `${'long line of words '.repeat(30)}\n`.repeat(9), 'bin\0ary'));
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.record({ path, content }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), async (rounds) => {
      let previous = await bench.run();
      for (const edits of rounds) {
        for (const { path: at, content: text } of edits) {
          if (text === null) for (const known of [...bench.source.files.keys()].filter((one) => one === at || one.startsWith(`${at}/`))) bench.source.files.delete(known);
          else bench.source.write(at, text);
        }
        previous = await bench.run({ paths: edits.map((edit) => edit.path), previous });
      }
      const fresh = new Workbench();
      for (const [at, text] of bench.source.files) fresh.source.write(at, text);
      const whole = await fresh.run();
      expect(await bench.contents()).toEqual(await fresh.contents());
      const { files, bytes, symbols, chunks, languages, skippedByReason, skipped } = whole;
      expect(previous).toMatchObject({ files, bytes, symbols, chunks, languages, skippedByReason, skipped });
    }), { numRuns: 300 });
  });
});

describe('a rename', () => {
  it('is recognised by content, in runs of everything and of some paths', async () => {
    const bench = new Workbench();
    bench.source.write('a.ts', 'const a = 1;\n').write('b.ts', 'const b = 1;\n').write('empty.ts', '').write('twin1.ts', 't\n').write('twin2.ts', 't\n');
    let previous = await bench.run();
    expect(previous.renamed).toBe(0);
    const move = (from: string, to: string): void => {
      bench.source.write(to, bench.source.files.get(from)!).files.delete(from);
    };
    move('a.ts', 'moved/a.ts');
    move('empty.ts', 'empty2.ts'); // all empty files are alike
    previous = await bench.run();
    expect(previous).toMatchObject({ added: 2, removed: 2, renamed: 1 });
    move('twin1.ts', 'twin3.ts');
    bench.source.write('copy.ts', 'const b = 1;\n');
    expect(await bench.run({ paths: ['twin1.ts', 'twin3.ts', 'copy.ts'], previous })).toMatchObject({ added: 2, removed: 1, renamed: 1 });
  });
});

/** A crash at any step of any run, then more edits and more crashes: the index must end as one made from nothing. */
describe('IndexingRun, killed anywhere', () => {
  jest.setTimeout(60_000);
  const path = fc.constantFrom('a.ts', 'c/d.md', 'f.py');
  const edit = fc.record({ path, content: fc.option(fc.constantFrom('', 'x\n', `${'long line of words '.repeat(30)}\n`.repeat(9), 'bin\0ary')) });
  const round = fc.record({ edits: fc.array(edit, { maxLength: 4 }), crashAt: fc.option(fc.integer({ min: 1, max: 6 })), after: fc.boolean(), full: fc.boolean() });

  it('is the same index', async () => {
    await fc.assert(fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 8 }), async (rounds) => {
      const bench = new Workbench();
      for (const { edits, crashAt, after, full } of rounds) {
        for (const { path: at, content } of edits) {
          if (content === null) bench.source.files.delete(at);
          else bench.source.write(at, content);
        }
        let step = 0;
        const dead = { is: false };
        const crashing = <T extends object>(target: T, methods: (keyof T)[]): T =>
          new Proxy(target, {
            get: (object, key) => {
              const value = Reflect.get(object, key) as unknown;
              if (typeof value !== 'function') return value;
              if (!methods.includes(key as keyof T)) return value.bind(object);
              return async (...args: unknown[]) => {
                const crash = ++step === crashAt;
                if (dead.is || (crash && !after)) {
                  dead.is = true;
                  throw new Error('killed');
                }
                const result: unknown = await value.apply(object, args);
                if (crash) dead.is = true; // it happened, but the answer never arrived
                if (dead.is) throw new Error('killed');
                return result;
              };
            },
          });
        const store = crashing(bench.store, ['begin', 'commitFiles', 'refreshVersions', 'setContentSkips', 'removeFiles', 'publish']);
        const sink = crashing(bench.sink, ['upsert', 'delete', 'publish']);
        await new IndexingRun({ source: bench.source, analyzer: bench.analyzer, store, sink }, { full, batchBytes: 4_000, batchFiles: 2 }).execute().catch(() => {});
      }
      const generation = Math.max((await bench.store.state()).generation, bench.sink.generation);
      const summary = await bench.run();
      const fresh = new Workbench();
      for (const [at, content] of bench.source.files) fresh.source.write(at, content);
      const freshSummary = await fresh.run();
      expect(await bench.contents()).toEqual(await fresh.contents());
      expect(summary.generation).toBeGreaterThanOrEqual(generation);
      expect(bench.sink.generation).toBe(summary.generation);
      expect(await bench.store.state()).toMatchObject({ pending: false, generation: summary.generation });
      expect(summary.skippedByReason).toEqual(freshSummary.skippedByReason);
      expect(await bench.run()).toMatchObject({ generation: summary.generation, analysedBytes: 0 });
    }), { numRuns: 1_000 });
  });
});
