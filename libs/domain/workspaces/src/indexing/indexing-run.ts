import type { IndexProgress, IndexSummary, SkippedFile } from '@twinmcp/contracts';
import { LocalError, contentHash, systemClock, type Clock } from '@twinmcp/kernel';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import type { ChunkSink } from '../chunk-sink.ts';
import type { ContentSkip, ManifestEntry, SyntaxStore } from '../syntax-store.ts';
import { inspectContent } from '../text/inspect-content.ts';
import type { WorkspaceSourceReader } from '../workspace-source.ts';
import { analyseFile } from './analyse-file.ts';
import { ByteBudget } from './byte-budget.ts';
import { planChanges, type Candidate, type ChangePlan } from './plan-changes.ts';
import { ProgressReporter } from './progress.ts';
import { scopedBasis, wholeBasis, type RunBasis } from './run-basis.ts';
import { RunTally } from './run-tally.ts';
import { UpsertPipeline } from './upsert-pipeline.ts';

export interface IndexingPorts {
  readonly source: WorkspaceSourceReader;
  readonly analyzer: SourceAnalyzer;
  readonly store: SyntaxStore;
  readonly sink: ChunkSink;
  readonly clock?: Clock;
}

export interface IndexingOptions {
  /** Analyse everything anew, whatever the manifest says. */
  readonly full?: boolean;
  /** Only these files, and all below these folders, may have changed. Without a word the whole workspace is compared where that is needed to be right. */
  readonly paths?: readonly string[];
  /** Of the run before: a run of some paths says what is skipped elsewhere from it. */
  readonly previous?: IndexSummary | null;
  /** Whose files these are: the analyser may then keep their syntax trees for the next change. */
  readonly treeScope?: string;
  /** Stops at the next file boundary with `LocalError('cancelled')`; what was committed stays. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: IndexProgress) => void;
  /** JSON bytes of one message to the chunk index. Default 400 KiB. */
  readonly batchBytes?: number;
  /** Files in one message. Default 128. */
  readonly batchFiles?: number;
  /** Messages in flight. Default 2: one is stored while the next is embedded. */
  readonly batchesInFlight?: number;
  /** Bytes of source in memory. Default 32 MiB; a bigger file is read alone. */
  readonly bytesInFlight?: number;
}

/** Paths of one delete message: at most 1,000, and 4,096 characters each at most keeps it far below the limit of a message. */
const DELETE_BATCH_BYTES = 256 * 1024;
const DELETE_BATCH_PATHS = 1_000;

/**
 * Brings the index of a workspace to the state of its source. The order of writes makes it safe to kill at any point and
 * run again: `pending` is set before the first change leaves, a file enters the manifest only after the chunk index
 * acknowledged it, leaves it only after the chunk index forgot it, and the generation is published last. A run that
 * finds `pending` compares both sides file by file.
 */
export class IndexingRun {
  readonly #ports: IndexingPorts;
  readonly #options: IndexingOptions;
  readonly #clock: Clock;
  readonly #tally = new RunTally();
  readonly #progress: ProgressReporter;
  readonly #committedPaths = new Set<string>();
  readonly #dropped = new Set<string>();
  readonly #contentSkips: ContentSkip[] = [];
  readonly #touched: { path: string; version: string }[] = [];
  #begun: Promise<void> | null = null;

  constructor(ports: IndexingPorts, options: IndexingOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.#clock = ports.clock ?? systemClock;
    this.#progress = new ProgressReporter(this.#clock, options.onProgress ?? (() => {}));
  }

