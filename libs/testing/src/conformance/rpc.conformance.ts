import { defineEvent, defineRpc } from '@twinmcp/contracts';
import { Deadline, DomainError, isLocalError, LocalError, newId, sleep } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext, onEvent, serveRpc, type CallContext, type CallEnded, type RpcHandler } from '@twinmcp/messaging';
import { z } from 'zod';
import { eventually } from '../eventually.ts';
import type { BusHarness } from './message-bus.conformance.ts';

const failure = (promise: Promise<unknown>) => promise.then(() => null, (error: unknown) => error as DomainError);

function contract(options: { idempotent?: boolean; timeoutMs?: number } = {}) {
  return defineRpc({
    service: 'embedding', verb: newId('verb').replaceAll('_', '-'), idempotent: options.idempotent ?? true, timeoutMs: options.timeoutMs ?? 5_000, summary: 'for tests', errors: ['conflict'],
    input: z.object({ text: z.string().min(1, 'is empty'), times: z.number().int().default(1), nested: z.object({ a: z.number() }).optional() }),
    output: z.object({ text: z.string() }),
  });
}
type Contract = ReturnType<typeof contract>;

/** What typed calls must do over every bus. */
export function rpcConformance(open: () => Promise<BusHarness>): void {
  let harness: BusHarness;
  let client: BusRpcClient;
  const ctx = (timeoutMs = 5_000): CallContext => newCallContext({ timeoutMs, tenant: 'acme' });
  const serve = (c: Contract, handler: RpcHandler<Contract>) => serveRpc(harness.callee, c, handler);
  beforeEach(async () => {
    harness = await open();
    client = new BusRpcClient(harness.caller);
  });
  afterEach(() => harness.close());

  it('calls with defaults filled in and the context carried over', async () => {
    const c = contract();
    let seen!: CallContext;
    await serve(c, async (input, at) => ((seen = at), { text: input.text.repeat(input.times) }));
    const call = ctx();
    expect(await client.call(c, { text: 'ab' }, call)).toEqual({ text: 'ab' });
    expect(seen.tenant).toBe('acme');
    expect(seen.traceparent.slice(0, 35)).toBe(call.traceparent.slice(0, 35));
    expect(seen.traceparent).not.toBe(call.traceparent);
    expect(seen.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('gives the callee the nearer of deadline and timeout, never more', async () => {
    const c = contract({ timeoutMs: 60_000 });
    const deadlines: number[] = [];
    await serve(c, async (_, at) => (deadlines.push(at.deadline.atMs), { text: '' }));
    const near = { ...ctx(), deadline: Deadline.after(1_000) };
    await client.call(c, { text: 'a' }, near);
    await client.call(c, { text: 'a' }, ctx(600_000), { timeoutMs: 2_000 });
    expect(deadlines[0]).toBe(near.deadline.atMs);
    expect(Math.abs(deadlines[1]! - (Date.now() + 2_000))).toBeLessThan(500);
  });

  it('carries a DomainError as it was thrown', async () => {
    const c = contract();
    await serve(c, async () => {
      throw new DomainError('conflict', 'there already: é', { details: { id: 7, list: ['a'] } });
    });
    expect(await failure(client.call(c, { text: 'a' }, ctx()))).toMatchObject({ name: 'DomainError', code: 'conflict', message: 'there already: é', details: { id: 7, list: ['a'] } });
  });

  it('hides a bug behind an id that log and caller share', async () => {
    const c = contract();
    const ended: CallEnded[] = [];
    await serveRpc(harness.callee, c, async () => {
      throw new TypeError('secret detail');
    }, { observer: { callEnded: (call) => void ended.push(call) } });
    const error = await failure(client.call(c, { text: 'a' }, ctx()));
    expect(error).toMatchObject({ code: 'internal' });
    expect(error!.message).not.toContain('secret');
    expect(ended[0]).toMatchObject({ side: 'server', outcome: 'internal', errorId: error!.details['errorId'], error: { cause: { message: 'secret detail' } } });
  });

  it('never lets a LocalError cross: trouble of the callee with others is unavailable', async () => {
    const c = contract();
    await serve(c, async () => {
      throw new LocalError('no-responder', 'nobody serves qdrant');
    });
    expect(await failure(client.call(c, { text: 'a' }, ctx()))).toMatchObject({ name: 'DomainError', code: 'unavailable', message: 'nobody serves qdrant', details: { reason: 'no-responder' } });
  });

  it('refuses a request that does not fit, unknown keys at any depth included, and says where', async () => {
    const c = contract();
    let handled = 0;
    await serve(c, async () => (handled++, { text: '' }));
    expect(await failure(client.call(c, { text: '' }, ctx()))).toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/text: is empty/) });
    const typo = { text: 'a', nested: { a: 1, b: 2 }, tims: 3 } as never;
    expect(await failure(client.call(c, typo, ctx()))).toMatchObject({ code: 'invalid-input', details: { issues: [{ path: 'nested.b', message: 'unknown key' }, { path: 'tims', message: 'unknown key' }] } });
    expect(handled).toBe(0);
  });

  it('takes a reply with keys that it does not know, and reports one that does not fit', async () => {
    const c = contract();
    await serve(c, async (input) => (input.text === 'bad' ? ({ txt: 1 } as never) : ({ text: 'ok', added: 'in a later version' } as never)));
    expect(await client.call(c, { text: 'a' }, ctx())).toEqual({ text: 'ok' });
    expect(await failure(client.call(c, { text: 'bad' }, ctx()))).toMatchObject({ code: 'internal', message: expect.stringContaining('text') });
  });

  it('tells nobody there from too slow', async () => {
    const c = contract();
    expect(isLocalError(await failure(client.call(c, { text: 'a' }, ctx(100))), 'no-responder')).toBe(true);
    await serve(c, () => sleep(500).then(() => ({ text: '' })));
    expect(isLocalError(await failure(client.call(c, { text: 'a' }, ctx(100))), 'timeout')).toBe(true);
  });

  it('tries again while nobody is there, until someone is', async () => {
    const c = contract({ idempotent: false });
    const answer = client.call(c, { text: 'a' }, ctx());
    await sleep(60);
    await serve(c, async () => ({ text: 'here' }));
    expect(await answer).toEqual({ text: 'here' });
  });

  it('tries again after a timeout only what is idempotent', async () => {
    for (const idempotent of [true, false]) {
      const c = contract({ idempotent });
      let calls = 0;
      await serve(c, async () => (++calls === 1 ? sleep(1_200).then(() => ({ text: 'late' })) : { text: 'second' }));
      const outcome = await client.call(c, { text: 'a' }, ctx(), { timeoutMs: 300 }).catch((error: unknown) => error);
      if (idempotent) expect(outcome).toEqual({ text: 'second' });
      else expect(isLocalError(outcome, 'timeout')).toBe(true);
      expect(calls).toBe(idempotent ? 2 : 1);
    }
  });

  it('makes a call anew when the process that took it dies, long before the timeout', async () => {
    const c = contract({ timeoutMs: 60_000 });
    let calls = 0;
    await harness.callee.serve(c.subject, c.service, () => (++calls === 1 ? sleep(5_000).then(() => ({ headers: {}, payload: { text: 'from the grave' } })) : Promise.resolve({ headers: {}, payload: { text: 'second' } })));
    const started = Date.now();
    expect(await client.call(c, { text: 'a' }, ctx(60_000))).toEqual({ text: 'second' });
    expect(Date.now() - started).toBeLessThan(4_900);
  });

  it('lets a slow call work that is still in hand', async () => {
    const c = contract({ timeoutMs: 60_000 });
    let calls = 0;
    await serve(c, async () => (calls++, await sleep(4_200), { text: 'slow' }));
    expect(await client.call(c, { text: 'a' }, ctx(60_000))).toEqual({ text: 'slow' });
    expect(calls).toBe(1);
  });

  it('stops the handler when the caller cancels, and when the deadline passes', async () => {
    const c = contract();
    const reasons: string[] = [];
    await serve(c, (_, at) => new Promise((resolve) => at.signal.addEventListener('abort', () => (reasons.push(isLocalError(at.signal.reason, 'timeout') ? 'deadline' : 'cancel'), resolve({ text: '' })))));
    const abort = new AbortController();
    const pending = failure(client.call(c, { text: 'a' }, { ...ctx(), signal: abort.signal }));
    await sleep(50);
    abort.abort();
    expect(isLocalError(await pending, 'cancelled')).toBe(true);
    await eventually(() => reasons.length === 1);
    await failure(client.call(c, { text: 'a' }, ctx(80), { attempts: 1 }));
    await eventually(() => reasons.length === 2);
    expect(reasons).toEqual(['cancel', 'deadline']);
  });

  it('refuses to start what has no time left', async () => {
    const c = contract();
    let handled = 0;
    await serve(c, async () => (handled++, { text: '' }));
    expect(isLocalError(await failure(client.call(c, { text: 'a' }, { ...ctx(), deadline: Deadline.at(Date.now() - 1) })), 'timeout')).toBe(true);
    expect(handled).toBe(0);
  });

  it('refuses a request over the limit on this side and reports a reply over it', async () => {
    const c = contract();
    await serve(c, async () => ({ text: 'x'.repeat(harness.callee.maxPayloadBytes) }));
    expect(isLocalError(await failure(client.call(c, { text: 'x'.repeat(harness.caller.maxPayloadBytes) }, ctx())), 'refused')).toBe(true);
    expect(await failure(client.call(c, { text: 'a' }, ctx()))).toMatchObject({ code: 'payload-too-large' });
  });

  it('carries events to every listener and reports what cannot be handled', async () => {
    const event = defineEvent({ name: newId('event'), summary: 'for tests', payload: z.object({ n: z.number() }) });
    const heard: string[] = [];
    const failed: string[] = [];
    const observer = { eventFailed: ({ error }: { error: unknown }) => void failed.push((error as Error).message) };
    for (const name of ['a', 'b']) {
      await onEvent(harness.callee, event, (payload, at) => {
        if (payload.n < 0) throw new Error('negative');
        heard.push(`${name}${payload.n}${at.tenant}`);
      }, { observer });
    }
    await client.emit(event, { n: 1 }, ctx());
    await client.emit(event, { n: -1 }, ctx());
    await harness.caller.publish(event.subject, { headers: {}, payload: { n: 'not a number' } });
    await eventually(() => heard.length === 2 && failed.length === 4);
    expect(heard.sort()).toEqual(['a1acme', 'b1acme']);
    await expect(client.emit(event, { n: 'x' } as never, ctx())).rejects.toMatchObject({ code: 'invalid-input' });
  });
}
