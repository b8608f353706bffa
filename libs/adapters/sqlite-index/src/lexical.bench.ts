// Lexical index against FTS5, and the exact vector scan against sqlite-vec, in one run:
//   node --conditions=twinmcp-source libs/adapters/sqlite-index/src/lexical.bench.ts <source folder> [labelled set folder …]
// Chunks are windows of 40 lines. Labelled sets are passages (corpus.jsonl, queries.jsonl).
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { queryTerms, termsOf } from '@twinmcp/retrieval';
import type { IndexableFile } from '@twinmcp/vectorization';
import * as sqliteVec from 'sqlite-vec';
import { SqliteChunkIndex } from './sqlite-chunk-index.ts';

const DIMENSIONS = 256;
const LINES = 40;
const LIMIT = 200;
interface Chunk {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}
interface Contender {
  readonly name: string;
  add(chunks: readonly Chunk[]): Promise<void>;
  search(query: string): Promise<string[]>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

const [root, ...sets] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: lexical.bench.ts <source folder> [labelled set folder …]');
const scratch = mkdtempSync(path.join(tmpdir(), 'lexical-bench-'));
let hashes = 0;
// Cheap, different and dense: what the vectors say does not matter here.
const vectorOf = (seed: number) => Float32Array.from({ length: DIMENSIONS }, (_, i) => Math.sin(seed * 12.9898 + i * 78.233) / Math.sqrt(DIMENSIONS / 2));

async function segments(file: string): Promise<Contender & { index: SqliteChunkIndex }> {
  const index = await SqliteChunkIndex.open(file, { model: 'bench', dimensions: DIMENSIONS });
  const fileOf = ([filePath, chunks]: [string, Chunk[]]): IndexableFile => ({
    path: filePath, language: 'text', fileHash: 'h', lines: 1, bytes: 1,
    chunks: chunks.map((chunk, i) => ({ id: filePath, kind: 'text', symbol: chunk.name || null, symbolKind: null, header: '', startLine: 1 + i, endLine: 1 + i, text: chunk.text })),
    textHashes: chunks.map(() => (hashes++).toString(16).padStart(32, '0')), vectors: chunks.map(() => vectorOf(hashes)),
  });
  return {
    name: 'segments', index,
    add: (chunks) => index.replaceFiles([...Map.groupBy(chunks, (chunk) => chunk.path)].map(fileOf)),
    search: async (query) => (await index.lexical(query, LIMIT, {})).map((hit) => hit.path),
    settled: () => index.settled(),
    close: () => index.close(),
  };
}

/** Contentless FTS5 with our terms, sorted so that positions rebuild no text. */
function fts5(file: string): Contender {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE VIRTUAL TABLE terms USING fts5(name, path, body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0 tokenchars '_'"); CREATE TABLE places (id INTEGER PRIMARY KEY, path TEXT);`);
  const insert = database.prepare('INSERT INTO terms (rowid, name, path, body) VALUES (?, ?, ?, ?)');
  const place = database.prepare('INSERT INTO places (id, path) VALUES (?, ?)');
  const find = database.prepare(`SELECT places.path AS path FROM terms JOIN places ON places.id = terms.rowid WHERE terms MATCH ? ORDER BY bm25(terms, 5.0, 1.5, 1.0) LIMIT ${LIMIT}`);
  const sorted = (text: string) => termsOf(text).sort().join(' ');
  let id = 0;
  return {
    name: 'fts5',
    add: async (chunks) => {
      database.exec('BEGIN');
      for (const chunk of chunks) {
        insert.run(++id, sorted(chunk.name), sorted(chunk.path), sorted(chunk.text));
        place.run(id, chunk.path);
      }
      database.exec('COMMIT');
    },
    search: async (query) => find.all([...queryTerms(query).keys()].map((term) => `"${term}"`).join(' OR ')).map((row) => row.path as string),
    settled: async () => {},
    close: async () => database.close(),
  };
}

function* chunksOf(folder: string): Generator<Chunk> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ts|tsx|js|mjs|py|go|md)$/.test(entry.name) || /\.d\.ts$|\.min\./.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (let i = 0; i < lines.length; i += LINES) yield { path: path.relative(folder, file), name: '', text: lines.slice(i, i + LINES).join('\n') };
  }
}

