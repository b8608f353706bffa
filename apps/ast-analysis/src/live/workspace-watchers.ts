import { stat } from 'node:fs/promises';
import type { LiveConfig } from '@twinmcp/configuration';
import type { WatchStatus } from '@twinmcp/contracts';
import { newCallContext } from '@twinmcp/messaging';
import { GitSource } from '@twinmcp/git';
import { OUTPUT_DIRECTORIES, SECRET_DIRECTORIES, VCS_DIRECTORIES, WorkspaceWatch, type SourceWatcher, type WatchOptions } from '@twinmcp/workspaces';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';
import type { WorkspaceRecord, WorkspaceRegistry } from '../state/workspace-registry.ts';
import type { SubmitIndex } from '../use-cases/submit-index.usecase.ts';
import { GitRefWatch } from './git-ref-watch.ts';
import type { IndexChanges } from './index-changes.usecase.ts';
import type { WatchElection } from './watch-election.ts';

export interface WatchersPorts {
  readonly registry: WorkspaceRegistry;
  readonly sources: WorkspaceSources;
  readonly watcher: SourceWatcher;
  readonly changes: IndexChanges;
  readonly submit: SubmitIndex;
  readonly config: LiveConfig;
  /** Null where one process owns the data directory: nobody else can be watching. */
  readonly election: WatchElection | null;
  readonly onNotice: (notice: string) => void;
}

interface Watch {
  readonly status: WatchStatus;
  readonly behindSince?: number | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Entry {
  readonly watch: Watch;
  readonly abort: AbortController;
  /** Somebody asked for it until then, whatever the configuration says. */
  wantedUntil: number;
}

const SWEEP_MS = 30_000;
const SUBMIT_MS = 30_000;

/** The workspaces that this process watches: those that are indexed, when the configuration says so, and those that somebody asks for. */
export class WorkspaceWatchers {
  readonly #ports: WatchersPorts;
  readonly #entries = new Map<string, Entry>();
  #starting: Promise<void> = Promise.resolve();
  #sweep: NodeJS.Timeout | undefined;
  #unfollow: (() => void) | null = null;
  #closed = false;
  readonly #searchable = new Set<(ms: number) => void>();

  constructor(ports: WatchersPorts) {
    this.#ports = ports;
  }

  /** Takes up what is registered, one after the other, in the background. */
  start(): void {
    this.#unfollow = this.#ports.config.onChange(() => this.#follow());
    this.#follow();
  }

  status(workspaceId: string): WatchStatus | null {
    return this.#entries.get(workspaceId)?.watch.status ?? null;
  }

