import { isLocalError, newId, sleep } from '@twinmcp/kernel';
import type { Message, MessageBus, Subscription } from '@twinmcp/messaging';
import { eventually } from '../eventually.ts';

export interface BusHarness {
  /** A caller and a callee: two connections where there are connections. */
  readonly caller: MessageBus;
  readonly callee: MessageBus;
  close(): Promise<void>;
}

const message = (payload: unknown, headers: Record<string, string> = {}): Message => ({ headers, payload });
const failure = (promise: Promise<unknown>) => promise.then(() => null, (error: unknown) => error);

/** What every `MessageBus` must do. */
export function messageBusConformance(open: () => Promise<BusHarness>): void {
  let harness: BusHarness;
  let subject: string;
  beforeEach(async () => {
    harness = await open();
    subject = `test.${newId('subject')}`;
  });
  afterEach(() => harness.close());

  it('carries payload and headers both ways', async () => {
    await harness.callee.serve(subject, 'g', async (m) => message({ got: m.payload }, { answer: m.headers['question']!.toUpperCase() }));
    const reply = await harness.caller.request(subject, message({ n: 1, text: 'é\u0000漢', list: [null, true, { deep: [] }] }, { question: 'why' }), { timeoutMs: 1_000 });
    expect(reply.payload).toEqual({ got: { n: 1, text: 'é\u0000漢', list: [null, true, { deep: [] }] } });
    expect(reply.headers['answer']).toBe('WHY');
  });

  it('shares requests among the members of a group, each answered once', async () => {
    const counts = [0, 0];
    const serve = (index: number) => harness.callee.serve(subject, 'g', async (m) => (counts[index]!++, m));
    await serve(0);
    await serve(1);
    await Promise.all(Array.from({ length: 200 }, (_, i) => harness.caller.request(subject, message(i), { timeoutMs: 5_000 })));
    expect(counts[0]! + counts[1]!).toBe(200);
    expect(Math.min(...counts)).toBeGreaterThan(40);
  });

  it('tells nobody there, too slow, too big and cancelled apart', async () => {
    expect(isLocalError(await failure(harness.caller.request(subject, message(1), { timeoutMs: 1_000 })), 'no-responder')).toBe(true);
    await harness.callee.serve(subject, 'g', () => sleep(300).then(() => message(1)));
    expect(isLocalError(await failure(harness.caller.request(subject, message(1), { timeoutMs: 30 })), 'timeout')).toBe(true);
    expect(isLocalError(await failure(harness.caller.request(subject, message('x'.repeat(harness.caller.maxPayloadBytes + 1)), { timeoutMs: 1_000 })), 'refused')).toBe(true);
    expect(isLocalError(await failure(harness.caller.publish(subject, message('x'.repeat(harness.caller.maxPayloadBytes + 1)))), 'refused')).toBe(true);
    const abort = new AbortController();
    const pending = failure(harness.caller.request(subject, message(1), { timeoutMs: 5_000, signal: abort.signal }));
    const started = Date.now();
    setTimeout(() => abort.abort(), 20);
    expect(isLocalError(await pending, 'cancelled')).toBe(true);
    expect(Date.now() - started).toBeLessThan(280);
  });

  it('carries a payload just under the limit', async () => {
    await harness.callee.serve(subject, 'g', async (m) => message((m.payload as string).length));
    const size = harness.caller.maxPayloadBytes - 10;
    expect((await harness.caller.request(subject, message('x'.repeat(size), { tenant: 't'.repeat(500) }), { timeoutMs: 5_000 })).payload).toBe(size);
  });

  it('answers payload-too-large in place of a reply over the limit, and internal when a raw handler throws', async () => {
    await harness.callee.serve(subject, 'g', async (m) => {
      if (m.payload === 'throw') throw new Error('bug');
      return message('x'.repeat(harness.callee.maxPayloadBytes + 1));
    });
    expect((await harness.caller.request(subject, message('big'), { timeoutMs: 2_000 })).headers['twinmcp-error']).toBe('payload-too-large');
    expect((await harness.caller.request(subject, message('throw'), { timeoutMs: 2_000 })).headers['twinmcp-error']).toBe('internal');
  });

  it('gives every subscriber every event, in the order sent, by subject or by prefix', async () => {
    const exact: unknown[] = [];
    const prefix: string[] = [];
    await harness.callee.subscribe(`${subject}.a`, (m) => void exact.push(m.payload));
    await harness.callee.subscribe(`${subject}.>`, (m, at) => void prefix.push(`${at.slice(subject.length)}=${String(m.payload)}`));
    for (let i = 0; i < 50; i++) await harness.caller.publish(`${subject}.a`, message(i));
    await harness.caller.publish(`${subject}.b.c`, message('x'));
    await harness.caller.publish(subject, message('not under the prefix'));
    await eventually(() => prefix.length === 51 && exact.length === 50);
    expect(exact).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(prefix.at(-1)).toBe('.b.c=x');
  });

  it('drains without losing a request in hand, while another member takes over', async () => {
    const served = [0, 0];
    const serve = (index: number): Promise<Subscription> =>
      harness.callee.serve(subject, 'g', async (m) => {
        await sleep(5);
        served[index]!++;
        return m;
      });
    const first = await serve(0);
    await serve(1);
    const requests: Promise<Message>[] = [];
    for (let i = 0; i < 300; i++) {
      requests.push(harness.caller.request(subject, message(i), { timeoutMs: 5_000 }));
      if (i % 30 === 0) await sleep(1);
      if (i === 150) requests.push(first.drain().then(() => message('drained')));
    }
    const replies = await Promise.all(requests);
    expect(replies).toHaveLength(301);
    const after = served[0];
    await harness.caller.request(subject, message('after'), { timeoutMs: 1_000 });
    expect(served[0]).toBe(after);
    expect(served[0]! + served[1]!).toBe(301);
    expect(served[0]).toBeGreaterThan(20);
  });

  it('finishes what is in hand when it closes, and refuses afterwards', async () => {
    await harness.callee.serve(subject, 'g', () => sleep(80).then(() => message('done')));
    const inHand = harness.caller.request(subject, message(1), { timeoutMs: 2_000 });
    await sleep(20);
    await Promise.all([harness.callee.close(), expect(inHand).resolves.toMatchObject({ payload: 'done' })]);
    expect(harness.callee.state).toBe('closed');
    expect(isLocalError(await failure(harness.callee.request(subject, message(1), { timeoutMs: 100 })), 'disconnected')).toBe(true);
  });
}
