import type { FileChunks } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { ChunkSink } from '../chunk-sink.ts';

/** A chunk index in memory that holds what a real one promises: a file is replaced when its last part arrives, a wrong count is refused. */
export class MemoryChunkSink implements ChunkSink {
  readonly files = new Map<string, { fileHash: string; chunks: FileChunks['chunks'] }>();
  readonly #parts = new Map<string, FileChunks[]>();
  generation = 0;
  upserts = 0;
  /** Called before each operation takes effect: a test fails or delays it here. */
  before: (operation: 'upsert' | 'delete' | 'publish', detail: readonly string[]) => void | Promise<void> = () => {};

  async stats() {
    return { generation: this.generation, files: this.files.size };
  }

  async listFiles(after: string, limit: number) {
    const paths = [...this.files.keys()].filter((path) => path > after).sort();
    return { files: paths.slice(0, limit).map((path) => ({ path, fileHash: this.files.get(path)!.fileHash })), more: paths.length > limit };
  }

  async upsert(files: readonly FileChunks[]): Promise<void> {
    await this.before('upsert', files.map((file) => file.path));
    this.upserts++;
    for (const file of files) {
      const parts = file.part === 0 ? [file] : [...(this.#parts.get(file.path) ?? []), file];
      this.#parts.set(file.path, parts);
      if (!file.last) continue;
      if (parts.length !== file.part + 1) throw new DomainError('conflict', `parts of ${file.path} are missing`);
      this.#parts.delete(file.path);
      this.files.set(file.path, { fileHash: file.fileHash, chunks: parts.flatMap((part) => part.chunks) });
    }
  }

  async delete(paths: readonly string[]): Promise<void> {
    await this.before('delete', paths);
    for (const path of paths) this.files.delete(path);
  }

  async publish(generation: number, files: number): Promise<void> {
    await this.before('publish', [String(generation)]);
    if (files !== this.files.size) throw new DomainError('conflict', `the index holds ${this.files.size} files, not ${files}`);
    this.generation = generation;
  }
}
