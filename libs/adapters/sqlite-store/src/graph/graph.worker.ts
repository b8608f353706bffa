import { parentPort, workerData } from 'node:worker_threads';
import { LinkedCodeGraph, type DuplicatePair } from '@twinmcp/code-graph';
import { LocalError, errorMessage, isLocalError } from '@twinmcp/kernel';
import type { FromWorker, GraphSettings, ToWorker } from './graph-messages.ts';
import { SqliteGraphSource } from './sqlite-graph-source.ts';

/** Other messages wait no longer than this while a long answer is made. */
const SLICE_MS = 12;

const port = parentPort!;
const { file, verifies, limits } = workerData as GraphSettings;
const cancelled = new Set<number>();
const needs = new Map<number, (value: unknown) => void>();
let nextNeed = 1;

const send = (message: FromWorker): void => port.postMessage(message);
const need = <T>(what: 'project-files' | 'similarities', input: unknown): Promise<T> => new Promise((resolve) => {
  const id = nextNeed++;
  needs.set(id, resolve as (value: unknown) => void);
  send({ type: 'need', id, what, input });
});

const graph = new LinkedCodeGraph({
  source: new SqliteGraphSource(file), limits,
  projectFiles: { read: async (paths) => new Map(await need<readonly (readonly [string, string])[]>('project-files', paths) ?? []) },
  verifier: verifies ? { similarities: async (pairs: readonly DuplicatePair[]) => (await need<readonly (number | null)[] | null>('similarities', pairs)) ?? pairs.map(() => null) } : undefined,
});

let sliceEnd = 0;
const pauseOf = (id: number, deadlineMs: number) => async (): Promise<void> => {
  const now = performance.now();
  if (now < sliceEnd) return;
  await new Promise((resolve) => void setImmediate(resolve));
  sliceEnd = performance.now() + SLICE_MS;
  if (cancelled.has(id)) throw new LocalError('cancelled', 'nobody waits for this answer any more');
  if (Date.now() > deadlineMs) throw new LocalError('timeout', 'the code graph was not done in time');
};

async function answer({ id, method, args, deadlineMs }: Extract<ToWorker, { type: 'ask' }>): Promise<void> {
  try {
    const asked = graph.withPause(pauseOf(id, deadlineMs)) as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>;
    send({ type: 'answer', id, value: await asked[method]!(...args) });
  } catch (error) {
    send({ type: 'failed', id, kind: isLocalError(error) ? error.kind : null, message: errorMessage(error).slice(0, 500) });
  } finally {
    cancelled.delete(id);
  }
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'ask') void answer(message);
  else if (message.type === 'cancel') cancelled.add(message.id);
  else {
    needs.get(message.id)?.(message.value);
    needs.delete(message.id);
  }
});
