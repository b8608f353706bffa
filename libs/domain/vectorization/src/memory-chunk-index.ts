import type { ChunkHit, IndexStats } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { LEXICAL_PARAMETERS, pathPriors, queryTerms, classifyPath, termsOf, type LexicalParameters } from '@twinmcp/retrieval';
import type { ChunkIndex, IndexableFile, SearchFilter, StoredFile as FileRecord } from './chunk-index.ts';

interface StoredChunk {
  readonly hit: Omit<ChunkHit, 'score'>;
  readonly body: string[];
  readonly name: string[];
  readonly header: string[];
  readonly vector: Float32Array;
  readonly textHash: string;
}

interface StoredFile {
  readonly fileHash: string;
  readonly path: string[];
  readonly language: string;
  readonly lines: number;
  readonly bytes: number;
  readonly chunks: StoredChunk[];
}

/** The whole index in maps, scored by the definition with no cleverness: for tests, and the oracle that other indexes are held against. */
export class MemoryChunkIndex implements ChunkIndex {
  readonly #files = new Map<string, StoredFile>();
  readonly #model: { model: string; dimensions: number };
  readonly #parameters: LexicalParameters;
  #generation = 0;

  constructor(model: { model: string; dimensions: number }, parameters: LexicalParameters = LEXICAL_PARAMETERS) {
    this.#model = model;
    this.#parameters = parameters;
  }

