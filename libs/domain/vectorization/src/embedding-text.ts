import type { ChunkInput } from '@twinmcp/contracts';
import { contentHash } from '@twinmcp/kernel';

/** What a vector stands for: the chunk with the name and the container it would be looked for by. Not the path, so a moved file keeps its vectors. */
export function embeddingText(chunk: Pick<ChunkInput, 'symbol' | 'header' | 'text'>): string {
  return `${chunk.symbol ?? ''}\n${chunk.header}\n${chunk.text}`;
}

export function textHash(text: string): string {
  return contentHash(text);
}
