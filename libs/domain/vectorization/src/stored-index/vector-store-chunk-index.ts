import type { ChunkHit, IndexStats } from '@twinmcp/contracts';
import { DomainError, systemClock, type Clock } from '@twinmcp/kernel';
import type { ChunkIndex, IndexableFile, SearchFilter, StoredFile } from '../chunk-index.ts';
import type { CountedFile, ImportableIndex } from '../portable/portable-file.ts';
import { floatsOf } from '../stored-vector.ts';
import type { Condition } from '../store/filter.ts';
import type { Payload, Point, StoredPoint } from '../store/model.ts';
import type { VectorStore } from '../store/vector-store.ts';
import { checkIndexVector, checkIndexable } from './check-indexable.ts';
import { readMeta, type IndexMeta } from './index-meta.ts';
import { byScoreThenPlace, joinLexical, type ScoredPayload } from './lexical-join.ts';
import { ALIVE, CHUNK_TERMS, conditionsOf, DENSE, FILE_FIELDS, FILE_TERMS, HIT_FIELDS, hitOf, pointsOf, vectorOf, visibleAt, type PreparedFile } from './records.ts';
import { countTerms, sparseQueryOf } from './sparse-terms.ts';
import { storedFilesOf } from './stored-files.ts';
import { LEASE, WriteLease, type LeaseTimes } from './write-lease.ts';

export interface VectorStoreIndexOptions {
  readonly model: string;
  readonly dimensions: number;
  /** For `IndexStats`: what holds the index. */
  readonly storage: string;
  readonly lease?: LeaseTimes;
  /** How long a reader may look at an older commit; what died before that is deleted. Default 5 s. */
  readonly graceMs?: number;
  /** Age at which a search asks again what is committed, which others may have changed. Default 50 ms. */
  readonly freshMs?: number;
  readonly clock?: Clock;
  /** After `publish`. */
  readonly onPublished?: () => Promise<void>;
}

const GRACE_MS = 5_000;
const FRESH_MS = 50;
const PAGE = 1_000;
const VALUES_AT_ONCE = 500;
/** Candidates of each of the two lexical lists, before they are joined. */
const LEAST_CANDIDATES = 400;
const MOST_CANDIDATES = 10_000;

/**
 * `ChunkIndex` on any `VectorStore`: a point a chunk, a point a file, one point that says what is committed
 * (docs/adr/0006-vector-stores.md). Readers see commits only: a call's points are born in a commit of their own and become
 * visible, all of them, by the one write that sets it; those they replace die in it. Several processes may read and
 * write; a lease lets one write at a time.
 */
export class VectorStoreChunkIndex implements ChunkIndex, ImportableIndex {
  readonly #store: VectorStore;
  readonly #collection: string;
  readonly #options: VectorStoreIndexOptions;
  readonly #clock: Clock;
  readonly #lease: WriteLease;
  #queue: Promise<unknown> = Promise.resolve();
  #known: { readonly meta: IndexMeta; readonly at: number } | null = null;
  #paths: { readonly epoch: string; readonly commit: number; readonly files: readonly { path: string; fileHash: string; chunks: number }[] } | null = null;
  /** Commits whose dead may still be looked at. */
  #dead: { readonly commit: number; readonly at: number }[] = [];

  constructor(store: VectorStore, collection: string, options: VectorStoreIndexOptions) {
    this.#store = store;
    this.#collection = collection;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#lease = new WriteLease(store, collection, options.lease ?? LEASE, this.#clock);
  }

  async knownTexts(textHashes: readonly string[]): Promise<Set<string>> {
    const { committed } = await this.#meta();
    const known = new Set<string>();
    await this.#eachWith('text_hash', textHashes, (values) => [visibleAt(committed, 'chunk', values), { payload: ['text_hash'] }], (point) => known.add(point.payload['text_hash'] as string));
    return known;
  }

