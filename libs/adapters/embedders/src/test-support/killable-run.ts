// A vectorisation that a test kills: node killable-run.ts <directory> <texts>. Every text embedded is a line of `embedded.log`; prints `done <texts embedded>` at the end.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddingEngine, type EmbeddingProvider, type HashedText } from '@twinmcp/vectorization';
import { SqliteEmbeddingCache } from '../cache/sqlite-embedding-cache.ts';

const [directory, count] = process.argv.slice(2);

class SlowProvider implements EmbeddingProvider {
  readonly model = 'slow';
  readonly dimensions = 64;
  readonly limits = { longInput: 'whole' as const, batchTexts: 32, batchCharacters: 100_000, concurrency: 2, cacheable: true };

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    appendFileSync(path.join(directory!, 'embedded.log'), texts.map((text) => `${text}\n`).join(''));
    await new Promise((resolve) => setTimeout(resolve, 3));
    return texts.map((text) => Float32Array.from({ length: 64 }, (_, i) => Math.fround(Math.sin(text.length + i + Number(text.slice(5))))));
  }
}

const texts = (from: number, to: number) => Array.from({ length: to - from }, (_, i): HashedText => ({ hash: `hash ${from + i}`, text: `text ${from + i}` }));

const cache = new SqliteEmbeddingCache({ file: path.join(directory!, 'vectors.cache'), maxBytes: () => 1e9 });
const engine = new EmbeddingEngine(new SlowProvider(), { cache });
let embedded = 0;
for (let from = 0; from < Number(count); from += 128) embedded += (await engine.embed(texts(from, Math.min(from + 128, Number(count))))).embedded;
await cache.close();
console.log(`done ${embedded}`);
