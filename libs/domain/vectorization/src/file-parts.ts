import type { FileChunks } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';

interface Pending {
  readonly fileHash: string;
  readonly parts: Map<number, FileChunks>;
  bytes: number;
}

/**
 * Puts together files that came in several messages. Parts may repeat; they must come in order, since a gap means that
 * a part was lost with a restart: the sender then gets `conflict` and sends the file again. Bounded: the file that
 * waited longest is forgotten first, and its sender is told the same way.
 */
export class FileParts {
  readonly #maxBytes: number;
  readonly #pending = new Map<string, Pending>();
  #bytes = 0;

  constructor(maxBytes = 64 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  /** The whole file when this was its last part, else null. `isStored`: the index has this path with this hash already, so a repeated last part is no loss. */
  async accept(scope: string, file: FileChunks, isStored: () => Promise<boolean>): Promise<FileChunks | null | 'stored'> {
    const key = `${scope}\0${file.path}`;
    if (file.part === 0 && file.last) {
      this.#forget(key);
      return file;
    }
    let pending = this.#pending.get(key);
    if (pending === undefined || pending.fileHash !== file.fileHash) {
      if (file.part !== 0) {
        if (file.last && (await isStored())) return 'stored';
        throw new DomainError('conflict', `part ${file.part} of ${file.path} came without the parts before it; send the file again`, { details: { path: file.path, part: file.part } });
      }
      this.#forget(key);
      pending = { fileHash: file.fileHash, parts: new Map(), bytes: 0 };
      this.#pending.set(key, pending);
    }
    if (file.part > pending.parts.size) throw new DomainError('conflict', `part ${pending.parts.size} of ${file.path} is missing; send the file again`, { details: { path: file.path, part: file.part } });
    this.#add(pending, file);
    if (!file.last) {
      this.#evict(key);
      return null;
    }
    this.#forget(key);
    const parts = [...pending.parts.entries()].filter(([number]) => number <= file.part).sort(([a], [b]) => a - b);
    return { ...file, part: 0, last: true, chunks: parts.flatMap(([, part]) => part.chunks) };
  }

  forgetScope(scope: string): void {
    for (const key of this.#pending.keys()) if (key.startsWith(`${scope}\0`)) this.#forget(key);
  }

  #add(pending: Pending, file: FileChunks): void {
    const bytes = sizeOf(file);
    const replaced = pending.parts.get(file.part);
    const change = bytes - (replaced ? sizeOf(replaced) : 0);
    pending.parts.set(file.part, file);
    pending.bytes += change;
    this.#bytes += change;
  }

  #evict(keep: string): void {
    for (const key of this.#pending.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      if (key !== keep) this.#forget(key);
    }
    if (this.#bytes > this.#maxBytes) {
      this.#forget(keep);
      throw new DomainError('payload-too-large', `the parts of one file exceed ${this.#maxBytes} bytes`);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#pending.get(key)?.bytes ?? 0;
    this.#pending.delete(key);
  }
}

function sizeOf(file: FileChunks): number {
  return file.chunks.reduce((sum, chunk) => sum + 2 * (chunk.text.length + chunk.header.length) + 200, 0);
}
