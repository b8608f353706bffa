import type { astAnalysis, IndexPreview, RpcParsedInput } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { SourceAnalyzer } from '@twinmcp/syntax';
import { previewRun } from '@twinmcp/workspaces';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import { RpcChunkSink } from '../sources/rpc-chunk-sink.ts';
import type { WorkspaceSources } from '../sources/workspace-sources.ts';
import type { WorkspaceRegistry } from '../state/workspace-registry.ts';

/** What an indexing run would do now. */
export class PreviewIndex {
  readonly #registry: WorkspaceRegistry;
  readonly #open: OpenWorkspaces;
  readonly #sources: WorkspaceSources;
  readonly #analyzer: SourceAnalyzer;
  readonly #rpc: RpcClient;

  constructor(ports: { registry: WorkspaceRegistry; open: OpenWorkspaces; sources: WorkspaceSources; analyzer: SourceAnalyzer; rpc: RpcClient }) {
    this.#registry = ports.registry;
    this.#open = ports.open;
    this.#sources = ports.sources;
    this.#analyzer = ports.analyzer;
    this.#rpc = ports.rpc;
  }

  async execute({ workspaceId, full }: RpcParsedInput<typeof astAnalysis.previewIndex>, ctx: CallContext): Promise<IndexPreview> {
    const { workspace } = await this.#registry.get(workspaceId, ctx.tenant);
    const source = this.#sources.open(workspace);
    try {
      return await previewRun({ source, store: this.#open.store(workspaceId), sink: new RpcChunkSink(this.#rpc, workspaceId, ctx), analyzer: this.#analyzer }, { full, signal: ctx.signal });
    } finally {
      await source.close();
    }
  }
}
