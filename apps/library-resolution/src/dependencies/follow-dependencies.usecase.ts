import { dependenciesChanged, embedding, plans, type DependencyChange, type EventPayload, type workspaceIndexed } from '@twinmcp/contracts';
import { errorMessage, isDomainError } from '@twinmcp/kernel';
import { compareDependencies, findConflicts, isManifest, matchPackages, snapshotOf, type DependencySnapshot, type ScanLimits } from '@twinmcp/libraries';
import { childContext, type CallContext, type KeyValueStore, type RpcClient } from '@twinmcp/messaging';
import type { IndexLibraryDocs } from '../docs/index-library-docs.usecase.ts';
import type { AdvisorySources } from './advisory-sources.ts';
import { scanWorkspace, type WorkspaceScan } from './scan-workspace.ts';

type Indexed = EventPayload<typeof workspaceIndexed>;
type Changed = EventPayload<typeof dependenciesChanged>;

export interface FollowSettings {
  readonly limits: ScanLimits;
  readonly autoIndex: boolean;
}

const BUCKET = 'dependencies';
/** A first install changes hundreds; docs of these many are made ahead, the rest when they are asked for. */
const MAX_DOCUMENTED = 20;
const MAX_TOLD = 200;
const MAX_TASKS = 50;
const MAX_PLANS = 20;
const DOCS_MS = 110_000;

/**
 * `onDependencyAdded`: after every run that changed an index, what the workspace depends on is compared with what it did.
 * What is new is resolved, documented and judged, and an event tells of it. The first look only remembers.
 */
export class FollowDependencies {
  readonly #rpc: RpcClient;
  readonly #kv: KeyValueStore;
  readonly #settings: () => FollowSettings;
  readonly #sources: AdvisorySources;
  readonly #docs: IndexLibraryDocs;
  readonly #notify: (event: Changed) => Promise<void>;

  constructor(rpc: RpcClient, kv: KeyValueStore, settings: () => FollowSettings, sources: AdvisorySources, docs: IndexLibraryDocs, notify: (event: Changed) => Promise<void>) {
    this.#rpc = rpc;
    this.#kv = kv;
    this.#settings = settings;
    this.#sources = sources;
    this.#docs = docs;
    this.#notify = notify;
  }

