import { DomainError } from '@twinmcp/kernel';

/** Of the lists in one answer, as JSON; what is around them fits into the 512 KiB of a message. */
const MAX_BYTES = 440 * 1024;

export function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor)) throw new DomainError('invalid-input', 'the cursor is not one that this question gave');
  return Number(cursor);
}

/** How much room is left in an answer. */
export class AnswerRoom {
  #left = MAX_BYTES;

  /** The first of the items, as many as there is room for; at least one of a list, so that paging goes on. */
  take<T>(items: readonly T[], atLeastOne = false): T[] {
    const taken: T[] = [];
    for (const item of items) {
      const size = Buffer.byteLength(JSON.stringify(item)) + 1;
      if (size > this.#left && !(atLeastOne && taken.length === 0)) break;
      this.#left -= size;
      taken.push(item);
    }
    return taken;
  }
}

/** One page of a list that `total` items long began at `offset`. */
export function nextCursor(offset: number, taken: number, total: number): string | null {
  return taken > 0 && offset + taken < total ? String(offset + taken) : null;
}
