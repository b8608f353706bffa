import { embedding, type FileChunks } from '@twinmcp/contracts';
import { LocalError } from '@twinmcp/kernel';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { ChunkSink, ManifestEntry, StoreState } from '@twinmcp/workspaces';

/** The embedding service as the place where chunks go. Its client waits for a service that restarts, up to three times the time of a call. */
export class RpcChunkSink implements ChunkSink {
  readonly #rpc: RpcClient;
  readonly #workspaceId: string;
  readonly #ctx: CallContext;

  constructor(rpc: RpcClient, workspaceId: string, ctx: CallContext) {
    this.#rpc = rpc;
    this.#workspaceId = workspaceId;
    this.#ctx = ctx;
  }

  stats(): Promise<{ generation: number; files: number }> {
    return this.#rpc.call(embedding.indexStats, { workspaceId: this.#workspaceId }, this.#ctx);
  }

  listFiles(after: string, limit: number): Promise<{ files: { path: string; fileHash: string }[]; more: boolean }> {
    return this.#rpc.call(embedding.listFiles, { workspaceId: this.#workspaceId, after, limit }, this.#ctx);
  }

  async upsert(files: readonly FileChunks[]): Promise<void> {
    await this.#rpc.call(embedding.upsertFiles, { workspaceId: this.#workspaceId, files: [...files] }, this.#ctx);
  }

  async delete(paths: readonly string[]): Promise<void> {
    await this.#rpc.call(embedding.deleteFiles, { workspaceId: this.#workspaceId, paths: [...paths] }, this.#ctx);
  }

  async publish(generation: number, files: number): Promise<void> {
    const stats = await this.#rpc.call(embedding.publishGeneration, { workspaceId: this.#workspaceId, generation, files }, this.#ctx);
    if (stats.generation < generation) throw new LocalError('refused', `the index answered generation ${stats.generation} to generation ${generation}`);
  }
}

/** Takes nothing and holds what the manifest says: for a replica that brings its own symbols to a generation whose chunks are indexed already. */
export class LocalOnlySink implements ChunkSink {
  readonly #files: readonly { path: string; fileHash: string }[];
  readonly #generation: number;

  constructor(state: StoreState, manifest: ReadonlyMap<string, ManifestEntry>) {
    this.#generation = state.generation;
    this.#files = [...manifest.values()].filter((entry) => entry.chunks > 0).map((entry) => ({ path: entry.path, fileHash: entry.hash }));
  }

  async stats(): Promise<{ generation: number; files: number }> {
    return { generation: this.#generation, files: this.#files.length };
  }

  async listFiles(): Promise<{ files: readonly { path: string; fileHash: string }[]; more: boolean }> {
    return { files: this.#files, more: false };
  }

  async upsert(): Promise<void> {}
  async delete(): Promise<void> {}
  async publish(): Promise<void> {}
}
