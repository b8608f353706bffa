import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { embedding, type ChunkHit, type FileChunks } from '@twinmcp/contracts';
import { contentHash, errorMessage, isDomainError } from '@twinmcp/kernel';
import { extractDocs, type DocUnit, type PackageFiles, type RankedUnit } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { fuse } from '@twinmcp/retrieval';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { MemoryChunkIndex } from '@twinmcp/vectorization';

export interface ShelvedDocs {
  /** Name of the index in the embedding service. */
  readonly id: string;
  readonly stamp: string;
  readonly files: readonly string[];
  readonly units: readonly DocUnit[];
  readonly symbols: number;
  readonly notes: readonly string[];
  readonly private: boolean;
  /** Units by the place they stand at. */
  readonly byPlace: ReadonlyMap<string, readonly number[]>;
  /** Terms of a library whose text goes to no other service, and of any while the embedding service is away. */
  memory: Promise<MemoryChunkIndex> | null;
  /** Indexed in this life of the process. */
  indexed: boolean;
  readonly made: boolean;
}

export interface ShelfSettings {
  readonly folder: string;
  /** Whether the text of public packages is kept, so that it can be answered when the package is gone. */
  readonly keepContent: boolean;
}

/** Raised when the same files would give other sections. */
const FORMAT = 4;
const MAX_LIBRARIES = 24;
const BATCH_BYTES = 300_000;
const FOUND = 120;

/** Documentation that was asked for: its sections in memory, on disk for public packages, and its index in the embedding service; by name and version. */
export class DocShelf {
  readonly #rpc: RpcClient;
  readonly #analyzer: SourceAnalyzer;
  readonly #settings: () => ShelfSettings;
  readonly #shelf = new Map<string, Promise<ShelvedDocs>>();
  #hits = 0;
  #misses = 0;

  constructor(rpc: RpcClient, analyzer: SourceAnalyzer, settings: () => ShelfSettings) {
    this.#rpc = rpc;
    this.#analyzer = analyzer;
    this.#settings = settings;
  }

