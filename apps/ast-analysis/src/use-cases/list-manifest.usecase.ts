import { type astAnalysis, type RpcOutput, type RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import { hasEnded, type JobStore } from '../state/job-store.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

type Files = RpcOutput<typeof astAnalysis.listManifest>['files'];

/** Of one answer: the rest of a message of 512 KiB is for what is around it. */
const MAX_BYTES = 400 * 1024;
const KEPT_MS = 60_000;

/** What the index of a workspace should hold, page by page. The list is made for the first page and kept for the others. */
export class ListManifest {
  readonly #registry: WorkspaceRegistry;
  readonly #jobs: JobStore;
  readonly #open: OpenWorkspaces;
  #last: { workspaceId: string; files: Files; at: number } | null = null;

  constructor(registry: WorkspaceRegistry, jobs: JobStore, open: OpenWorkspaces) {
    this.#registry = registry;
    this.#jobs = jobs;
    this.#open = open;
  }

  async execute({ workspaceId, after, limit }: RpcParsedInput<typeof astAnalysis.listManifest>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.listManifest>> {
    const record = await this.#registry.get(workspaceId, ctx.tenant);
    const store = this.#open.store(workspaceId);
    const files = await this.#files(workspaceId, after, async () => [...(await store.manifest()).values()].filter((entry) => entry.chunks > 0).map(({ path, hash, chunks }) => ({ path, hash, chunks })).sort((a, b) => (a.path < b.path ? -1 : 1)));
    const page: Files = [];
    let bytes = 0;
    let at = firstAfter(files, after);
    for (; at < files.length && page.length < limit; at++) {
      bytes += Buffer.byteLength(files[at]!.path) + 160;
      if (bytes > MAX_BYTES && page.length > 0) break;
      page.push(files[at]!);
    }
    const jobs = await Promise.all([record.lastJobId, record.queuedJobId].map((id) => (id ? this.#jobs.find(id, ctx.tenant) : null)));
    return { files: page, more: at < files.length, generation: record.generation, indexing: jobs.some((job) => job !== null && job !== undefined && !hasEnded(job)) };
  }

  async #files(workspaceId: string, after: string, load: () => Promise<Files>): Promise<Files> {
    const last = this.#last;
    if (after !== '' && last?.workspaceId === workspaceId && Date.now() - last.at < KEPT_MS) return last.files;
    const files = await load();
    this.#last = { workspaceId, files, at: Date.now() };
    return files;
  }
}

function firstAfter(files: Files, after: string): number {
  let [low, high] = [0, files.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (files[middle]!.path > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
