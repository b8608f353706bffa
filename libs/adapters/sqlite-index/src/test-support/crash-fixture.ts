// Program of crash.medium.test.ts: writes until it is killed.
import { pathToFileURL } from 'node:url';
import type { IndexableFile } from '@twinmcp/vectorization';
import { SqliteChunkIndex } from '../sqlite-chunk-index.ts';

export const crashIdentity = { model: 'test', dimensions: 32 };

export function crashFile(i: number): IndexableFile {
  const text = `export function work${i}() { return marker${i} + ${Array.from({ length: 200 }, (_, k) => `word${(i * 31 + k * 7) % 997}`).join(' + ')} }`;
  const chunk = { id: `c${i}`, kind: 'symbol' as const, symbol: `work${i}`, symbolKind: null, header: '', startLine: 1, endLine: 3, text };
  const vector = Float32Array.from({ length: 32 }, (_, d) => (1 + ((i + d) % 3)) / 12);
  return { path: `src/file${i}.ts`, language: 'typescript', fileHash: `h${i}`, lines: 3, bytes: text.length, chunks: [chunk], textHashes: [i.toString(16).padStart(32, '0')], vectors: [vector] };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const index = await SqliteChunkIndex.open(process.argv[2]!, crashIdentity);
  for (let i = Number(process.argv[3]); ; i++) {
    await index.replaceFiles([crashFile(i)]);
    process.stdout.write(`${i}\n`);
  }
}