  async execute(): Promise<IndexSummary> {
    const { store, sink } = this.#ports;
    const startedAt = this.#clock.now();
    this.#progress.phase('scanning');
    const basis = await this.#basis();
    const { snapshot, state, manifest, contentSkips, drift } = basis;
    const full = this.#options.full === true || (state.generation > 0 && state.analysis !== this.#analysisVersion);
    const plan = planChanges({ snapshot, manifest, contentSkips, lost: drift.lost, full });
    this.#tally.unchanged = plan.unchanged;
    this.#contentSkips.push(...plan.contentSkips);

    await this.#analyse(plan, manifest);
    const changed = await this.#remove(plan, basis);
    if (this.#touched.length > 0) await store.refreshVersions(this.#touched);
    if (!sameSkips(this.#contentSkips, contentSkips)) await store.setContentSkips([...basis.otherSkips, ...this.#contentSkips]);

    const totals = await store.totals();
    let generation = drift.generation;
    if (changed || state.pending || state.generation === 0 || drift.differs) {
      generation++;
      this.#progress.phase('publishing');
      await this.#begin();
      await sink.publish(generation, totals.filesWithChunks);
      await store.publish(generation, snapshot.commit);
    } else if (state.commit !== snapshot.commit) await store.publish(generation, snapshot.commit);
    this.#tally.skipped.push(...plan.skipped, ...this.#contentSkips.map(withoutVersion));
    const elsewhere = basis.scope === null ? null : { scope: basis.scope, previous: this.#options.previous ?? null };
    const summary = this.#tally.summary({ generation, commit: snapshot.commit, totals, degraded: await store.degraded(1_000), durationMs: this.#clock.now() - startedAt, elsewhere });
    this.#progress.phase('done');
    return summary;
  }

  async #basis(): Promise<RunBasis> {
    const { full, paths, signal } = this.#options;
    const scoped = paths === undefined || full ? null : await scopedBasis(this.#ports, paths, this.#analysisVersion, signal);
    return scoped ?? wholeBasis(this.#ports, signal);
  }

  get #analysisVersion(): string {
    return this.#ports.analyzer.version ?? '1';
  }

  #begin(): Promise<void> {
    return (this.#begun ??= this.#ports.store.begin(this.#analysisVersion));
  }

  async #analyse(plan: ChangePlan, manifest: ReadonlyMap<string, ManifestEntry>): Promise<void> {
    const { sink, store, analyzer } = this.#ports;
    const { signal, batchBytes = 400 * 1024, batchFiles = 128, batchesInFlight = 2, bytesInFlight = 32 * 1024 * 1024 } = this.#options;
    const budget = new ByteBudget(bytesInFlight);
    const pipeline = new UpsertPipeline(sink, store, { batchBytes, batchFiles, concurrency: batchesInFlight }, (files) => {
      for (const file of files) {
        this.#committedPaths.add(file.entry.path);
        this.#tally.committed(file, manifest.get(file.entry.path) ?? null);
        this.#progress.advance(1, file.entry.bytes);
      }
    });
    // The longest files first: one that starts last would be waited for alone.
    const queue = plan.candidates.toSorted((a, b) => b.entry.size - a.entry.size);
    this.#progress.phase('analysing', { filesTotal: queue.length, bytesTotal: queue.reduce((sum, { entry }) => sum + entry.size, 0) });
    const failed = new AbortController();
    const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let candidate = queue[next++]; candidate; candidate = queue[next++]) {
        if (stop.aborted) throw new LocalError('cancelled', 'the indexing run was cancelled', stop.reason);
        const current = candidate;
        await budget.use(current.entry.size, () => this.#indexFile(current, pipeline, stop));
      }
    };
    // Two more than the analyser works on: the next files are read while it is busy.
    const workers = Array.from({ length: Math.max(1, analyzer.concurrency) + 2 }, () => worker().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }));
    const outcomes = await Promise.allSettled(workers);
    if (failed.signal.aborted || outcomes.some((outcome) => outcome.status === 'rejected')) {
      await pipeline.settle(); // what is on its way is committed, not lost
      throw signal?.aborted ? new LocalError('cancelled', 'the indexing run was cancelled', signal.reason) : failed.signal.reason;
    }
    await pipeline.flush();
  }

  async #indexFile({ entry, known, force }: Candidate, pipeline: UpsertPipeline, stop: AbortSignal): Promise<void> {
    const read = await this.#ports.source.read(entry.path);
    if (!read.ok) return this.#drop(entry.size, { path: entry.path, reason: read.reason, detail: read.detail });
    const bytes = read.content.byteLength;
    const hash = contentHash(read.content);
    if (!force && known?.hash === hash) {
      this.#touched.push({ path: entry.path, version: entry.version });
      this.#tally.unchanged++;
      return this.#progress.advance(1, entry.size);
    }
    const inspection = inspectContent(read.content);
    if (!inspection.ok) return this.#drop(entry.size, { path: entry.path, reason: inspection.reason, detail: inspection.detail }, entry.version);
    const { indexed, chunks } = await analyseFile(this.#ports.analyzer, { path: entry.path, version: entry.version, hash, bytes, inspection, treeScope: this.#options.treeScope }, stop);
    await this.#begin();
    await pipeline.add(indexed, chunks);
  }

  /** `version`: the reason lies in the content, so it holds until the file changes. */
  #drop(bytes: number, skipped: SkippedFile, version?: string): void {
    this.#dropped.add(skipped.path);
    if (version === undefined) this.#tally.skipped.push(skipped);
    else this.#contentSkips.push({ ...skipped, version });
    this.#progress.advance(1, bytes);
  }

  /** True when the index is not what it was before this run. */
  async #remove(plan: ChangePlan, { drift, manifest, scope }: RunBasis): Promise<boolean> {
    const { sink, store } = this.#ports;
    const gone = new Set([...plan.removed, ...[...this.#dropped].filter((path) => manifest.has(path))]);
    const leaving = new Set([...gone, ...drift.orphans.filter((path) => !this.#committedPaths.has(path))]);
    if (leaving.size > 0) {
      // A disk that went away during the run must not empty the index.
      if (this.#dropped.size > 0 || scope !== null) await this.#ports.source.assertThere();
      this.#progress.phase('removing');
      await this.#begin();
      for (const paths of pages([...leaving])) {
        if (this.#options.signal?.aborted) throw new LocalError('cancelled', 'the indexing run was cancelled', this.#options.signal.reason);
        await sink.delete(paths);
        await store.removeFiles(paths.filter((path) => gone.has(path)));
      }
    }
    this.#tally.left([...gone].map((path) => manifest.get(path)!));
    return leaving.size > 0 || this.#committedPaths.size > 0;
  }
}

function* pages(paths: readonly string[]): Generator<string[]> {
  let page: string[] = [];
  let bytes = 0;
  for (const path of paths) {
    const size = Buffer.byteLength(JSON.stringify(path)) + 1;
    if (page.length > 0 && (page.length >= DELETE_BATCH_PATHS || bytes + size > DELETE_BATCH_BYTES)) {
      yield page;
      page = [];
      bytes = 0;
    }
    page.push(path);
    bytes += size;
  }
  if (page.length > 0) yield page;
}

function withoutVersion({ path, reason, detail }: ContentSkip): SkippedFile {
  return { path, reason, detail };
}

function sameSkips(now: readonly ContentSkip[], before: ReadonlyMap<string, ContentSkip>): boolean {
  return now.length === before.size && now.every((skip) => before.get(skip.path)?.version === skip.version);
}
