import type { LiveConfig } from '@twinmcp/configuration';
import { understandQuery, type SharedCache } from '@twinmcp/context';
import type { WorkspaceStatus } from '@twinmcp/contracts';
import { contentHash, type Clock } from '@twinmcp/kernel';
import { Stages } from '../explain/stages.ts';
import { SCORE_FLOOR } from '../reading/gather-candidates.ts';
import type { Retrieval } from '../retrieval/retrieve-places.usecase.ts';
import { ChangeHistory } from './change-history.ts';
import { TtlLru } from './ttl-lru.ts';

export interface RankingKey {
  /** Everything that the ranking depends on but the index. */
  readonly question: string;
  readonly workspaceId: string;
  readonly query: string;
  /** Is every place of the ranking shown to somebody who leafs through it? An answer uses those that are worth its room. */
  readonly whole?: boolean;
}

interface Entry {
  readonly retrieval: Retrieval;
  /** Files whose change makes it another ranking; null: any file may, as where a question is after all the uses of a thing. */
  readonly paths: ReadonlySet<string> | null;
  /** When the workspace was made known: one that was removed and came back counts from the beginning. */
  readonly epoch: number;
}

/** Places in all rankings in memory together; ~300 bytes each. */
const CACHED_PLACES = 20_000;
const FORMAT = 3;

/**
 * Rankings of questions that were asked before: in memory (L1) and, where a server is configured, shared between replicas
 * (L2). One is given again while none of the files it ranked has changed: which ones did, the events of the indexing runs
 * tell. Where a run is not known, or new files came, it is made anew.
 */
export class RankingCache {
  readonly changes = new ChangeHistory();
  readonly #config: LiveConfig;
  readonly #shared: SharedCache | null;
  readonly #own: TtlLru<Entry>;
  #hits = 0;
  #misses = 0;
  readonly #sharedFigures = { hits: 0, misses: 0 };

  constructor(config: LiveConfig, shared: SharedCache | null = null, clock?: Clock) {
    this.#config = config;
    this.#shared = shared;
    this.#own = new TtlLru(() => ({ entries: config.current.context.cache.entries, ttlMs: config.current.context.cache.ttl }), { clock, weigh: ({ retrieval }) => retrieval.places.length, maxWeight: CACHED_PLACES });
  }

  /** Whether it is worth asking for the state of the index first. */
  mayHold(key: RankingKey): boolean {
    return this.#shared !== null || this.#own.has(key.question);
  }

  /** Questions that were answered from here or not since the start, also those of the index as it was; and what of them the other replicas had. */
  get figures(): { readonly hits: number; readonly misses: number; readonly entries: number; readonly shared: { readonly hits: number; readonly misses: number } | null } {
    return { hits: this.#hits, misses: this.#misses, entries: this.#own.size, shared: this.#shared === null ? null : this.#sharedFigures };
  }

  /** As it would be made from the index as it is now; undefined when it must be made. */
  async get(key: RankingKey, status: Pick<WorkspaceStatus, 'generation' | 'indexedAt' | 'workspace'>): Promise<Retrieval | undefined> {
    const found = await this.#find(key, status);
    if (found === undefined) this.#misses++;
    else this.#hits++;
    return found;
  }

  /** A question that was not even looked up. */
  missed(): void {
    this.#misses++;
  }

  async #find(key: RankingKey, { generation, indexedAt, workspace }: Pick<WorkspaceStatus, 'generation' | 'indexedAt' | 'workspace'>): Promise<Retrieval | undefined> {
    const own = this.#own.get(key.question);
    const entry = own ?? (await this.#readCounted(key));
    if (entry === undefined) return undefined;
    if (entry.epoch !== workspace.createdAt || !this.#holds(entry, key.workspaceId, generation)) {
      this.#own.delete(key.question);
      return undefined;
    }
    const retrieval = { ...entry.retrieval, generation, indexedAt, cached: true };
    if (own === undefined || entry.retrieval.generation !== generation) this.#own.set(key.question, { ...entry, retrieval });
    return retrieval;
  }

  set(key: RankingKey, retrieval: Retrieval, epoch: number): void {
    this.#own.set(key.question, { retrieval, epoch, paths: pathsUsed(key, retrieval) });
    const { entries, ttl } = this.#config.current.context.cache;
    if (this.#shared === null || entries === 0 || ttl === 0) return;
    const { decision, places, generation, indexedAt, confidence, kinds, ranking, unrelated } = retrieval;
    void this.#shared.set(sharedKey(key), JSON.stringify({ format: FORMAT, question: key.question, epoch, decision, places, generation, indexedAt, confidence, kinds, ranking, unrelated }), ttl).catch(() => undefined);
  }

  #holds({ retrieval, paths }: Entry, workspaceId: string, generation: number): boolean {
    if (retrieval.generation === generation) return true;
    if (retrieval.generation > generation) return false;
    const changed = this.changes.between(workspaceId, retrieval.generation, generation);
    return changed !== null && (changed.length === 0 || (paths !== null && !changed.some((one) => paths.has(one) || [...paths].some((path) => path.startsWith(`${one}/`)))));
  }

  async #readCounted(key: RankingKey): Promise<Entry | undefined> {
    if (this.#shared === null) return undefined;
    const entry = await this.#read(key);
    this.#sharedFigures[entry === undefined ? 'misses' : 'hits']++;
    return entry;
  }

  async #read(key: RankingKey): Promise<Entry | undefined> {
    const text = this.#shared === null || this.#config.current.context.cache.entries === 0 ? null : await this.#shared.get(sharedKey(key)).catch(() => null);
    if (text === null) return undefined;
    try {
      const stored = JSON.parse(text) as Pick<Retrieval, 'decision' | 'places' | 'generation' | 'indexedAt' | 'confidence' | 'kinds' | 'ranking' | 'unrelated'> & { format: number; question: string; epoch: number };
      // Another release may have written it; and a hash may meet another.
      if (stored.format !== FORMAT || stored.question !== key.question || !Array.isArray(stored.places)) return undefined;
      const { decision, places, generation, indexedAt, confidence, kinds, ranking, unrelated, epoch } = stored;
      const retrieval: Retrieval = { understanding: understandQuery(key.query), decision, places, degraded: [], generation, indexedAt, confidence, kinds, ranking, unrelated, trace: new Stages(), cached: true };
      return { epoch, retrieval, paths: pathsUsed(key, retrieval) };
    } catch {
      return undefined;
    }
  }
}

function pathsUsed({ whole = false }: RankingKey, { places, understanding }: Retrieval): ReadonlySet<string> | null {
  if (understanding.relations.length > 0) return null;
  const floor = whole ? 0 : (places[0]?.score ?? 0) * SCORE_FLOOR;
  return new Set(places.filter(({ score }) => score >= floor).map(({ path }) => path));
}

const sharedKey = ({ question }: RankingKey) => `ranking:${contentHash(question, 40)}`;
