import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MemoryVectorStore, VectorStoreIndexStore, embeddingText, textHash, type CountedFile, type IndexableFile } from '@twinmcp/vectorization';
import { SqliteChunkIndex } from '../index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'import-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const texts = ['export function serializeReply(reply) { return reply.body + reply.body }', 'class Router extends Emitter { match(url) {} }', 'const 検索 = naïve;', ''];
const files = ['src/reply.ts', 'src/http/router.ts', 'docs/é.md', 'empty.ts'].map((filePath, f): IndexableFile => {
  const chunks = filePath === 'empty.ts' ? [] : texts.slice(f, f + 2).map((text, i) => ({ id: `c${i}`, kind: 'symbol' as const, symbol: i ? null : 'Reply.serializeReply', symbolKind: null, header: i ? 'class Reply' : '', startLine: 5 - i, endLine: 9, text }));
  return { path: filePath, language: 'typescript', fileHash: `h${f}`, lines: 9, bytes: 99, chunks, textHashes: chunks.map((chunk) => textHash(embeddingText(chunk))), vectors: chunks.map((_, i) => Float32Array.of(1, f, i, 0.5)) };
});

it('an index read out of SQLite makes the same points as the text it came from', async () => {
  const sqlite = await SqliteChunkIndex.open(path.join(root, 'index.db'), { model: 'test', dimensions: 4 });
  await sqlite.replaceFiles(files);
  const counted: CountedFile[] = [];
  for await (const file of sqlite.countedFiles()) counted.push(file);
  const points = async (fill: (index: Awaited<ReturnType<VectorStoreIndexStore['open']>>) => Promise<void>) => {
    const store = new MemoryVectorStore();
    const index = await new VectorStoreIndexStore(store, { model: 'test', dimensions: 4, storage: 'memory' }).open('w');
    await fill(index);
    const [collection] = await store.listCollections();
    const stored = (await store.scroll(collection!, { limit: 100, vectors: true })).points.filter(({ payload }) => payload['type'] !== 'meta');
    return { words: stored.map(({ id, payload, vectors: { dense: _, ...sparse } }) => ({ id, payload, sparse })), dense: stored.map(({ vectors }) => vectors['dense'] as Float32Array | undefined) };
  };
  const [fromText, imported] = [await points((index) => index.replaceFiles(files)), await points((index) => index.importFiles(counted))];
  expect(fromText.words).toHaveLength(4 + 6);
  expect(imported.words).toEqual(fromText.words);
  // SQLite keeps eight bits of a value.
  imported.dense.forEach((vector, i) => vector?.forEach((value, d) => expect(Math.abs(value - fromText.dense[i]![d]!)).toBeLessThan(0.01)));
  await sqlite.close();
});