  /** Libraries whose documentation was there when it was asked for, in memory or on disk, and those that were read anew. */
  get figures(): { readonly hits: number; readonly misses: number; readonly entries: number } {
    return { hits: this.#hits, misses: this.#misses, entries: this.#shelf.size };
  }

  async open(files: PackageFiles, ctx: CallContext): Promise<ShelvedDocs> {
    const id = `lib-${contentHash(`${FORMAT} ${this.#analyzer.version ?? '1'} ${files.private ? files.stamp : ''} ${files.ecosystem}:${files.name}@${files.version}`).slice(0, 40).toLowerCase()}`;
    const known = this.#shelf.get(id);
    const shelved = known ? await known.catch(() => null) : null;
    if (shelved && shelved.stamp === files.stamp) {
      this.#hits++;
      this.#shelf.delete(id);
      this.#shelf.set(id, known!);
      return shelved;
    }
    const making = this.#make(id, files, ctx);
    this.#shelf.set(id, making);
    making.catch(() => this.#shelf.get(id) === making && this.#shelf.delete(id));
    if (this.#shelf.size > MAX_LIBRARIES) this.#shelf.delete(this.#shelf.keys().next().value!);
    return making;
  }

  /** Sections that fit a topic, by words and meaning; what could not be used is told. */
  async search(docs: ShelvedDocs, topic: string, ctx: CallContext): Promise<{ found: RankedUnit[]; degraded: string[] }> {
    const degraded: string[] = [];
    let [lexical, dense]: [ChunkHit[], ChunkHit[]] = [[], []];
    if (!docs.private) {
      try {
        const answer = await this.#ask(docs, topic, ctx);
        [lexical, dense] = [answer.lexical, answer.dense];
        degraded.push(...answer.degraded.map(({ channel, reason }) => `${channel}: ${reason}`));
      } catch (error) {
        if (ctx.signal?.aborted) throw error;
        degraded.push(`meaning: ${errorMessage(error)}`);
      }
    }
    if (docs.private || degraded.some((one) => one.startsWith('meaning'))) lexical = await (await this.#memory(docs)).lexical(topic, FOUND, {});
    const places = fuse({ lexical, dense, definitions: [] });
    const found = new Map<number, number>();
    for (const { path: at, startLine, endLine, symbol, score } of places) {
      for (const unit of docs.byPlace.get(placeOf(at, startLine, endLine)) ?? []) if (docs.units[unit]!.symbol === symbol || docs.byPlace.get(placeOf(at, startLine, endLine))!.length === 1) found.set(unit, Math.max(score, found.get(unit) ?? 0));
    }
    return { found: [...found].map(([unit, score]) => ({ unit, score })), degraded };
  }

  async #ask(docs: ShelvedDocs, query: string, ctx: CallContext) {
    try {
      return await this.#rpc.call(embedding.search, { workspaceId: docs.id, query, limit: FOUND }, ctx);
    } catch (error) {
      if (!isDomainError(error) || error.code !== 'workspace-not-indexed') throw error;
      await this.#index(docs, ctx);
      return this.#rpc.call(embedding.search, { workspaceId: docs.id, query, limit: FOUND }, ctx);
    }
  }

  async #make(id: string, files: PackageFiles, ctx: CallContext): Promise<ShelvedDocs> {
    const { folder, keepContent } = this.#settings();
    const stored = files.private ? null : await readStored(path.join(folder, `${id}.json`));
    const isFresh = stored !== null && stored.stamp === files.stamp;
    if (isFresh) this.#hits++;
    else this.#misses++;
    const extracted = isFresh ? stored : { ...(await extractDocs(files, this.#analyzer, ctx.signal)), stamp: files.stamp };
    const docs: ShelvedDocs = { id, stamp: files.stamp, files: extracted.files, units: extracted.units, symbols: extracted.symbols, notes: extracted.notes, private: files.private, byPlace: placesOf(extracted.units), memory: null, indexed: false, made: !isFresh };
    if (!files.private && !isFresh) {
      await this.#index(docs, ctx).catch((error: unknown) => {
        if (ctx.signal?.aborted) throw error; // without an index the words of the topic are searched here
      });
      if (keepContent) await store(path.join(folder, `${id}.json`), { stamp: files.stamp, files: docs.files, units: docs.units, symbols: docs.symbols, notes: docs.notes });
    }
    return docs;
  }

  async #index(docs: ShelvedDocs, ctx: CallContext): Promise<void> {
    if (docs.units.length === 0) return;
    await this.#rpc.call(embedding.dropWorkspace, { workspaceId: docs.id }, ctx);
    const files = chunksOf(docs.units);
    let batch: FileChunks[] = [];
    let bytes = 0;
    const send = async () => {
      if (batch.length > 0) await this.#rpc.call(embedding.upsertFiles, { workspaceId: docs.id, files: batch }, ctx);
      [batch, bytes] = [[], 0];
    };
    for (const file of files) {
      // A file that is larger than a message goes in parts, the last of which replaces it.
      for (const part of partsOf(file)) {
        const size = sizeOf(part);
        if (bytes + size > BATCH_BYTES || batch.length >= 200) await send();
        batch.push(part);
        bytes += size;
      }
    }
    await send();
    await this.#rpc.call(embedding.publishGeneration, { workspaceId: docs.id, generation: 1, files: files.length }, ctx);
    docs.indexed = true;
  }

  #memory(docs: ShelvedDocs): Promise<MemoryChunkIndex> {
    docs.memory ??= (async () => {
      const index = new MemoryChunkIndex({ model: 'none', dimensions: 1 });
      const nothing = new Float32Array([0]);
      await index.replaceFiles(chunksOf(docs.units).map((file) => ({ ...file, textHashes: file.chunks.map(({ id }) => id), vectors: file.chunks.map(() => nothing) })));
      return index;
    })();
    return docs.memory;
  }
}

const placeOf = (file: string, startLine: number, endLine: number): string => `${file}\0${startLine}\0${endLine}`;

function placesOf(units: readonly DocUnit[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { path: at, startLine, endLine }] of units.entries()) {
    const key = placeOf(at, startLine, endLine);
    const known = places.get(key);
    if (known) known.push(index);
    else places.set(key, [index]);
  }
  return places;
}

function chunksOf(units: readonly DocUnit[]): FileChunks[] {
  return [...Map.groupBy(units.map((unit, index) => ({ unit, index })), ({ unit }) => unit.path)].map(([file, of]) => ({
    path: file, language: of[0]!.unit.language, fileHash: contentHash(of.map(({ unit }) => unit.text).join('\0')), lines: Math.max(...of.map(({ unit }) => unit.endLine)), bytes: of.reduce((sum, { unit }) => sum + unit.text.length, 0), part: 0, last: true,
    chunks: of.map(({ unit, index }) => ({ id: `u${index}`, kind: unit.kind === 'api' ? ('symbol' as const) : ('section' as const), symbol: unit.symbol, symbolKind: null, header: unit.title.slice(0, 500), startLine: unit.startLine, endLine: unit.endLine, text: unit.text })),
  }));
}

const sizeOf = ({ chunks }: FileChunks): number => chunks.reduce((sum, { text, header }) => sum + Buffer.byteLength(text) * 1.2 + header.length + 250, 300);

function* partsOf(file: FileChunks): Generator<FileChunks> {
  const parts: FileChunks['chunks'][] = [[]];
  let bytes = 0;
  for (const chunk of file.chunks) {
    const size = Buffer.byteLength(chunk.text) * 1.2 + 300;
    if (bytes + size > BATCH_BYTES && parts.at(-1)!.length > 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)!.push(chunk);
    bytes += size;
  }
  for (const [part, chunks] of parts.entries()) yield { ...file, chunks, part, last: part === parts.length - 1 };
}

interface Stored { readonly stamp: string; readonly files: readonly string[]; readonly units: readonly DocUnit[]; readonly symbols: number; readonly notes: readonly string[] }

async function readStored(file: string): Promise<Stored | null> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Stored;
    return typeof value.stamp === 'string' && Array.isArray(value.units) && Array.isArray(value.files) ? value : null;
  } catch {
    return null; // not there, or cut off: it is made again
  }
}

async function store(file: string, docs: Stored): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, JSON.stringify(docs), { mode: 0o600 });
  await rename(part, file);
}
