import { astAnalysis, contextAssembly, libraryResolution, monitoring, type ContextAnswer, type IndexJob, type IndexSummary, type RpcContract, type Workspace } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { serveRpc, type CallContext, type MessageBus, type RpcHandler, type Subscription } from '@twinmcp/messaging';
import { GRAPH_ANSWERS } from './graph-answers.ts';

/** Services at the level of their contracts: real handlers on a real bus whose answers a test decides. */
export class TestServices {
  readonly workspaces = new Map<string, Workspace>();
  readonly jobs = new Map<string, IndexJob>();
  readonly calls: { verb: string; input: unknown; ctx: CallContext }[] = [];
  readonly indexed = new Set<string>();
  /** Polls that a job stays running for. */
  pollsPerJob = 2;
  readonly #bus: MessageBus;
  readonly #overrides = new Map<string, (input: never, ctx: CallContext) => unknown>();
  readonly #subscriptions: Subscription[] = [];

  constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  /** Answers `contract` from now on; null = as before. */
  answer<C extends RpcContract>(contract: C, handler: ((input: never, ctx: CallContext) => unknown) | null): void {
    if (handler) this.#overrides.set(contract.subject, handler);
    else this.#overrides.delete(contract.subject);
  }

  addWorkspace(id: string, root: string, indexed = true): Workspace {
    const workspace: Workspace = { id, name: id, source: { kind: 'directory', root }, createdAt: 1 };
    this.workspaces.set(id, workspace);
    if (indexed) this.indexed.add(id);
    return workspace;
  }

  async start(): Promise<void> {
    await this.#serve(astAnalysis.listWorkspaces, async () => ({ workspaces: [...this.workspaces.values()] }));
    await this.#serve(astAnalysis.registerWorkspace, async ({ source, name }) => {
      const key = source.kind === 'directory' ? source.root : source.url;
      const known = [...this.workspaces.values()].find((w) => (w.source.kind === 'directory' ? w.source.root : w.source.url) === key);
      if (known) return { workspace: known, created: false };
      const workspace: Workspace = { id: `ws-${this.workspaces.size + 1}`, name: name ?? key, source, createdAt: 1 };
      this.workspaces.set(workspace.id, workspace);
      return { workspace, created: true };
    });
    await this.#serve(astAnalysis.workspaceStatus, async ({ workspaceId }) => {
      const workspace = this.#workspace(workspaceId);
      const ready = this.indexed.has(workspaceId);
      return { workspace, state: ready ? ('ready' as const) : ('empty' as const), generation: ready ? 1 : 0, indexedAt: ready ? 1_700_000_000_000 : null, summary: ready ? summary() : null, job: null };
    });
    await this.#serve(astAnalysis.removeWorkspace, async ({ workspaceId }) => ({ removed: this.workspaces.delete(this.#workspace(workspaceId).id) }));
    await this.#serve(astAnalysis.submitIndex, async ({ workspaceId, full, jobId }) => {
      this.#workspace(workspaceId);
      const id = jobId ?? `job-${this.jobs.size + 1}`;
      const known = this.jobs.get(id);
      const job = known ?? newJob(id, workspaceId, full);
      this.jobs.set(id, job);
      return { job };
    });
    await this.#serve(astAnalysis.getJob, async ({ jobId }) => {
      const job = this.jobs.get(jobId);
      if (!job) throw new DomainError('job-not-found', `no job ${jobId}`);
      const next = this.#advance(job);
      this.jobs.set(jobId, next);
      return { job: next };
    });
    await this.#serve(astAnalysis.cancelJob, async ({ jobId }) => {
      const job = { ...this.jobs.get(jobId)!, state: 'cancelled' as const };
      this.jobs.set(jobId, job);
      return { job };
    });
    await this.#serve(astAnalysis.findSymbols, async ({ workspaceId, names, limit, cursor }) => {
      this.#workspace(workspaceId);
      const from = Number(cursor ?? 0);
      const all = Array.from({ length: 5 }, (_, i) => ({ name: names[0]!, qualifiedName: `${names[0]}.${i}`, kind: 'function' as const, path: `src/${i}.ts`, language: 'typescript', startLine: 1, endLine: 9, nameLine: 1, container: null, exported: true, fileHash: 'h', score: 1, signature: `function ${names[0]}${i}()` }));
      const end = Math.min(all.length, from + limit);
      return { symbols: all.slice(from, end), nextCursor: end < all.length ? String(end) : null, generation: 1 };
    });
    for (const [name, answer] of Object.entries(GRAPH_ANSWERS) as [keyof typeof GRAPH_ANSWERS, unknown][]) {
      await this.#serve(astAnalysis[name] as RpcContract, async (input) => {
        const { workspaceId } = input as { workspaceId: string };
        this.#workspace(workspaceId);
        if (!this.indexed.has(workspaceId)) throw new DomainError('workspace-not-indexed', 'no index');
        return answer;
      });
    }
    await this.#serve(contextAssembly.getContext, async ({ workspaceId, query, budget }) => {
      this.#workspace(workspaceId);
      if (!this.indexed.has(workspaceId)) throw new DomainError('workspace-not-indexed', 'no index');
      return contextAnswer(workspaceId, query, budget ?? 4000);
    });
    await this.#serve(contextAssembly.searchCode, async ({ workspaceId }) => {
      if (!this.indexed.has(workspaceId)) throw new DomainError('workspace-not-indexed', 'no index');
      return { hits: [{ path: 'src/a.ts', startLine: 3, endLine: 7, language: 'typescript', symbol: 'a', fileHash: 'h', score: 0.123456, sources: ['lexical' as const] }], nextCursor: 'next', generation: 1, mode: 'rag' as const, modeReasons: ['words'], degraded: [], tookMs: 1 };
    });
    await this.#serve(libraryResolution.listDependencies, async () => ({ dependencies: [{ ecosystem: 'npm' as const, name: 'zod', requirement: '^4', version: '4.6.7', scope: 'runtime' as const, manifest: 'package.json' }], problems: [] }));
    await this.#serve(monitoring.systemStatus, async () => ({ state: 'ready' as const, shape: 'embedded' as const, services: [], checkedAt: 1 }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#subscriptions.splice(0).map((subscription) => subscription.drain()));
  }

  async #serve<C extends RpcContract>(contract: C, handler: RpcHandler<C>): Promise<void> {
    const served: RpcHandler<C> = async (input, ctx) => {
      this.calls.push({ verb: contract.verb, input, ctx });
      const override = this.#overrides.get(contract.subject);
      return (override ? await override(input as never, ctx) : await handler(input, ctx)) as never;
    };
    this.#subscriptions.push(await serveRpc(this.#bus, contract, served));
  }

  #workspace(id: string): Workspace {
    const workspace = this.workspaces.get(id);
    if (!workspace) throw new DomainError('workspace-not-found', `no workspace ${id}`);
    return workspace;
  }

  #advance(job: IndexJob): IndexJob {
    if (job.state !== 'queued' && job.state !== 'running') return job;
    const filesDone = job.progress.filesDone + 5;
    if (filesDone > this.pollsPerJob * 5) {
      this.indexed.add(job.workspaceId);
      return { ...job, state: 'succeeded', updatedAt: job.updatedAt + 1, summary: summary(), progress: { ...job.progress, phase: 'done', filesDone: 10, filesTotal: 10 } };
    }
    return { ...job, state: 'running', updatedAt: job.updatedAt + 1, progress: { phase: 'analysing', filesDone, filesTotal: 10, bytesDone: 5, bytesTotal: 10 } };
  }
}

