import { embedding } from '@twinmcp/contracts';
import { mean, scoreRanking, type NamesCatalogue, type NamesSet, type NamesTask } from '@twinmcp/evaluation';
import {
  DEFAULT_QUALITY_WEIGHTS, DEFAULT_RECOMMENDATION_WEIGHTS, DEFAULT_SEARCH_WEIGHTS, emptyRecord, findBuiltIns, LibraryIndex, libraryId, MemoryLibraryCatalogue, mergeRecords, RecommendLibraries, registryName, ResolveLibrary, seedLibraries, type LibraryRecord, type TextEmbedder,
} from '@twinmcp/libraries';
import { newCallContext, type RpcClient } from '@twinmcp/messaging';
import type { NamesReport, NamesRow } from './report.ts';

export interface NamesRun {
  readonly rpc: RpcClient;
  readonly limit: number | undefined;
  /** The label whose misses are wanted. */
  readonly misses: string | undefined;
  readonly signal: AbortSignal;
  progress(what: string, done: number, total: number): void;
}

const DEPTH = 10;
const TIMEOUT_MS = 60_000;

/**
 * Resolving and recommending as the product does it, over the catalogue of each task alone. Names of a registry are
 * searched twice: by the names alone, and with what the seed says of them.
 */
export async function runNames(set: NamesSet, run: NamesRun): Promise<NamesReport> {
  const embedder = new EngineEmbedder(run.rpc, run.signal);
  const indexes = new Map<string, Promise<LibraryIndex>>();
  const indexOf = (key: string, seeded: boolean): Promise<LibraryIndex> => {
    const name = `${key} ${seeded}`;
    if (!indexes.has(name)) indexes.set(name, fill(set.catalogues.get(key)!, seeded, embedder));
    return indexes.get(name)!;
  };
  const rows = new Map<string, { row: Omit<NamesRow, 'score' | 'queries' | 'misses'>; scores: number[]; misses: NonNullable<NamesRow['misses']>[number][] }>();
  const total = set.tasks.reduce((sum, { queries }) => sum + queries.length, 0);
  let done = 0;
  for (const task of set.tasks) {
    const { ecosystem } = set.catalogues.get(task.catalogue)!;
    for (const seeded of ecosystem === null || task.kind === 'built-ins' ? [false] : [false, true]) {
      const label = seeded ? `${task.label}, with the seed` : task.label;
      const found = rows.get(label) ?? { row: { label, metric: task.metric, published: seeded ? null : task.published }, scores: [], misses: [] };
      rows.set(label, found);
      const ask = asker(task, await indexOf(task.catalogue, seeded), embedder);
      const same = (name: string): string => (ecosystem === null || task.kind === 'built-ins' ? name : registryName(ecosystem, name));
      for (const { query, gold } of task.queries.slice(0, run.limit)) {
        run.signal.throwIfAborted();
        const ranked = await ask(query);
        if (task.isPrecision && ranked.length === 0) continue;
        const score = scoreRanking([...new Set(ranked.map(same))], gold.map(same))[task.metric];
        found.scores.push(score);
        if (run.misses === task.label && score < 1) found.misses.push({ query, gold: gold.slice(0, DEPTH), found: ranked.slice(0, 3) });
      }
    }
    run.progress('asking', (done += task.queries.length), total);
  }
  return {
    set: set.name, kind: 'names', model: embedder.model,
    scores: [...rows.values()].map(({ row, scores, misses }) => ({ ...row, queries: scores.length, score: mean(scores), ...(misses.length > 0 && { misses }) })),
  };
}

async function fill({ ecosystem, entries }: NamesCatalogue, seeded: boolean, embedder: TextEmbedder): Promise<LibraryIndex> {
  const seed = new Map(seeded ? seedLibraries().map((record) => [record.id, record]) : []);
  const index = new LibraryIndex();
  for (const { id, name, aliases, description, text } of entries) {
    const own: LibraryRecord = { ...emptyRecord(ecosystem ?? 'npm', name, 'manifest'), id: ecosystem === null ? id : libraryId(ecosystem, name), aliases, description, text };
    const told = seed.get(own.id);
    index.put(told ? { ...mergeRecords(own, told), name } : own);
  }
  await index.embed(embedder);
  return index;
}

/** Best first: names where a registry is asked, ids where a list is. */
function asker({ kind }: NamesTask, index: LibraryIndex, embedder: TextEmbedder): (query: string) => Promise<string[]> {
  const nameOf = (id: string): string => {
    const record = index.get(id)!;
    return id === libraryId(record.ecosystem, record.name) ? record.name : id;
  };
  if (kind === 'built-ins') return async (query) => findBuiltIns({ ecosystem: 'npm', name: query }).map(({ name }) => name);
  if (kind === 'alternatives') {
    const recommend = new RecommendLibraries(index, new MemoryLibraryCatalogue());
    return async (query) => {
      const library = index.get(query) ?? index.get(libraryId('npm', query));
      if (!library) return [];
      const found = await recommend.execute({ library, relations: ['similar', 'alternative'], limit: DEPTH, weights: DEFAULT_RECOMMENDATION_WEIGHTS, qualityOf: () => null, now: 0 });
      return found.map(({ id }) => nameOf(id));
    };
  }
  const resolve = new ResolveLibrary(index, embedder);
  const ctx = { weights: DEFAULT_SEARCH_WEIGHTS, qualityWeights: DEFAULT_QUALITY_WEIGHTS, installed: new Map<string, string | null>(), now: 0 };
  return async (query) => (await resolve.execute({ query, kind, sort: 'relevance', semantic: kind === 'any' || kind === 'description', limit: DEPTH }, ctx)).matches.map(({ id }) => nameOf(id));
}

/** The model that the engine is configured with. */
class EngineEmbedder implements TextEmbedder {
  readonly #rpc: RpcClient;
  readonly #signal: AbortSignal;
  model = '';

  constructor(rpc: RpcClient, signal: AbortSignal) {
    this.#rpc = rpc;
    this.#signal = signal;
  }

  async embed(texts: readonly string[], kind: 'query' | 'document'): Promise<Float32Array[]> {
    const answer = await this.#rpc.call(embedding.embedTexts, { texts: texts.map((text) => text.slice(0, 20_000)), kind }, newCallContext({ timeoutMs: TIMEOUT_MS, signal: this.#signal }));
    this.model = answer.model;
    return answer.vectors.map((base64) => {
      const bytes = Buffer.from(base64, 'base64');
      return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
    });
  }
}
