import path from 'node:path';
import { structuralSimilarity, type CodeGraph, type DuplicatePair } from '@twinmcp/code-graph';
import { contentHash } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import { WorkerCodeGraph } from '@twinmcp/sqlite-store';
import { decodeLines, decodeText, type LineIndex, type WorkspaceSourceReader } from '@twinmcp/workspaces';
import type { OpenWorkspaces } from '../sources/open-workspaces.ts';
import type { WorkspaceRecord } from '../state/workspace-registry.ts';
import type { WorkspaceGraphs } from './workspace-graphs.ts';

/** A project file is small; what is not is none. */
const MAX_PROJECT_FILE = 1_048_576;

/** One graph thread a workspace, beside its symbol store. The texts that a graph asks for are read from the source and kept nowhere. */
export class WorkerGraphs implements WorkspaceGraphs {
  readonly #options: { readonly dataDir: string; readonly open: OpenWorkspaces; readonly onNotice: (notice: string) => void };
  readonly #graphs = new Map<string, { readonly graph: WorkerCodeGraph; record: WorkspaceRecord }>();

  constructor(options: { dataDir: string; open: OpenWorkspaces; onNotice: (notice: string) => void }) {
    this.#options = options;
  }

  open(record: WorkspaceRecord, { deadline, signal }: Pick<CallContext, 'deadline' | 'signal'>): CodeGraph {
    return this.#graph(record).within({ signal, timeoutMs: deadline.remainingMs() });
  }

  #graph(record: WorkspaceRecord): WorkerCodeGraph {
    const { id } = record.workspace;
    const known = this.#graphs.get(id);
    if (known) {
      known.record = record;
      return known.graph;
    }
    const { dataDir, open, onNotice } = this.#options;
    const reader = (): Promise<WorkspaceSourceReader> => open.reader(this.#graphs.get(id)?.record ?? record);
    const graph = new WorkerCodeGraph({
      file: path.join(dataDir, 'ast-analysis', id, 'syntax.sqlite'), onNotice,
      projectFiles: { read: async (paths) => readTexts(await reader(), paths) },
      verifier: { similarities: async (pairs) => compare(await reader(), pairs) },
    });
    this.#graphs.set(id, { graph, record });
    return graph;
  }

  async drop(workspaceId: string): Promise<void> {
    const known = this.#graphs.get(workspaceId);
    this.#graphs.delete(workspaceId);
    await known?.graph.close();
  }

  async close(): Promise<void> {
    for (const id of this.#graphs.keys()) await this.drop(id);
  }
}

async function readTexts(source: WorkspaceSourceReader, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const at of paths) {
    const read = await source.read(at);
    const text = read.ok && read.content.byteLength <= MAX_PROJECT_FILE ? decodeText(read.content) : null;
    if (text !== null) texts.set(at, text);
  }
  return texts;
}

/** Each file is read once and must be the one that was indexed. */
async function compare(source: WorkspaceSourceReader, pairs: readonly DuplicatePair[]): Promise<(number | null)[]> {
  const files = new Map<string, LineIndex | null>();
  const textOf = async ({ path: at, fileHash, startLine, endLine }: DuplicatePair['left']): Promise<string | null> => {
    let lines = files.get(at);
    if (lines === undefined) {
      const read = await source.read(at);
      files.set(at, (lines = read.ok && contentHash(read.content) === fileHash ? decodeLines(read.content) : null));
    }
    return lines?.slice(startLine, endLine) ?? null;
  };
  const similarities: (number | null)[] = [];
  for (const { left, right } of pairs) {
    const a = await textOf(left);
    const b = await textOf(right);
    similarities.push(a === null || b === null ? null : structuralSimilarity(a, b));
  }
  return similarities;
}
