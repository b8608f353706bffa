import { defineQueue, defineRpc } from '@twinmcp/contracts';
import { isLocalError, newId, sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext, serveRpc } from '@twinmcp/messaging';
import { describeWithServer, eventually, freePort, startNatsServer, type RunningServer } from '@twinmcp/testing';
import { z } from 'zod';
import { connectNats, type NatsOptions, type NatsStatus } from './index.ts';

const echo = defineRpc({ service: 'embedding', verb: 'echo', idempotent: true, timeoutMs: 1_000, summary: '', input: z.object({ n: z.number() }), output: z.object({ n: z.number() }) });
const jobs = defineQueue({ name: 'outage', summary: '', payload: z.object({ n: z.number() }), maxDeliveries: 5, ackWaitMs: 2_000 });

describeWithServer('nats-server', 'when nats-server goes away', () => {
  let server: RunningServer;
  const opened: { close(): Promise<void> }[] = [];
  const open = async (options: Partial<NatsOptions> = {}) => {
    const transports = await connectNats({ servers: [server.url], name: 'test', jobBackoff: { baseDelayMs: 5, maxDelayMs: 20 }, ...options });
    opened.push(transports);
    return transports;
  };
  beforeEach(async () => {
    server = await startNatsServer();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await server.stop();
  });

  it('is killed and comes back under load: idempotent calls get through, jobs that were accepted are done', async () => {
    const a = await open();
    const b = await open();
    await serveRpc(b.bus, echo, async ({ n }) => ({ n }));
    const done = new Set<number>();
    await b.queue.consume(jobs, async ({ n }) => {
      await sleep(2);
      done.add(n);
    }, { concurrency: 2 });
    const client = new BusRpcClient(a.bus);
    const outcomes: Promise<unknown>[] = [];
    const accepted: number[] = [];
    const enqueues: Promise<void>[] = [];
    const load = async (from: number, to: number) => {
      for (let n = from; n < to; n++) {
        outcomes.push(client.call(echo, { n }, newCallContext({ timeoutMs: 20_000 })).then((answer) => answer.n === n, (error: unknown) => error));
        enqueues.push(a.queue.enqueue(jobs, `j${n}`, { n }, newCallContext({ timeoutMs: 20_000 })).then(() => void accepted.push(n), () => undefined));
        await sleep(3);
      }
    };
    await load(0, 100);
    await server.kill();
    const during = load(100, 200);
    await sleep(400);
    await server.restart();
    await during;
    await load(200, 250);
    expect(await Promise.all(outcomes)).toEqual(Array.from({ length: 250 }, () => true));
    await Promise.all(enqueues);
    expect(accepted.length).toBeGreaterThan(150);
    await eventually(() => accepted.every((n) => done.has(n)), { timeoutMs: 15_000, what: 'every accepted job is done' });
  });

  it('keeps accepted jobs and facts over its death, with nobody connected', async () => {
    const before = await open();
    for (let n = 0; n < 5; n++) await before.queue.enqueue(jobs, `j${n}`, { n }, newCallContext({ timeoutMs: 1_000 }));
    const revision = await before.kv.put('facts', 'k', { kept: true });
    await server.kill();
    await server.restart();
    const after = await open();
    expect(await after.queue.depth(jobs)).toEqual({ waiting: 5, inFlight: 0 });
    expect(await after.kv.get('facts', 'k')).toEqual({ key: 'k', value: { kept: true }, revision });
    const seen: number[] = [];
    await after.queue.consume(jobs, async ({ n }) => void seen.push(n));
    await eventually(() => seen.length === 5);
  });

  it('fails calls with disconnected while it is away, and says what happens', async () => {
    const said: NatsStatus['type'][] = [];
    const a = await open({ onStatus: (status) => void said.push(status.type) });
    await server.kill();
    await eventually(() => a.bus.state === 'reconnecting');
    const started = Date.now();
    const error = await a.bus.request('x', { headers: {}, payload: 1 }, { timeoutMs: 150 }).catch((e: unknown) => e);
    expect(isLocalError(error, 'disconnected')).toBe(true);
    expect(Date.now() - started).toBeLessThan(1_000);
    const call = await new BusRpcClient(a.bus).call(echo, { n: 1 }, newCallContext({ timeoutMs: 300 })).catch((e: unknown) => e);
    expect(isLocalError(call, 'disconnected')).toBe(true);
    await server.restart();
    await eventually(() => a.bus.state === 'connected');
    expect(said).toEqual(['connected', 'disconnected', 'reconnected']);
  });

  it('goes on watching and serving after it is back', async () => {
    const a = await open();
    const b = await open();
    const seen: [string, unknown][] = [];
    await a.kv.put('w', 'k1', 1);
    await b.kv.watch('w', (entry) => void seen.push([entry.key, entry.value]));
    const events: unknown[] = [];
    await b.bus.subscribe('ev.>', (message) => void events.push(message.payload));
    await eventually(() => seen.length === 1);
    await server.restart();
    await eventually(() => a.bus.state === 'connected' && b.bus.state === 'connected');
    await a.kv.put('w', 'k2', 2);
    await a.kv.delete('w', 'k1');
    await a.bus.publish('ev.x', { headers: {}, payload: 'after' });
    await eventually(() => seen.length === 3 && events.length === 1, { timeoutMs: 10_000 });
    expect(seen).toEqual([['k1', 1], ['k2', 2], ['k1', null]]);
  });

  it('answers late rather than never: a reply made during the outage is sent after it', async () => {
    const a = await open();
    const b = await open();
    await b.bus.serve('slow', 'g', async () => {
      await server.kill();
      await eventually(() => b.bus.state === 'reconnecting' && a.bus.state === 'reconnecting');
      setTimeout(() => void server.restart(), 100);
      return { headers: {}, payload: 'late' };
    });
    expect((await a.bus.request('slow', { headers: {}, payload: 1 }, { timeoutMs: 10_000 })).payload).toBe('late');
  });

  it('is waited for at start, out loud, but not longer than told', async () => {
    const port = await freePort();
    const waits: string[] = [];
    const options: NatsOptions = { servers: [`nats://127.0.0.1:${port}`], name: 'early', onStatus: (status) => void (status.type === 'waiting' && waits.push(status.reason)) };
    const error = await connectNats({ ...options, connectTimeoutMs: 300 }).catch((e: unknown) => e);
    expect(isLocalError(error, 'disconnected')).toBe(true);
    expect(String(error)).toContain(`127.0.0.1:${port}`);
    waits.length = 0;
    const early = connectNats(options);
    await eventually(() => waits.length > 0);
    const late = await startNatsServer({ port });
    await (await early).close();
    await late.stop();
    expect(waits[0]).toContain(`no NATS server answers at nats://127.0.0.1:${port}`);
  });
});

describeWithServer('nats-server', 'what connectNats refuses', () => {
  it('wrong credentials at once, without repeating them', async () => {
    const server = await startNatsServer({ args: ['--user', 'svc', '--pass', 'right-one'] });
    try {
      const error = await connectNats({ servers: [server.url.replace('//', '//svc:wrong-one@')], name: 'x' }).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'unauthenticated' });
      expect(String(error)).not.toContain('wrong-one');
      const good = await connectNats({ servers: [server.url.replace('//', '//svc:right-one@')], name: 'x' });
      await good.close();
    } finally {
      await server.stop();
    }
  });

  it('a server without JetStream, saying how to start one', async () => {
    const server = await startNatsServer({ jetstream: false });
    try {
      await expect(connectNats({ servers: [server.url], name: newId('x') })).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('-js') });
    } finally {
      await server.stop();
    }
  });
});
