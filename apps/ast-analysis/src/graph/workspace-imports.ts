import { Deadline } from '@twinmcp/kernel';
import { FileGraph } from '@twinmcp/retrieval';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from './graph-questions.ts';

interface Kept {
  generation: number;
  graph: FileGraph | null;
  refresh: Promise<void> | null;
  /** When it was made, on the clock of this process. */
  madeAt: number;
}

const KEPT = 8;
const MAX_FILES = 100_000;
/** Linking all files of a large workspace for the first time takes seconds; nobody waits for it, the answers after it have it. */
const REFRESH_MS = 120_000;
const MARGIN_MS = 5;
/** Imports change seldom: a graph this old serves the generations after it. */
const FRESH_MS = 60_000;

/** The import graph of whole workspaces, kept in memory and made anew in the background when a generation has passed. */
export class WorkspaceImports {
  readonly #questions: GraphQuestions;
  readonly #kept = new Map<string, Kept>();

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  /** Of this generation or one of the last minute. Only the first is waited for, until the caller's deadline; null: none yet. */
  async of(workspaceId: string, generation: number, ctx: CallContext): Promise<FileGraph | null> {
    const kept = this.#kept.get(workspaceId) ?? { generation: -1, graph: null, refresh: null, madeAt: -Infinity };
    this.#kept.delete(workspaceId);
    this.#kept.set(workspaceId, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(oldest);
    }
    if (kept.generation === generation || performance.now() - kept.madeAt < FRESH_MS) return kept.graph;
    kept.refresh ??= this.#refresh(workspaceId, kept, ctx).finally(() => (kept.refresh = null));
    const wait = kept.graph === null ? ctx.deadline.remainingMs() - MARGIN_MS : 0;
    if (wait > 0) await before(kept.refresh, wait);
    return kept.graph;
  }

  async #refresh(workspaceId: string, kept: Kept, ctx: CallContext): Promise<void> {
    try {
      const question = await this.#questions.open(workspaceId, { ...ctx, signal: undefined, deadline: Deadline.after(REFRESH_MS) });
      const found = await question.graph.dependencies({ path: '', direction: 'imports', depth: 1, groupBy: 'file', limit: MAX_FILES });
      const { generation } = await question.finish();
      kept.graph = new FileGraph(found.edges);
      kept.generation = generation;
      kept.madeAt = performance.now();
    } catch {
      // What the graph cannot tell now it may tell the next time; the ranking goes on without it.
    }
  }
}

async function before(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
