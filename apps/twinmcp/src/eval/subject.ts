import { astAnalysis, contextAssembly, type ContextAnswer, type Generator, type IndexJob, type IndexSummary, type Mode, type SearchHit } from '@twinmcp/contracts';
import { DomainError, sleep } from '@twinmcp/kernel';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';

const CALL_TIMEOUT_MS = 60_000;
/** Deep enough that the rank of the first gold file is exact on every set; a bound all the same. */
const MAX_HITS = 5_000;

/** The engine as a set sees it: one workspace that is indexed again and again, and asked. */
export class EvaluatedWorkspace {
  readonly #rpc: RpcClient;
  readonly #id: string;
  readonly #mode: Mode;
  readonly #signal: AbortSignal;

  private constructor(rpc: RpcClient, id: string, mode: Mode, signal: AbortSignal) {
    this.#rpc = rpc;
    this.#id = id;
    this.#mode = mode;
    this.#signal = signal;
  }

  static async register(rpc: RpcClient, root: string, mode: Mode, signal: AbortSignal): Promise<EvaluatedWorkspace> {
    const { workspace } = await rpc.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } }, newCallContext({ timeoutMs: CALL_TIMEOUT_MS, signal }));
    return new EvaluatedWorkspace(rpc, workspace.id, mode, signal);
  }

  async index(onProgress?: (job: IndexJob) => void): Promise<IndexSummary> {
    const { job } = await this.#rpc.call(astAnalysis.submitIndex, { workspaceId: this.#id }, this.#ctx());
    for (let current = job, wait = 2; ; wait = Math.min(100, wait * 1.5)) {
      if (current.state === 'succeeded' && current.summary) return current.summary;
      if (current.state === 'failed' || current.state === 'cancelled') throw new DomainError('internal', `indexing ${current.state}: ${current.error?.message ?? ''}`);
      await sleep(wait, this.#signal);
      current = (await this.#rpc.call(astAnalysis.getJob, { jobId: job.id }, this.#ctx())).job;
      onProgress?.(current);
    }
  }

  /** Best first; `tookMs` is the time to the first page, as a caller waits for it. */
  async search(query: string, groupBy: 'file' | 'chunk', limit = MAX_HITS, otherwise: { readonly mode?: Mode; readonly without?: Generator[] } = {}): Promise<{ hits: SearchHit[]; tookMs: number; mode: string; degraded: boolean }> {
    const hits: SearchHit[] = [];
    let tookMs = 0;
    let mode = '';
    let degraded = false;
    for (let cursor: string | undefined; ; ) {
      const started = performance.now();
      const page = await this.#rpc.call(contextAssembly.searchCode, { workspaceId: this.#id, query: query.slice(0, 20_000), mode: otherwise.mode ?? this.#mode, without: otherwise.without, groupBy, limit: Math.min(1_000, limit), cursor }, this.#ctx());
      if (cursor === undefined) tookMs = performance.now() - started;
      hits.push(...page.hits);
      mode = page.mode;
      degraded ||= page.degraded.length > 0;
      if (page.nextCursor === null || page.hits.length === 0 || hits.length >= limit) return { hits, tookMs, mode, degraded };
      cursor = page.nextCursor;
    }
  }

  async context(query: string, budget: number): Promise<Pick<ContextAnswer, 'items' | 'quality'>> {
    return await this.#rpc.call(contextAssembly.getContext, { workspaceId: this.#id, query: query.slice(0, 20_000), mode: this.#mode, budget, format: 'markdown' }, this.#ctx());
  }

  #ctx() {
    return newCallContext({ timeoutMs: CALL_TIMEOUT_MS, signal: this.#signal });
  }
}
