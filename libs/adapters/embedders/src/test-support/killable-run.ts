// A vectorisation that a test kills: node killable-run.ts <directory> <texts>. Every text embedded is a line of `embedded.log`; prints `done <texts embedded>` at the end.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { EmbeddingEngine, vectorizeStream, type EmbeddingProvider, type HashedText } from '@twinmcp/vectorization';
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

async function* texts(): AsyncGenerator<HashedText> {
  for (let i = 0; i < Number(count); i++) yield { hash: `hash ${i}`, text: `text ${i}` };
}

const cache = new SqliteEmbeddingCache({ file: path.join(directory!, 'vectors.cache'), maxBytes: () => 1e9 });
const sink = { missing: async (items: readonly HashedText[]) => items, store: async () => {} };
const { embedded } = await vectorizeStream(texts(), sink, new EmbeddingEngine(new SlowProvider(), { cache }), { windowTexts: 128 });
await cache.close();
console.log(`done ${embedded}`);
