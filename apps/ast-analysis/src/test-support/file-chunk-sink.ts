import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FileChunks } from '@twinmcp/contracts';
import { sleep } from '@twinmcp/kernel';
import type { ChunkSink } from '@twinmcp/workspaces';

/** A chunk index as one file for each source file: what a killed process wrote is still there. */
export class FileChunkSink implements ChunkSink {
  readonly #directory: string;
  readonly #delayMs: number;
  readonly #onUpsert: () => void;

  constructor(directory: string, delayMs = 0, onUpsert: () => void = () => {}) {
    this.#directory = directory;
    this.#delayMs = delayMs;
    this.#onUpsert = onUpsert;
    mkdirSync(directory, { recursive: true });
  }

  async stats(): Promise<{ generation: number; files: number }> {
    return { generation: this.#generation(), files: this.contents().length };
  }

  async listFiles(): Promise<{ files: { path: string; fileHash: string }[]; more: boolean }> {
    return { files: this.contents().map(({ path: file, fileHash }) => ({ path: file, fileHash })), more: false };
  }

  async upsert(files: readonly FileChunks[]): Promise<void> {
    for (const file of files) {
      const at = this.#fileOf(file.path);
      writeFileSync(`${at}.new`, JSON.stringify(file));
      renameSync(`${at}.new`, at);
    }
    this.#onUpsert();
    await sleep(this.#delayMs); // between the index having it and the caller knowing it
  }

  async delete(paths: readonly string[]): Promise<void> {
    for (const file of paths) rmSync(this.#fileOf(file), { force: true });
  }

  async publish(generation: number): Promise<void> {
    writeFileSync(path.join(this.#directory, 'generation'), String(generation));
  }

  contents(): FileChunks[] {
    return readdirSync(this.#directory).filter((name) => name.endsWith('.json')).sort().map((name) => JSON.parse(readFileSync(path.join(this.#directory, name), 'utf8')) as FileChunks);
  }

  #generation(): number {
    return readdirSync(this.#directory).includes('generation') ? Number(readFileSync(path.join(this.#directory, 'generation'), 'utf8')) : 0;
  }

  #fileOf(file: string): string {
    return path.join(this.#directory, `${encodeURIComponent(file)}.json`);
  }
}
