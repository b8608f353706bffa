import { sleep } from '@twinmcp/kernel';

/** Waits until `condition` gives something other than false, null or undefined; fails with what it last saw. For what only shows from outside. */
export async function eventually<T>(condition: () => Promise<T> | T, options: { timeoutMs?: number; what?: string } = {}): Promise<NonNullable<T>> {
  const limit = Date.now() + (options.timeoutMs ?? 5_000);
  let last: unknown;
  for (;;) {
    try {
      last = await condition();
      if (last !== false && last !== null && last !== undefined) return last as NonNullable<T>;
    } catch (error) {
      last = error;
    }
    if (Date.now() > limit) throw new Error(`not within time: ${options.what ?? condition.toString()}; last seen: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
    await sleep(10);
  }
}