  /** How long the oldest change that was noticed waits to be found: the worst of what is watched here, 0 when all can be. */
  lagMs(now = Date.now()): number {
    return Math.max(0, ...[...this.#entries.values()].map(({ watch }) => now - (watch.behindSince ?? now)));
  }

  /** How long ago the workspace was compared as a whole that was compared longest ago. */
  uncomparedMs(now = Date.now()): number {
    return Math.max(0, ...[...this.#entries.values()].map(({ watch: { status } }) => now - (status.comparedAt ?? status.since)));
  }

  /** Told of each run that made edits searchable: the time since the first of them. */
  onSearchable(told: (ms: number) => void): void {
    this.#searchable.add(told);
  }

  /** After a run: a workspace is worth watching once it has an index. */
  async indexed(workspaceId: string): Promise<void> {
    if (!this.#enabled || this.#entries.has(workspaceId)) return;
    const record = (await this.#ports.registry.all()).find(({ workspace }) => workspace.id === workspaceId);
    if (record) await this.#add(record, 0);
  }

  /** Watches it for some time at least. */
  async want(record: WorkspaceRecord, forMs: number): Promise<void> {
    const until = Date.now() + forMs;
    const entry = this.#entries.get(record.workspace.id);
    if (entry) entry.wantedUntil = Math.max(entry.wantedUntil, until);
    else await this.#add(record, until);
  }

  async forget(workspaceId: string): Promise<void> {
    const entry = this.#entries.get(workspaceId);
    this.#entries.delete(workspaceId);
    if (!entry) return;
    entry.abort.abort(new Error('not watched any more'));
    await entry.watch.stop();
    await this.#ports.election?.leave(workspaceId);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#unfollow?.();
    clearInterval(this.#sweep);
    await this.#starting;
    await Promise.all([...this.#entries.keys()].map((id) => this.forget(id)));
  }

  get #enabled(): boolean {
    return this.#ports.config.current.indexing.watch.enabled;
  }

  #follow(): void {
    if (this.#closed) return;
    this.#starting = this.#starting.then(async () => {
      if (!this.#enabled) return this.#expire();
      for (const record of await this.#ports.registry.all()) if (!this.#closed && record.generation > 0) await this.#add(record, 0);
    }).catch((error: unknown) => this.#ports.onNotice(`registered workspaces are not watched: ${String(error)}`));
    this.#sweep ??= setInterval(() => void this.#tick(), SWEEP_MS).unref();
  }

  /** Now and then: ends what nobody wants any more, and takes over from a process that died. */
  async #tick(): Promise<void> {
    if (!this.#enabled) await this.#expire();
    else if (this.#ports.election) this.#follow();
  }

  async #expire(): Promise<void> {
    const now = Date.now();
    for (const [id, entry] of this.#entries) if (entry.wantedUntil < now) await this.forget(id);
  }

  async #add(record: WorkspaceRecord, wantedUntil: number): Promise<void> {
    const { id } = record.workspace;
    if (this.#closed || this.#entries.has(id)) return;
    if (this.#ports.election && !(await this.#ports.election.stand(id, () => void this.forget(id)))) return;
    if (this.#closed || this.#entries.has(id)) return;
    const abort = new AbortController();
    const entry: Entry = { watch: this.#watchOf(record, abort.signal), abort, wantedUntil };
    this.#entries.set(id, entry);
    await entry.watch.start();
  }

  #watchOf({ workspace, tenant }: WorkspaceRecord, signal: AbortSignal): Watch {
    const { registry, sources, watcher, changes, submit, config } = this.#ports;
    const { id, source } = workspace;
    if (source.kind === 'git') {
      const remote = sources.open(workspace) as GitSource;
      return new GitRefWatch({
        everyMs: () => config.current.indexing.watch.git_interval,
        remoteCommit: (stop) => remote.remoteCommit(stop),
        indexedCommit: async () => (await registry.find(id, tenant))?.summary?.commit ?? null,
        submit: async () => void (await submit.execute({ workspaceId: id, full: false }, newCallContext({ timeoutMs: SUBMIT_MS, tenant }))),
      });
    }
    const { root } = source;
    return new WorkspaceWatch({
      root, watcher,
      settings: () => {
        const { debounce, max_delay, reconcile_interval, poll_interval } = config.current.indexing.watch;
        return { debounceMs: debounce, maxDelayMs: max_delay, reconcileMs: reconcile_interval, pollMs: poll_interval };
      },
      identify: () => stat(root).then((found) => (found.isDirectory() ? `${found.dev}:${found.ino}` : null), () => null),
      ignored: async () => ignoredBy(await sources.open(workspace).snapshot(signal)),
      index: async (paths) => {
        const outcome = await changes.execute({ workspaceId: id, tenant, paths }, signal);
        if (outcome === 'gone') setImmediate(() => void this.forget(id));
        return outcome === 'indexed';
      },
      onSearchable: (ms) => this.#searchable.forEach((told) => told(ms)),
      onState: (state, reason) => {
        if (state === 'polling') this.#ports.onNotice(`${root}: ${reason}`);
      },
    });
  }
}

/** Folders that the rules leave out need not be watched. Names that are always left out, unless this workspace takes one back in. */
function ignoredBy({ entries, skipped }: { readonly entries: readonly { readonly path: string }[]; readonly skipped: readonly { readonly path: string; readonly reason: string }[] }): WatchOptions {
  const names = new Set([...OUTPUT_DIRECTORIES, ...VCS_DIRECTORIES, ...SECRET_DIRECTORIES]);
  for (const { path } of entries) for (const name of path.split('/').slice(0, -1)) names.delete(name);
  const folders = skipped.filter(({ path, reason }) => path.endsWith('/') && reason === 'ignored').map(({ path }) => path.slice(0, -1));
  return { ignoredNames: [...names], ignoredFolders: folders.filter((folder) => !folder.split('/').some((name) => names.has(name))) };
}