const percentile = (values: number[], p: number) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]!.toFixed(2);
const lines = (file: string) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

const chunks = [...chunksOf(root)];
const megabytes = chunks.reduce((sum, chunk) => sum + chunk.text.length, 0) / 1e6;
const sentences = chunks.flatMap((chunk) => chunk.text.match(/(?<=\* )[A-Z][a-z]+ [^*\n.]{40,120}/g) ?? []);
const queries = sentences.filter((_, i) => i % Math.ceil(sentences.length / 200) === 0).map((sentence) => sentence.split(/\s+/).slice(0, 12).join(' '));
console.log(`${chunks.length} chunks, ${megabytes.toFixed(1)} MB, ${queries.length} queries`);

const own = await segments(path.join(scratch, 'own', 'index.db'));
for (const contender of [own, fts5(path.join(scratch, 'fts5.db'))]) {
  const started = performance.now();
  for (let i = 0; i < chunks.length; i += 400) await contender.add(chunks.slice(i, i + 400));
  await contender.settled();
  const build = performance.now() - started;
  const times: number[] = [];
  for (const query of [...queries, ...queries]) {
    const at = performance.now();
    await contender.search(query);
    times.push(performance.now() - at);
  }
  const file = contender === own ? path.join(scratch, 'own', 'index.db') : path.join(scratch, 'fts5.db');
  console.log(`${contender.name}: build ${(build / megabytes).toFixed(0)} ms/MB${contender === own ? ' (with vectors of the bench)' : ''}, ${(statSync(file).size / megabytes / 1e6).toFixed(2)} MB/MB, search p50 ${percentile(times, 0.5)} p95 ${percentile(times, 0.95)} ms`);
}

const vec = new DatabaseSync(':memory:', { allowExtension: true });
sqliteVec.load(vec);
vec.exec(`CREATE VIRTUAL TABLE v USING vec0(e int8[${DIMENSIONS}])`);
const insertVector = vec.prepare('INSERT INTO v (rowid, e) VALUES (?, vec_int8(?))');
vec.exec('BEGIN');
for (let i = 0; i < chunks.length; i++) insertVector.run(BigInt(i + 1), new Uint8Array(Int8Array.from(vectorOf(i), (x) => x * 700).buffer));
vec.exec('COMMIT');
const nearest = vec.prepare(`SELECT rowid FROM v WHERE e MATCH vec_int8(?) ORDER BY distance LIMIT ${LIMIT}`);
for (const [name, scan] of [
  ['dense, own scan', (seed: number) => own.index.dense(vectorOf(seed), LIMIT, {})],
  ['dense, sqlite-vec int8', async (seed: number) => nearest.all(new Uint8Array(Int8Array.from(vectorOf(seed), (x) => x * 700).buffer))],
] as const) {
  const times: number[] = [];
  for (let seed = 0.5; seed < 100; seed++) {
    const at = performance.now();
    await scan(seed);
    times.push(performance.now() - at);
  }
  console.log(`${name}: p50 ${percentile(times, 0.5)} p95 ${percentile(times, 0.95)} ms`);
}
vec.close();
await own.close();

for (const set of sets) {
  const corpus = lines(path.join(set, 'corpus.jsonl')) as { id: string; text: string; title?: string }[];
  const labelled = lines(path.join(set, 'queries.jsonl')) as { query: string; gold: string[]; exclude?: string[] }[];
  for (const contender of [await segments(path.join(scratch, path.basename(set), 'index.db')), fts5(path.join(scratch, `${path.basename(set)}.db`))]) {
    // The id is no path a reader would ask for: give every passage the same.
    await contender.add(corpus.map((passage, i) => ({ path: `${String(i).padStart(6, '0')}`, name: passage.title ?? '', text: passage.text })));
    let sum = 0;
    for (const { query, gold, exclude } of labelled) {
      const ranked = (await contender.search(query)).map((n) => corpus[Number(n)]!.id).filter((id) => !exclude?.includes(id));
      const first = ranked.findIndex((id) => gold.includes(id));
      sum += first < 0 ? 0 : 1 / (first + 1);
    }
    console.log(`${path.basename(set)}, ${contender.name}: MRR ${(sum / labelled.length).toFixed(3)}`);
    await contender.close();
  }
}
rmSync(scratch, { recursive: true, force: true });
