import type { TermEntry } from '@twinmcp/retrieval';

/** Of postings; what is around each is counted with it. */
const MOST_BYTES = 4_000_000;
const OVERHEAD = 200;

/** Postings of the terms asked for last, of segments that are never written again. Questions share most of their words. */
export class TermCache {
  readonly #entries = new Map<string, TermEntry | null>();
  #bytes = 0;

  find(segment: number, term: string, read: () => TermEntry | null): TermEntry | null {
    const key = `${segment} ${term}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = copyOf(read());
      this.#bytes += sizeOf(entry);
    } else this.#entries.delete(key);
    this.#entries.set(key, entry);
    while (this.#bytes > MOST_BYTES) {
      const [oldest, gone] = this.#entries.entries().next().value!;
      this.#entries.delete(oldest);
      this.#bytes -= sizeOf(gone);
    }
    return entry;
  }

  /** The segment is gone. */
  forget(segment: number): void {
    for (const [key, entry] of this.#entries) {
      if (!key.startsWith(`${segment} `)) continue;
      this.#entries.delete(key);
      this.#bytes -= sizeOf(entry);
    }
  }
}

/** Without the block that it lies in. */
function copyOf(entry: TermEntry | null): TermEntry | null {
  if (entry === null) return null;
  const { bytes, chunksStart, chunksEnd, pathsStart, pathsEnd } = entry;
  return { bytes: bytes.slice(chunksStart, pathsEnd), chunksStart: 0, chunksEnd: chunksEnd - chunksStart, pathsStart: pathsStart - chunksStart, pathsEnd: pathsEnd - chunksStart };
}

const sizeOf = (entry: TermEntry | null): number => OVERHEAD + (entry?.bytes.length ?? 0);