  async knownTexts(textHashes: readonly string[]): Promise<Set<string>> {
    const known = new Set(this.#allChunks().map((chunk) => chunk.textHash));
    return new Set(textHashes.filter((hash) => known.has(hash)));
  }

  async replaceFiles(files: readonly IndexableFile[]): Promise<void> {
    const known = new Map(this.#allChunks().map((chunk) => [chunk.textHash, chunk.vector]));
    for (const file of files) file.vectors.forEach((vector, i) => vector && known.set(file.textHashes[i]!, vector));
    const prepared = files.map((file) => [file.path, this.#prepare(file, known)] as const);
    for (const [path, stored] of prepared) this.#files.set(path, stored);
  }

  #prepare(file: IndexableFile, known: ReadonlyMap<string, Float32Array>): StoredFile {
    const chunks = file.chunks.map((chunk, i): StoredChunk => {
      const vector = file.vectors[i] ?? known.get(file.textHashes[i]!);
      if (!vector) throw new DomainError('conflict', `no vector for a chunk of ${file.path}`);
      if (vector.length !== this.#model.dimensions) throw new DomainError('invalid-input', `a vector has ${vector.length} dimensions instead of ${this.#model.dimensions}`);
      const { id, kind, symbol, startLine, endLine } = chunk;
      return {
        hit: { chunkId: id, path: file.path, language: file.language, fileHash: file.fileHash, kind, symbol, startLine, endLine },
        body: termsOf(chunk.text), name: termsOf(symbol ?? ''), header: termsOf(chunk.header), vector, textHash: file.textHashes[i]!,
      };
    });
    return { fileHash: file.fileHash, path: termsOf(file.path), language: file.language, lines: file.lines, bytes: file.bytes, chunks: chunks.sort((a, b) => a.hit.startLine - b.hit.startLine) };
  }

  async deleteFiles(paths: readonly string[]): Promise<number> {
    let chunks = 0;
    for (const path of paths) {
      chunks += this.#files.get(path)?.chunks.length ?? 0;
      this.#files.delete(path);
    }
    return chunks;
  }

  async listFiles(after: string, limit: number): Promise<{ path: string; fileHash: string }[]> {
    return [...this.#files].filter(([path]) => path > after).sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, limit).map(([path, { fileHash }]) => ({ path, fileHash }));
  }

  async fileHash(path: string): Promise<string | null> {
    return this.#files.get(path)?.fileHash ?? null;
  }

  async readFiles(after: string, maxChunks: number): Promise<FileRecord[]> {
    const found: FileRecord[] = [];
    let left = maxChunks;
    for (const [path, file] of [...this.#files].filter(([name]) => name > after).sort(([a], [b]) => (a < b ? -1 : 1))) {
      left -= file.chunks.length;
      if (left < 0 && found.length > 0) break;
      const { fileHash, language, lines, bytes } = file;
      found.push({ path, fileHash, language, lines, bytes, chunks: file.chunks.map(({ hit, textHash, vector }) => ({ id: hit.chunkId, kind: hit.kind, symbol: hit.symbol, startLine: hit.startLine, endLine: hit.endLine, textHash, vector })) });
    }
    return found;
  }

  async lexical(query: string, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    const { k1, b, weight, name: nameShare, path: pathShare, chunk: chunkShare, floor } = this.#parameters;
    const files = [...this.#files.values()];
    const all = this.#allChunks();
    const mean = (lengths: number[]) => lengths.reduce((sum, x) => sum + x, 0) / lengths.length || 1;
    const idf = (n: number, df: number) => Math.log(1 + (n - df + 0.5) / (df + 0.5));
    const count = (terms: string[], term: string) => terms.filter((t) => t === term).length;
    const saturate = (tf: number, norm: number) => (tf * (k1 + 1)) / (tf + k1 * norm);
    const bodyOf = (file: StoredFile) => file.chunks.flatMap((chunk) => chunk.body);
    const bodies = new Map(files.map((file) => [file, bodyOf(file)]));
    const means = { body: mean(all.map((c) => c.body.length)), name: mean(all.map((c) => c.name.length)), header: mean(all.map((c) => c.header.length)), file: mean(files.map((f) => bodies.get(f)!.length)), path: mean(files.map((f) => f.path.length)) };
    const norm = (field: keyof typeof means, length: number) => 1 - b[field] + (b[field] * length) / means[field];
    const ofChunk = new Map(all.map((chunk) => [chunk, 0]));
    const ofFile = new Map(files.map((file) => [file, 0]));
    for (const [term, repeats] of queryTerms(query)) {
      const q = Math.sqrt(repeats);
      const has = (c: StoredChunk) => c.body.includes(term) || c.name.includes(term) || c.header.includes(term);
      const chunkIdf = q * idf(all.length, all.filter(has).length);
      const nameIdf = q * nameShare * idf(all.length, all.filter((c) => c.name.includes(term)).length);
      const fileIdf = q * idf(files.length, files.filter((f) => bodies.get(f)!.includes(term)).length);
      const pathIdf = q * pathShare * idf(files.length, files.filter((f) => f.path.includes(term)).length);
      for (const c of all.filter(has)) {
        const tf = (weight.body * count(c.body, term)) / norm('body', c.body.length) + (weight.name * count(c.name, term)) / norm('name', c.name.length) + (weight.header * count(c.header, term)) / norm('header', c.header.length);
        ofChunk.set(c, ofChunk.get(c)! + chunkIdf * saturate(tf, 1) + nameIdf * saturate(count(c.name, term), norm('name', c.name.length)));
      }
      for (const f of files) ofFile.set(f, ofFile.get(f)! + fileIdf * saturate(count(bodies.get(f)!, term), norm('file', bodies.get(f)!.length)) + pathIdf * saturate(count(f.path, term), norm('path', f.path.length)));
    }
    const priors = pathPriors(query, this.#parameters.prior);
    const hits: ChunkHit[] = [];
    for (const [path, file] of this.#accepted(filter)) {
      const best = Math.max(0, ...file.chunks.map((c) => ofChunk.get(c)!));
      const prior = priors[classifyPath(path)];
      file.chunks.forEach((c, i) => {
        const own = ofChunk.get(c)!;
        if (own > 0) hits.push({ ...c.hit, score: prior * (ofFile.get(file)! * (floor + ((1 - floor) * own) / best) + chunkShare * own) });
        else if (best === 0 && i === 0 && ofFile.get(file)! > 0) hits.push({ ...c.hit, score: prior * ofFile.get(file)! });
      });
    }
    return hits.sort(byScoreThenPlace).slice(0, limit);
  }

  async dense(vector: Float32Array, limit: number, filter: SearchFilter): Promise<ChunkHit[]> {
    const hits = this.#accepted(filter).flatMap(([, file]) => file.chunks.map((c): ChunkHit => ({ ...c.hit, score: c.vector.reduce((sum, x, i) => sum + x * vector[i]!, 0) })));
    return hits.filter((hit) => hit.score > 0).sort(byScoreThenPlace).slice(0, limit);
  }

  async publish(generation: number): Promise<void> {
    this.#generation = generation;
  }

  async stats(): Promise<IndexStats> {
    const chunks = this.#allChunks();
    return { generation: this.#generation, files: this.#files.size, chunks: chunks.length, vectors: chunks.length, terms: new Set(chunks.flatMap((c) => c.body)).size, ...this.#model, storage: 'memory', bytesOnDisk: 0 };
  }

  async close(): Promise<void> {}

  #allChunks(): StoredChunk[] {
    return [...this.#files.values()].flatMap((file) => file.chunks);
  }

  #accepted(filter: SearchFilter): [string, StoredFile][] {
    return [...this.#files].filter(([path, file]) => path.startsWith(filter.pathPrefix ?? '') && (filter.languages === undefined || filter.languages.includes(file.language)));
  }
}

function byScoreThenPlace(a: ChunkHit, b: ChunkHit): number {
  return b.score - a.score || (a.path === b.path ? a.startLine - b.startLine : a.path < b.path ? -1 : 1);
}
