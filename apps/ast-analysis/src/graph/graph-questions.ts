import type { CodeGraph } from '@twinmcp/code-graph';
import type { CallContext } from '@twinmcp/messaging';
import type { SyntaxStore } from '@twinmcp/workspaces';
import type { ReindexOnChange } from '../jobs/reindex-on-change.ts';
import type { LocalGeneration } from '../sources/local-generation.ts';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRecord, WorkspaceRegistry } from '../state/workspace-registry.ts';
import { SourceQuotes } from './source-quotes.ts';
import { resolveSymbol, type ResolvedSymbol } from './symbol-reference.ts';
import type { WorkspaceGraphs } from './workspace-graphs.ts';

/** One question while it is answered. */
export interface GraphQuestion {
  readonly record: WorkspaceRecord;
  readonly graph: CodeGraph;
  readonly store: SyntaxStore;
  readonly quotes: SourceQuotes;
  resolve(reference: string, limit: number): Promise<ResolvedSymbol>;
  /** Reads what was quoted; gives what every answer ends with. */
  finish(): Promise<{ stale: string[]; generation: number }>;
}

export class GraphQuestions {
  readonly #ports: { readonly registry: WorkspaceRegistry; readonly open: OpenWorkspaces; readonly local: LocalGeneration; readonly graphs: WorkspaceGraphs; readonly reindex: ReindexOnChange };

  constructor(ports: { registry: WorkspaceRegistry; open: OpenWorkspaces; local: LocalGeneration; graphs: WorkspaceGraphs; reindex: ReindexOnChange }) {
    this.#ports = ports;
  }

  async open(workspaceId: string, ctx: CallContext): Promise<GraphQuestion> {
    const { registry, open, local, graphs, reindex } = this.#ports;
    const record = await registry.getIndexed(workspaceId, ctx.tenant);
    await local.ensure(record, ctx);
    const store = open.store(workspaceId);
    const graph = graphs.open(record, ctx);
    const quotes = new SourceQuotes(await open.reader(record));
    return {
      record, graph, store, quotes,
      resolve: (reference, limit) => resolveSymbol(reference, graph, store, limit),
      finish: async () => {
        await quotes.read(ctx);
        if (quotes.stale.length > 0) reindex.noticed(workspaceId, ctx);
        return { stale: quotes.stale, generation: record.generation };
      },
    };
  }
}
