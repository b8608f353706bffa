import type { ChunkInput, FileChunks } from '@twinmcp/contracts';

export interface SplitFile {
  readonly parts: readonly FileChunks[];
  /** JSON bytes of each part. */
  readonly sizes: readonly number[];
  /** Chunks whose text alone is over the limit; their end is not indexed. */
  readonly cutChunks: number;
}

/** JSON bytes of a chunk inside an array. */
const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value)) + 1;

/** A file as one message part, or several when its chunks do not fit into `maxBytes` of JSON. */
export function splitFile(file: Omit<FileChunks, 'part' | 'last'>, maxBytes: number): SplitFile {
  const { chunks, ...head } = file;
  const headBytes = jsonBytes({ ...head, chunks: [], part: 1_000_000, last: false });
  const groups: ChunkInput[][] = [[]];
  const sizes: number[] = [headBytes];
  let cutChunks = 0;
  for (let chunk of chunks) {
    let size = jsonBytes(chunk);
    if (headBytes + size > maxBytes) {
      chunk = cut(chunk, maxBytes - headBytes);
      size = jsonBytes(chunk);
      cutChunks++;
    }
    if (groups.at(-1)!.length > 0 && sizes.at(-1)! + size > maxBytes) {
      groups.push([]);
      sizes.push(headBytes);
    }
    groups.at(-1)!.push(chunk);
    sizes[sizes.length - 1]! += size;
  }
  return { parts: groups.map((group, part) => ({ ...head, chunks: group, part, last: part === groups.length - 1 })), sizes, cutChunks };
}

/** JSON escapes make a character up to six bytes, so shrink until it fits. */
function cut(chunk: ChunkInput, maxBytes: number): ChunkInput {
  let text = chunk.text.slice(0, Math.max(0, maxBytes));
  while (text.length > 0 && jsonBytes({ ...chunk, text }) > maxBytes) text = text.slice(0, Math.floor(text.length / 2));
  return { ...chunk, text: text.replace(/[\uD800-\uDBFF]$/, '') };
}
