// The chunks that the benchmarks of the embedded index measure with: the pinned corpus of `npm run bench` through the
// product's own analyser and model, kept beside the corpus. Copies stand for a bigger repository.
import { createHash } from 'node:crypto';
import { createReadStream, closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { StaticCodeEmbedder } from '@twinmcp/embedders';
import { contentHash } from '@twinmcp/kernel';
import { TreeSitterAnalyzer } from '@twinmcp/tree-sitter';
import { embeddingText, textHash, type IndexableFile } from '@twinmcp/vectorization';
import { fetchCorpus } from '../../../../../tools/bench/fetch-corpus.ts';
import { sampleQueries } from '../../../../../tools/bench/queries.ts';

export const DIMENSIONS = 256;
const QUERIES = 300;
export const NEAREST = 10;
const VECTOR_BYTES = DIMENSIONS * 4;
/** Length of the noise on the vectors of a copy, whose own length is 1: cosine .9 to the original. */
const NOISE = 0.48;

type BareFile = Omit<IndexableFile, 'vectors'>;

export interface Query {
  readonly text: string;
  readonly vector: Float32Array;
  /** Cosine of the tenth nearest chunk, all compared as floats. */
  readonly tenth: number;
}

export interface EmbeddedCorpus {
  readonly chunks: number;
  readonly queries: readonly Query[];
  /** Every file of every copy, in batches of about `chunksAtOnce` chunks. */
  batches(copies: number, chunksAtOnce: number): AsyncGenerator<IndexableFile[]>;
  /** Cosine of the vector of chunk `n` of a file of the original with a query. */
  cosine(path: string, n: number, query: Float32Array): number;
}

export async function embeddedCorpus(): Promise<EmbeddedCorpus> {
  const cache = process.env['BENCH_CACHE_DIR'] ?? path.join(homedir(), '.cache', 'twinmcp-bench');
  const { root } = fetchCorpus(cache);
  const key = createHash('sha256').update([new StaticCodeEmbedder().model, new TreeSitterAnalyzer().version, QUERIES, NEAREST].join(' ')).digest('hex').slice(0, 16);
  const folder = path.join(cache, `embedded-${key}`);
  if (!existsSync(folder)) await embed(root, folder);
  return read(folder);
}

async function embed(root: string, folder: string): Promise<void> {
  process.stderr.write('reading, cutting and embedding the corpus, once …\n');
  const partial = `${folder}.part`;
  mkdirSync(partial, { recursive: true });
  const [analyzer, embedder] = [new TreeSitterAnalyzer(), new StaticCodeEmbedder()];
  const [files, vectors] = [openSync(path.join(partial, 'files.jsonl'), 'w'), openSync(path.join(partial, 'vectors.f32'), 'w')];
  const queryTexts = sampleQueries(root, QUERIES);
  const queryVectors = await embedder.embed(queryTexts, 'query');
  const best = queryTexts.map((): number[] => []);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }).sort((a, b) => (path.join(a.parentPath, a.name) < path.join(b.parentPath, b.name) ? -1 : 1))) {
    if (!entry.isFile() || entry.name.endsWith('.done')) continue;
    const full = path.join(entry.parentPath, entry.name);
    const content = readFileSync(full);
    const { language, lines, chunks } = await analyzer.analyze({ path: path.relative(root, full), content });
    const file: BareFile = { path: path.relative(root, full), language, fileHash: contentHash(content), lines, bytes: content.length, chunks: chunks.toSorted((a, b) => a.startLine - b.startLine), textHashes: [] };
    const hashes = file.chunks.map((chunk) => textHash(embeddingText(chunk)));
    writeSync(files, `${JSON.stringify({ ...file, textHashes: hashes })}\n`);
    for (const vector of await embedder.embed(file.chunks.map(embeddingText), 'document')) {
      writeSync(vectors, new Uint8Array(vector.buffer, vector.byteOffset, VECTOR_BYTES));
      best.forEach((list, q) => keep(list, dot(vector, queryVectors[q]!)));
    }
  }
  await analyzer.close();
  for (const file of [files, vectors]) closeSync(file);
  writeFileSync(path.join(partial, 'queries.json'), JSON.stringify(queryTexts.map((text, q) => ({ text, vector: [...queryVectors[q]!], tenth: best[q]!.at(-1)! }))));
  renameSync(partial, folder);
}

async function read(folder: string): Promise<EmbeddedCorpus> {
  const queries = (JSON.parse(readFileSync(path.join(folder, 'queries.json'), 'utf8')) as { text: string; vector: number[]; tenth: number }[])
    .map(({ text, vector, tenth }) => ({ text, vector: Float32Array.from(vector), tenth }));
  const file = openSync(path.join(folder, 'vectors.f32'), 'r');
  const rowOf = new Map<string, number>();
  const files = async function* (): AsyncGenerator<BareFile> {
    for await (const line of createInterface({ input: createReadStream(path.join(folder, 'files.jsonl')) })) yield JSON.parse(line) as BareFile;
  };
  let chunks = 0;
  for await (const one of files()) {
    rowOf.set(one.path, chunks);
    chunks += one.chunks.length;
  }
  const vectorAt = (row: number): Float32Array => {
    const vector = new Float32Array(DIMENSIONS);
    readSync(file, new Uint8Array(vector.buffer), 0, VECTOR_BYTES, row * VECTOR_BYTES);
    return vector;
  };
  return {
    chunks,
    queries,
    cosine: (of, n, query) => dot(vectorAt(rowOf.get(of)! + n), query),
    batches: async function* (copies, chunksAtOnce) {
      for (let copy = 0; copy < copies; copy++) {
        let batch: IndexableFile[] = [];
        let held = 0;
        for await (const one of files()) {
          const first = rowOf.get(one.path)!;
          const vectors = one.chunks.map((_, n) => perturbed(vectorAt(first + n), copy, first + n));
          batch.push(copy === 0 ? { ...one, vectors } : { ...one, path: `copy${copy}/${one.path}`, textHashes: one.textHashes.map((hash, n) => createHash('sha256').update(`${copy} ${n} ${hash}`).digest('hex').slice(0, hash.length)), vectors });
          held += one.chunks.length;
          if (held < chunksAtOnce) continue;
          yield batch;
          [batch, held] = [[], 0];
        }
        if (batch.length > 0) yield batch;
      }
    },
  };
}

/** The original itself in copy 0; else with noise that copy and row decide, of length 1 again. */
function perturbed(vector: Float32Array, copy: number, row: number): Float32Array {
  if (copy === 0) return vector;
  let state = (Math.imul(row, 0x9e3779b1) ^ Math.imul(copy, 0x85ebca6b)) >>> 0;
  let length = 0;
  for (let d = 0; d < DIMENSIONS; d++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    // Uniform noise of variance NOISE² ÷ dimensions.
    vector[d]! += ((state >>> 0) / 2 ** 32 - 0.5) * NOISE * Math.sqrt(12 / DIMENSIONS);
    length += vector[d]! ** 2;
  }
  const factor = 1 / Math.sqrt(length || 1);
  for (let d = 0; d < DIMENSIONS; d++) vector[d]! *= factor;
  return vector;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < DIMENSIONS; d++) sum += a[d]! * b[d]!;
  return sum;
}

/** The best ten, best first. */
function keep(list: number[], score: number): void {
  if (list.length === NEAREST && score <= list[NEAREST - 1]!) return;
  const at = list.findIndex((other) => other < score);
  list.splice(at < 0 ? list.length : at, 0, score);
  if (list.length > NEAREST) list.pop();
}