  async execute({ workspaceId, generation, paths, added, changed, removed, renamed }: Indexed, ctx: CallContext): Promise<Changed | null> {
    const known = await this.#kv.get(BUCKET, workspaceId);
    const all = paths.length > 0 && paths.length >= added + changed + removed + renamed;
    if (known && all && !paths.some(isManifest)) return null;
    const scan = await scanWorkspace(this.#rpc, workspaceId, this.#settings().limits, ctx);
    // A file that is being written, or has conflict markers, says nothing about what was removed.
    if (scan.problems.some(({ path }) => isManifest(path))) return null;
    const now = snapshotOf(scan.dependencies);
    const difference = compareDependencies((known?.value as DependencySnapshot | undefined) ?? {}, now);
    const total = difference.added.length + difference.removed.length + difference.updated.length;
    if (known && total === 0) return null;
    try {
      // Of several replicas that heard of the run, the one that writes it down tells of it.
      await this.#kv.put(BUCKET, workspaceId, now, known?.revision ?? 0);
    } catch (error) {
      if (isDomainError(error) && error.code === 'conflict') return null;
      throw error;
    }
    if (!known) return null;
    const event = await this.#tell(workspaceId, generation, scan, difference, ctx);
    await this.#rpc.emit(dependenciesChanged, event, ctx);
    await this.#notify(event);
    return event;
  }

  async #tell(workspaceId: string, generation: number, scan: WorkspaceScan, { added, removed, updated }: ReturnType<typeof compareDependencies>, ctx: CallContext): Promise<Changed> {
    const fresh = [...added, ...updated];
    const [vulnerabilities, tasks, documented] = await Promise.all([this.#vulnerabilities(fresh, ctx), this.#tasks(workspaceId, [...fresh, ...removed], ctx), this.#documented(workspaceId, fresh, ctx)]);
    const names = new Set(fresh.map(({ name }) => name));
    const conflicts = findConflicts(scan.index).filter(({ name, from }) => names.has(name) || names.has(scan.index.packages[from]!.name)).map(({ kind, from, to, name, requirement }) => `${kind}: ${scan.index.label(from)} asks for ${name} ${requirement ?? ''}, gets ${to === null ? 'nothing' : (scan.index.packages[to]!.version ?? 'an unknown version')}`);
    return { workspaceId, generation, added: added.slice(0, MAX_TOLD), removed: removed.slice(0, MAX_TOLD), updated: updated.slice(0, MAX_TOLD), conflicts: conflicts.slice(0, MAX_TOLD), vulnerabilities, documented, tasks };
  }

  async #vulnerabilities(fresh: readonly DependencyChange[], ctx: CallContext): Promise<string[]> {
    const packages = fresh.map(({ ecosystem, name, version }) => ({ ecosystem, name, version }));
    const { advisories } = await this.#sources.find(packages, ctx.signal);
    return matchPackages(packages.filter(({ version }) => version !== null), advisories).slice(0, MAX_TOLD).map(({ package: one, id, severity, fixedIn }) => `${severity}: ${one.name}@${one.version} ${id}${fixedIn === null ? '' : `, fixed in ${fixedIn}`}`);
  }

  async #documented(workspaceId: string, fresh: readonly DependencyChange[], ctx: CallContext): Promise<string[]> {
    if (!this.#settings().autoIndex || fresh.length === 0) return [];
    const libraries = fresh.filter(({ version }) => version !== null).slice(0, MAX_DOCUMENTED).map(({ ecosystem, name, version }) => `${ecosystem}:${name}@${version}`);
    if (libraries.length === 0) return [];
    const { indexed, present } = await this.#docs.execute({ workspaceId, libraries, limit: MAX_DOCUMENTED }, { ...ctx, ...childContext(ctx, DOCS_MS) }).catch(() => ({ indexed: [], present: [] }));
    return [...indexed, ...present];
  }

  /** Plans that have a name are found by the words of the index; their open tasks are read as they are now. */
  async #tasks(workspaceId: string, changes: readonly DependencyChange[], ctx: CallContext): Promise<Changed['tasks']> {
    const names = [...new Set(changes.map(({ name }) => name))].slice(0, MAX_DOCUMENTED);
    try {
      const paths = new Set<string>();
      for (const name of names) {
        const { lexical } = await this.#rpc.call(embedding.search, { workspaceId, query: name, channels: ['lexical'], languages: ['markdown'], limit: 20 }, ctx);
        for (const { path } of lexical) paths.add(path);
      }
      const found: Changed['tasks'] = [];
      for (const path of [...paths].slice(0, MAX_PLANS)) {
        const plan = await this.#rpc.call(plans.getPlan, { workspaceId, path, open: true }, ctx).catch(() => null);
        for (const { text } of plan?.tasks ?? []) for (const library of names) if (mentions(text, library)) found.push({ path, task: text.slice(0, 300), library });
      }
      return found.slice(0, MAX_TASKS);
    } catch (error) {
      if (ctx.signal?.aborted) throw error;
      return []; // the change is told without them
    }
  }
}

/** As a word of its own: `zod` is not in `zodiac`. */
function mentions(text: string, library: string): boolean {
  const at = text.toLowerCase().indexOf(library.toLowerCase());
  return at >= 0 && !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + library.length] ?? ' ');
}

/** Never fails: who listens to an event waits for nothing. */
export async function followQuietly(follow: FollowDependencies, event: Indexed, ctx: CallContext, log: (message: string) => void): Promise<void> {
  await follow.execute(event, ctx).catch((error: unknown) => {
    if (!isDomainError(error) || error.code !== 'workspace-not-found') log(`dependencies of ${event.workspaceId} could not be compared: ${errorMessage(error)}`);
  });
}
