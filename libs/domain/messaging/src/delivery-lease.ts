import { LocalError } from '@twinmcp/kernel';

export type DeliveryEnd = { readonly kind: 'done' } | { readonly kind: 'failed' | 'expired' | 'drained'; readonly error: unknown };

/**
 * One delivery of a job at the worker, for adapters. `signal` aborts when the consumer drains, or when `renew` was not
 * called for `ackWaitMs`: then the worker is given up and its slot is free, since the queue gives the job to another anyway.
 */
export async function runDelivery(ackWaitMs: number, drain: AbortSignal, work: (signal: AbortSignal, renew: () => void) => Promise<void>): Promise<DeliveryEnd> {
  const abort = new AbortController();
  const onDrain = () => abort.abort(drain.reason);
  if (drain.aborted) onDrain();
  else drain.addEventListener('abort', onDrain, { once: true });
  let timer: NodeJS.Timeout | undefined;
  let renew!: () => void;
  const expired = new Promise<DeliveryEnd>((resolve) => {
    renew = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const error = new LocalError('timeout', `no acknowledgement within ${ackWaitMs} ms`);
        resolve({ kind: 'expired', error });
        abort.abort(error);
      }, ackWaitMs);
      timer.unref?.();
    };
    renew();
  });
  const finished = work(abort.signal, () => renew()).then<DeliveryEnd, DeliveryEnd>(
    () => ({ kind: 'done' }),
    (error: unknown) => ({ kind: drain.aborted ? 'drained' : 'failed', error }),
  );
  try {
    return await Promise.race([finished, expired]);
  } finally {
    renew = () => {};
    clearTimeout(timer);
    drain.removeEventListener('abort', onDrain);
  }
}
