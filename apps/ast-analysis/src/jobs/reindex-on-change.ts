import type { CallContext } from '@twinmcp/messaging';
import type { SubmitIndex } from '../use-cases/submit-index.usecase.ts';

/** Answers to one question read many ranges; the workspace is re-indexed once for all of them. */
const INTERVAL_MS = 3_000;

/** Re-indexes a workspace when somebody notices that its files are not those that were indexed. */
export class ReindexOnChange {
  readonly #submit: SubmitIndex;
  readonly #lastAt = new Map<string, number>();

  constructor(submit: SubmitIndex) {
    this.#submit = submit;
  }

  noticed(workspaceId: string, ctx: CallContext): void {
    const now = Date.now();
    if (now - (this.#lastAt.get(workspaceId) ?? -Infinity) < INTERVAL_MS) return;
    this.#lastAt.set(workspaceId, now);
    // Nobody waits for it, and the next answer notices again.
    this.#submit.execute({ workspaceId, full: false }, { ...ctx, signal: undefined }).catch(() => this.#lastAt.delete(workspaceId));
  }
}