export function newJob(id: string, workspaceId: string, full = false): IndexJob {
  return { id, workspaceId, state: 'queued', full, attempts: 1, createdAt: 1, updatedAt: 1, progress: { phase: 'queued', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 }, summary: null, error: null };
}

export function summary(): IndexSummary {
  return { generation: 1, files: 10, added: 10, changed: 0, removed: 0, renamed: 0, unchanged: 0, bytes: 100, analysedBytes: 100, symbols: 20, chunks: 30, languages: { typescript: 10 }, degraded: [], skipped: [], skippedTotal: 2, skippedByReason: { binary: 2 }, durationMs: 1_234, commit: null };
}

export function contextAnswer(workspaceId: string, query: string, budget: number): ContextAnswer {
  const citation = { path: 'src/a.ts', startLine: 3, endLine: 7, commit: 'abc', dirty: false, fileHash: 'h', label: 'src/a.ts:3-7@abc' };
  return { query, workspaceId, generation: 1, indexedAt: 1, mode: 'hybrid', modeReasons: ['both'], explanation: null, items: [{ citation, language: 'typescript', symbol: 'a', text: 'export const a = 1;', tokens: 6, truncated: false, elided: [], head: null, parser: 'full', notes: [], score: 0.9, sources: ['lexical'] }], text: 'src/a.ts:3-7@abc\nexport const a = 1;', tokens: 14, budget, tokenizer: 'o200k_base', quality: 0.8, omitted: [{ label: 'src/b.ts:1-2@abc', symbol: 'b', tokens: 9, reason: 'budget' }], degraded: [], hints: [], conversation: null, tookMs: 2 };
}