  replaceFiles(files: readonly IndexableFile[]): Promise<void> {
    return this.#exclusive(async () => {
      checkIndexable(files, this.#options.dimensions);
      await this.#replace(files.length, async (committed) => {
        const vectors = await this.#vectorsOf(files, committed);
        return files.map((file, f): PreparedFile => {
          const terms = countTerms(file);
          return { ...file, pathTerms: terms.pathTerms, chunks: file.chunks.map((chunk, i) => ({ ...chunk, textHash: file.textHashes[i]!, vector: vectors[f]![i]!, terms: terms.chunks[i]! })) };
        });
      });
    });
  }

  /** From an export: its counts of terms make the same points as the text would. There is no way back, terms are hashes here. */
  importFiles(files: readonly CountedFile[]): Promise<void> {
    return this.#exclusive(async () => {
      const prepared = files.map((file): PreparedFile => ({ ...file, chunks: file.chunks.map((chunk) => ({ ...chunk, vector: floatsOf(chunk.vector) })) }));
      for (const { path, chunks } of prepared) for (const { vector } of chunks) checkIndexVector(path, vector, this.#options.dimensions);
      await this.#replace(files.length, async () => prepared);
    });
  }

  async #replace(count: number, prepare: (committed: number) => Promise<readonly PreparedFile[]>): Promise<void> {
    if (count === 0) return;
    await this.#write(async (meta, commit) => {
      const files = (await prepare(meta.committed)).map(inSourceOrder);
      const points: Point[] = files.flatMap((file) => {
        const born = pointsOf(file, commit);
        return [...born.chunks, born.file];
      });
      for (let from = 0; from < points.length; from += PAGE) {
        await this.#lease.keep();
        await this.#store.upsert(this.#collection, points.slice(from, from + PAGE), this.#lease.bounds);
      }
      const gone = await this.#bury(files.map(({ path }) => path), meta.committed, commit);
      return { files: meta.files - gone.files + files.length, chunks: meta.chunks - gone.chunks + files.reduce((sum, file) => sum + file.chunks.length, 0) };
    });
  }

  deleteFiles(paths: readonly string[]): Promise<number> {
    return this.#exclusive(async () => {
      let chunks = 0;
      await this.#write(async (meta, commit) => {
        const gone = await this.#bury(paths, meta.committed, commit);
        chunks = gone.chunks;
        return gone.files === 0 ? null : { files: meta.files - gone.files, chunks: meta.chunks - gone.chunks };
      });
      return chunks;
    });
  }

  publish(generation: number): Promise<void> {
    return this.#exclusive(async () => {
      await this.#write(async () => ({ generation }));
      await this.#options.onPublished?.();
    });
  }

  async listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]> {
    const files = await this.#catalogue();
    return files.slice(firstAfter(files, after)).slice(0, limit).map(({ path, fileHash }) => ({ path, fileHash }));
  }

  async readFiles(after: string, maxChunks: number): Promise<StoredFile[]> {
    const files = await this.#catalogue();
    const picked: string[] = [];
    let left = maxChunks;
    for (const { path, chunks } of files.slice(firstAfter(files, after))) {
      left -= chunks;
      if (left < 0 && picked.length > 0) break;
      picked.push(path);
    }
    const { committed } = await this.#meta();
    const found: StoredPoint[] = [];
    await this.#eachWith('path', picked, (values) => [visibleAt(committed, null, values), { vectors: [DENSE] }], (point) => void found.push(point));
    return storedFilesOf(found, this.#options.dimensions);
  }

  async fileHash(path: string): Promise<string | null> {
    const { committed } = await this.#meta();
    const { points } = await this.#store.scroll(this.#collection, { filter: visibleAt(committed, 'file', { key: 'path', equals: path }), limit: 1, payload: ['file_hash'] });
    return (points[0]?.payload['file_hash'] as string | undefined) ?? null;
  }

  async lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    const { chunks, files } = sparseQueryOf(query);
    const conditions = conditionsOf(filter);
    if (chunks.indices.length === 0 || conditions === null) return [];
    const { committed } = await this.#recentMeta();
    const candidates = Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, 2 * limit));
    const find = (using: string, vector: typeof chunks, payload: readonly string[], ...more: Condition[]): Promise<ScoredPayload[]> => this.#store.query(this.#collection, { using, vector, filter: visibleAt(committed, null, ...conditions, ...more) }, { limit: candidates, payload });
    const [byChunk, byFile] = await Promise.all([find(CHUNK_TERMS, chunks, HIT_FIELDS), find(FILE_TERMS, files, FILE_FIELDS)]);
    // A chunk needs the score of its file and a file its best chunks, also where one of them is not among the candidates.
    const missing = (of: readonly ScoredPayload[], among: readonly ScoredPayload[]) => {
      const there = new Set(among.map(pathOf));
      return [...new Set(of.map(pathOf))].filter((path) => !there.has(path)).slice(0, VALUES_AT_ONCE);
    };
    const full = (list: readonly ScoredPayload[]) => list.length === candidates;
    const [filesLeft, chunksLeft] = [full(byFile) ? missing(byChunk, byFile) : [], full(byChunk) ? missing(byFile, byChunk) : []];
    const [moreFiles, moreChunks] = await Promise.all([
      filesLeft.length > 0 ? find(FILE_TERMS, files, FILE_FIELDS, { key: 'path', anyOf: filesLeft }) : [],
      chunksLeft.length > 0 ? find(CHUNK_TERMS, chunks, HIT_FIELDS, { key: 'path', anyOf: chunksLeft }) : [],
    ]);
    return joinLexical(query, [...byChunk, ...moreChunks], [...byFile, ...moreFiles], limit);
  }

  async dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    const conditions = conditionsOf(filter);
    if (conditions === null || vector.every((value) => value === 0)) return [];
    const { committed } = await this.#recentMeta();
    const found = await this.#store.query(this.#collection, { using: DENSE, vector, filter: visibleAt(committed, null, ...conditions), scoreThreshold: 0 }, { limit: Math.min(MOST_CANDIDATES, limit), payload: HIT_FIELDS });
    return found.filter(({ score }) => score > 0).map(({ payload, score }) => hitOf(payload, score)).sort(byScoreThenPlace);
  }

  async stats(): Promise<IndexStats> {
    const { generation, files, chunks } = await this.#meta();
    const { model, dimensions, storage } = this.#options;
    // Terms are hashes on the server, which counts neither them nor bytes.
    return { generation, files, chunks, vectors: chunks, terms: 0, model, dimensions, storage, bytesOnDisk: 0 };
  }

  /** Leaves the store open: it is shared. */
  async close(): Promise<void> {
    await this.#queue;
  }

  async #meta(): Promise<IndexMeta> {
    return this.#learn(await readMeta(this.#store, this.#collection));
  }

  /** For a search, which asks for `stats` right before. */
  async #recentMeta(): Promise<IndexMeta> {
    const now = this.#clock.now();
    return this.#known !== null && now - this.#known.at < (this.#options.freshMs ?? FRESH_MS) ? this.#known.meta : this.#meta();
  }

  #learn(meta: IndexMeta): IndexMeta {
    if (this.#known === null || meta.epoch !== this.#known.meta.epoch || meta.revision >= this.#known.meta.revision) this.#known = { meta, at: this.#clock.now() };
    return meta;
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Under the lease: `work` prepares everything for `commit` and returns what else the commit changes; null = nothing. */
  async #write(work: (meta: IndexMeta, commit: number) => Promise<Partial<IndexMeta> | null>): Promise<void> {
    const { meta, interrupted } = await this.#lease.acquire();
    const commit = meta.revision;
    try {
      if (interrupted) await this.#clearUncommitted(meta.committed);
      await this.#deleteDead(meta.committed);
      const changes = await work(meta, commit);
      await this.#lease.keep();
      this.#learn(await this.#lease.release(changes === null ? {} : { committed: commit, ...changes }));
      if (changes !== null) this.#dead.push({ commit, at: this.#clock.now() });
    } catch (error) {
      // What cannot be cleared now is cleared by the next writer, who finds the lease not given back.
      await this.#clearUncommitted(meta.committed).then(() => this.#lease.release()).catch(() => undefined);
      throw error;
    }
  }

  async #clearUncommitted(committed: number): Promise<void> {
    await this.#store.delete(this.#collection, { filter: { must: [{ key: 'born', gt: committed }] } }, this.#lease.bounds);
    await this.#store.setPayload(this.#collection, { died: ALIVE }, { filter: { must: [{ key: 'died', gt: committed, lt: ALIVE }] } }, this.#lease.bounds);
  }

  /** Points that no reader can see any more, nor one that started a while ago. */
  async #deleteDead(committed: number): Promise<void> {
    const due = this.#clock.now() - (this.#options.graceMs ?? GRACE_MS);
    const past = this.#dead.filter(({ at }) => at <= due);
    if (past.length === 0) {
      if (this.#dead.length === 0) this.#dead.push({ commit: committed, at: this.#clock.now() }); // of the writer before
      return;
    }
    this.#dead = this.#dead.filter(({ at }) => at > due);
    await this.#store.delete(this.#collection, { filter: { must: [{ key: 'died', lte: Math.max(...past.map(({ commit }) => commit)) }] } }, this.#lease.bounds);
  }

  /** Lets the points of these files die in `commit`. */
  async #bury(paths: readonly string[], committed: number, commit: number): Promise<{ files: number; chunks: number }> {
    let [files, chunks] = [0, 0];
    await this.#eachWith('path', paths, (values) => [visibleAt(committed, 'file', values), { payload: ['chunks'] }], ({ payload }) => {
      files++;
      chunks += payload['chunks'] as number;
    });
    if (files === 0) return { files, chunks };
    for (let from = 0; from < paths.length; from += VALUES_AT_ONCE) {
      await this.#lease.keep();
      await this.#store.setPayload(this.#collection, { died: commit }, { filter: visibleAt(committed, null, { key: 'path', anyOf: paths.slice(from, from + VALUES_AT_ONCE) }) }, this.#lease.bounds);
    }
    return { files, chunks };
  }

  /** Sent, or stored for the same text. */
  async #vectorsOf(files: readonly IndexableFile[], committed: number): Promise<Float32Array[][]> {
    const known = new Map<string, Float32Array>();
    for (const file of files) file.vectors.forEach((vector, i) => vector && known.set(file.textHashes[i]!, vector));
    const wanted = [...new Set(files.flatMap((file) => file.textHashes.filter((hash, i) => file.vectors[i] === null && !known.has(hash))))];
    await this.#eachWith('text_hash', wanted, (values) => [visibleAt(committed, 'chunk', values), { payload: ['text_hash'], vectors: [DENSE] }], (point) => void known.set(point.payload['text_hash'] as string, vectorOf(point, this.#options.dimensions)));
    return files.map((file) => file.textHashes.map((hash, i) => {
      const vector = file.vectors[i] ?? known.get(hash);
      if (!vector) throw new DomainError('conflict', `no vector for a chunk of ${file.path}: neither sent nor stored`, { details: { path: file.path } });
      return vector;
    }));
  }

  /** Every point that has one of the values, a few hundred values a request. */
  async #eachWith(key: string, values: readonly string[], ask: (values: Condition) => readonly [ReturnType<typeof visibleAt>, { payload?: string[]; vectors?: string[] }], use: (point: StoredPoint) => void): Promise<void> {
    for (let from = 0; from < values.length; from += VALUES_AT_ONCE) {
      const [filter, projection] = ask({ key, anyOf: values.slice(from, from + VALUES_AT_ONCE) });
      await this.#each(filter, projection, use);
    }
  }

  async #each(filter: ReturnType<typeof visibleAt>, projection: { payload?: string[]; vectors?: string[] }, use: (point: StoredPoint) => void): Promise<void> {
    let next: StoredPoint['id'] | null | undefined;
    do {
      const page: Awaited<ReturnType<VectorStore['scroll']>> = await this.#store.scroll(this.#collection, { filter, limit: PAGE, from: next ?? undefined, ...projection });
      page.points.forEach(use);
      next = page.next;
    } while (next !== null);
  }

  /** All files by path. The server has no order of words, so it is made here, once a commit. */
  async #catalogue(): Promise<readonly { path: string; fileHash: string; chunks: number }[]> {
    const { committed, epoch } = await this.#meta();
    if (this.#paths?.commit === committed && this.#paths.epoch === epoch) return this.#paths.files;
    const files: { path: string; fileHash: string; chunks: number }[] = [];
    await this.#each(visibleAt(committed, 'file'), { payload: ['path', 'file_hash', 'chunks'] }, ({ payload }) => void files.push({ path: payload['path'] as string, fileHash: payload['file_hash'] as string, chunks: payload['chunks'] as number }));
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    this.#paths = { epoch, commit: committed, files };
    return files;
  }
}

const pathOf = ({ payload }: { readonly payload: Payload }) => payload['path'] as string;

function firstAfter(files: readonly { path: string }[], after: string): number {
  const at = files.findIndex(({ path }) => path > after);
  return at < 0 ? files.length : at;
}

function inSourceOrder(file: PreparedFile): PreparedFile {
  return { ...file, chunks: file.chunks.toSorted((a, b) => a.startLine - b.startLine) };
}
