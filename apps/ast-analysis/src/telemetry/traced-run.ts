import type { IndexSummary } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { activeTracer, leafSpan, SPANS, withSpan } from '@twinmcp/platform';
import type { AnalyzeInput, FileAnalysis, SourceAnalyzer } from '@twinmcp/syntax';
import { IndexingRun, type IndexingOptions, type IndexingPorts, type SyntaxStore } from '@twinmcp/workspaces';
import { RpcChunkSink } from '../sources/rpc-chunk-sink.ts';

export interface RunOf {
  readonly rpc: RpcClient;
  readonly workspaceId: string;
  /** Edits, not a job, began it. */
  readonly live: boolean;
  readonly ports: Omit<IndexingPorts, 'sink'>;
  readonly options: IndexingOptions;
}

/** An indexing run as a span, with its parsing and its writes below it. */
export function runIndexing({ rpc, workspaceId, live, ports, options }: RunOf, ctx: CallContext): Promise<IndexSummary> {
  return withSpan(SPANS.indexRun, ctx, async (within, span) => {
    const sink = new RpcChunkSink(rpc, workspaceId, { ...within, signal: options.signal });
    if (span === null) return new IndexingRun({ ...ports, sink }, options).execute();
    const analyzer = new TimedAnalyzer(ports.analyzer);
    try {
      const summary = await new IndexingRun({ ...ports, sink, analyzer, store: traced(ports.store) }, options).execute();
      span.set({ 'twinmcp.files': summary.added + summary.changed, 'twinmcp.removed': summary.removed, 'twinmcp.generation': summary.generation });
      return summary;
    } finally {
      analyzer.tell(within);
    }
  }, { 'twinmcp.live': live });
}

/** A span a file would drown the trace of a large repository: one tells of all. */
class TimedAnalyzer implements SourceAnalyzer {
  readonly concurrency: number;
  readonly version?: string;
  readonly #analyzer: SourceAnalyzer;
  #startedAt = 0;
  #endedAt = 0;
  #files = 0;
  #busyMs = 0;

  constructor(analyzer: SourceAnalyzer) {
    this.#analyzer = analyzer;
    this.concurrency = analyzer.concurrency;
    if (analyzer.version !== undefined) this.version = analyzer.version;
  }

  async analyze(input: AnalyzeInput, signal?: AbortSignal): Promise<FileAnalysis> {
    const started = performance.now();
    this.#startedAt ||= Date.now();
    try {
      return await this.#analyzer.analyze(input, signal);
    } finally {
      this.#files++;
      this.#busyMs += performance.now() - started;
      this.#endedAt = Date.now();
    }
  }

  tell(ctx: CallContext): void {
    if (this.#files === 0) return;
    const span = activeTracer()?.start(SPANS.parse, ctx, { startedAt: this.#startedAt, attributes: { 'twinmcp.files': this.#files, 'twinmcp.busy_ms': Math.round(this.#busyMs) } });
    span?.end('ok', this.#endedAt);
  }

  async close(): Promise<void> {}
}

function traced(store: SyntaxStore): SyntaxStore {
  const commitFiles: SyntaxStore['commitFiles'] = (files) => leafSpan(SPANS.storeSymbols, () => store.commitFiles(files), { 'twinmcp.files': files.length });
  return new Proxy(store, {
    get(target, member) {
      if (member === 'commitFiles') return commitFiles;
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
