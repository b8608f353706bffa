import { defineQueue, type QueueContract } from '@twinmcp/contracts';
import { newId, sleep } from '@twinmcp/kernel';
import { newCallContext, type Delivery, type ParkedJob, type WorkQueue } from '@twinmcp/messaging';
import { z } from 'zod';
import { eventually } from '../eventually.ts';

export interface WorkQueueHarness {
  /** Redelivers failed jobs within 100 ms. */
  readonly producer: WorkQueue;
  readonly worker: WorkQueue;
  close(): Promise<void>;
}

const ctx = () => newCallContext({ timeoutMs: 1_000, tenant: 'acme' });

/** What every `WorkQueue` must do. */
export function workQueueConformance(open: () => Promise<WorkQueueHarness>): void {
  let harness: WorkQueueHarness;
  const queueOf = (options: { maxDeliveries?: number; ackWaitMs?: number } = {}) =>
    defineQueue({ name: newId('queue').replaceAll('_', '-'), summary: 'for tests', payload: z.object({ n: z.number() }), maxDeliveries: options.maxDeliveries ?? 3, ackWaitMs: options.ackWaitMs ?? 5_000 });
  beforeEach(async () => {
    harness = await open();
  });
  afterEach(() => harness.close());
  const empty = async (queue: QueueContract) => {
    const { waiting, inFlight } = await harness.producer.depth(queue);
    return waiting + inFlight === 0;
  };

  it('keeps jobs until a worker comes, then delivers each once, in order', async () => {
    const queue = queueOf();
    expect(await harness.producer.oldest(queue)).toBeNull();
    const before = Date.now() - 1_000; // the broker has a clock of its own
    for (let n = 0; n < 10; n++) await harness.producer.enqueue(queue, `j${n}`, { n }, ctx());
    expect(await harness.producer.depth(queue)).toEqual({ waiting: 10, inFlight: 0 });
    const oldest = await harness.producer.oldest(queue);
    expect(Date.now() - oldest!).toBeGreaterThanOrEqual(0);
    expect(oldest).toBeGreaterThanOrEqual(before);
    const seen: number[] = [];
    const attempts = new Set<number>();
    await harness.worker.consume(queue, async ({ n }, delivery) => {
      seen.push(n);
      attempts.add(delivery.attempt);
      expect(delivery.ctx.tenant).toBe('acme');
    });
    await eventually(() => empty(queue));
    expect(await harness.producer.oldest(queue)).toBeNull();
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...attempts]).toEqual([1]);
  });

  it('stores the same id once', async () => {
    const queue = queueOf();
    await Promise.all([1, 2, 3].map((n) => harness.producer.enqueue(queue, 'same', { n }, ctx())));
    await harness.worker.enqueue(queue, 'same', { n: 4 }, ctx());
    expect((await harness.producer.depth(queue)).waiting).toBe(1);
  });

  it('works on as many jobs at once as told, over several workers', async () => {
    const queue = queueOf();
    let now = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++now);
      await sleep(50);
      now--;
    };
    await harness.worker.consume(queue, work, { concurrency: 2 });
    await harness.producer.consume(queue, work, { concurrency: 1 });
    for (let n = 0; n < 9; n++) await harness.producer.enqueue(queue, `j${n}`, { n }, ctx());
    await eventually(() => empty(queue));
    expect(most).toBe(3);
  });

  it('delivers again what a handler threw on, counting attempts', async () => {
    const queue = queueOf();
    const attempts: number[] = [];
    await harness.worker.consume(queue, async (_, { attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error('not yet');
    });
    await harness.producer.enqueue(queue, 'j', { n: 1 }, ctx());
    await eventually(() => attempts.length === 3);
    await eventually(() => empty(queue));
    expect(attempts).toEqual([1, 2, 3]);
    expect(await harness.producer.parked(queue)).toEqual([]);
  });

  it('gives a job to another worker when one shows no sign of life, but not while it does', async () => {
    const queue = queueOf({ ackWaitMs: 1_000 });
    const attempts: number[] = [];
    await harness.worker.consume(queue, async (_, delivery) => {
      attempts.push(delivery.attempt);
      if (delivery.attempt === 1) await new Promise(() => {}); // hangs for good, as a dead worker would
      for (let i = 0; i < 8; i++) {
        await sleep(250);
        await delivery.working();
      }
    }, { concurrency: 2 });
    await harness.producer.enqueue(queue, 'j', { n: 1 }, ctx());
    await eventually(() => attempts.length === 2, { timeoutMs: 5_000 });
    await sleep(1_600);
    expect(attempts).toEqual([1, 2]);
    await eventually(() => empty(queue));
  });

  it('parks a job after its last delivery, tells so, and takes it back when asked', async () => {
    const queue = queueOf({ maxDeliveries: 2 });
    const told: ParkedJob[] = [];
    let fixed = false;
    let runs = 0;
    await harness.worker.consume(queue, async () => {
      runs++;
      if (!fixed) throw new Error('the grammar is broken');
    }, { onParked: (job) => void told.push(job) });
    await harness.producer.enqueue(queue, 'job/ä 1', { n: 7 }, ctx());
    await eventually(() => told.length === 1);
    const expected = { id: 'job/ä 1', payload: { n: 7 }, attempts: 2, lastError: 'the grammar is broken', parkedAtMs: expect.any(Number) };
    expect(told).toEqual([expected]);
    expect(await harness.producer.parked(queue)).toEqual([expected]);
    await eventually(() => empty(queue));
    fixed = true;
    expect(await harness.producer.unpark(queue, 'unknown')).toBe(false);
    expect(await harness.producer.unpark(queue, 'job/ä 1')).toBe(true);
    await eventually(() => runs === 3);
    await eventually(() => empty(queue));
    expect(await harness.producer.parked(queue)).toEqual([]);
  });

  it('parks a payload that does not fit at once, without bothering the handler', async () => {
    const queue = queueOf();
    const newer = { ...queue, payload: z.object({ renamed: z.string() }) };
    let runs = 0;
    await harness.worker.consume(queue, async () => void runs++);
    await harness.producer.enqueue(newer, 'alien', { renamed: 'x' }, ctx());
    await harness.producer.enqueue(queue, 'good', { n: 1 }, ctx());
    const [parked] = await eventually(async () => ((await harness.producer.parked(queue)).length > 0 ? harness.producer.parked(queue) : null));
    expect(parked).toMatchObject({ id: 'alien', payload: { renamed: 'x' }, attempts: 1 });
    await eventually(() => runs === 1);
    await expect(harness.producer.enqueue(queue, 'bad', { n: 'x' } as never, ctx())).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('gives a job back when its worker drains, at no cost in attempts', async () => {
    const queue = queueOf({ maxDeliveries: 2 });
    const deliveries: Delivery[] = [];
    const interrupted = async (_: unknown, delivery: Delivery): Promise<void> => {
      deliveries.push(delivery);
      await new Promise((_resolve, reject) => delivery.signal.addEventListener('abort', () => reject(new Error('stopped half-way'))));
    };
    await harness.producer.enqueue(queue, 'long', { n: 1 }, ctx());
    for (let restart = 1; restart <= 3; restart++) {
      const worker = await harness.worker.consume(queue, interrupted);
      await eventually(() => deliveries.length === restart);
      await worker.drain();
    }
    expect(deliveries.map((delivery) => delivery.attempt)).toEqual([1, 1, 1]);
    let done = 0;
    await harness.worker.consume(queue, async () => void done++);
    await eventually(() => done === 1);
    await eventually(() => empty(queue));
    expect(await harness.producer.parked(queue)).toEqual([]);
  });

  it('waits at drain for a job that finishes', async () => {
    const queue = queueOf();
    let done = false;
    let started = false;
    const worker = await harness.worker.consume(queue, async () => {
      started = true;
      await sleep(100);
      done = true;
    });
    await harness.producer.enqueue(queue, 'j', { n: 1 }, ctx());
    await eventually(() => started);
    await worker.drain();
    expect(done).toBe(true);
    expect(await empty(queue)).toBe(true);
  });
}
