import { MemoryMessageBus } from '@twinmcp/bus-memory';
import { defineRpc } from '@twinmcp/contracts';
import { LocalError } from '@twinmcp/kernel';
import { BusRpcClient, newCallContext, serveRpc, type CallContext } from '@twinmcp/messaging';
import { eventually } from '@twinmcp/testing';
import { z } from 'zod';
import { createLogger, StaticLiveConfig } from '../index.ts';
import { messagingLog } from './messaging-log.ts';
import { retryLog } from './retry-log.ts';
import { Throttle } from './throttle.ts';

const contract = defineRpc({ service: 'embedding', verb: 'work', idempotent: true, timeoutMs: 400, summary: '', input: z.object({}), output: z.object({}) });

function capture() {
  const lines: Record<string, unknown>[] = [];
  const config = StaticLiveConfig.of({ logging: { level: 'debug' } });
  const logger = createLogger({ config, service: 'gateway', stream: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  return { logger, lines, of: (level: string) => lines.filter((line) => line['level'] === level) };
}

describe('log of retries', () => {
  it('gives a failed call of many attempts one warning and its outcome, however many fail at once', async () => {
    const { logger, lines, of } = capture();
    const client = new BusRpcClient(new MemoryMessageBus(), { observer: messagingLog(logger), backoff: { baseDelayMs: 1, maxDelayMs: 5 } });
    const calls = Array.from({ length: 10 }, () => client.call(contract, {}, newCallContext({ timeoutMs: 300 })).catch((error: unknown) => error));
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 10 }, () => expect.objectContaining({ kind: 'no-responder' })));
    expect(of('warn')).toEqual([
      expect.objectContaining({ msg: 'a call is tried again', rpc: 'embedding.work', attempt: 2, trace_id: expect.any(String), span_id: expect.any(String) }),
      expect.objectContaining({ msg: 'a call failed in spite of retries', rpc: 'embedding.work', outcome: 'no-responder', attempts: expect.any(Number) }),
    ]);
    expect(of('debug').map(({ attempt }) => attempt)).toEqual(Array.from({ length: 10 }, () => 1));
    expect(lines).toHaveLength(12);
  });

  it('says that a call came through after all', async () => {
    const { logger, of } = capture();
    const bus = new MemoryMessageBus();
    const client = new BusRpcClient(bus, { observer: messagingLog(logger), backoff: { baseDelayMs: 20, maxDelayMs: 20 } });
    const call = client.call(contract, {}, newCallContext({ timeoutMs: 2_000 }));
    await eventually(() => of('warn').length > 0);
    await serveRpc(bus, contract, async () => ({}));
    await call;
    expect(of('info')).toEqual([expect.objectContaining({ msg: 'a call succeeded after retries', rpc: 'embedding.work', outcome: 'ok' })]);
  });

  it('counts what it held back, by operation and kind of failure', () => {
    let now = 0;
    const { logger, of } = capture();
    const log = retryLog(logger, () => now);
    const ctx: CallContext = newCallContext({ timeoutMs: 1_000 });
    const retried = (attempt: number, kind: 'timeout' | 'no-responder') => log.callRetried({ contract, ctx, attempt, error: new LocalError(kind, kind) });
    for (let attempt = 1; attempt <= 10; attempt++) retried(attempt, 'no-responder');
    retried(11, 'timeout');
    now = 6_000;
    retried(12, 'no-responder');
    expect(of('warn').map(({ attempt, reason, heldBack }) => [attempt, reason, heldBack])).toEqual([[2, 'no-responder', undefined], [11, 'timeout', undefined], [12, 'no-responder', 8]]);
  });

  it('passes one of a kind per interval', () => {
    let now = 0;
    const throttle = new Throttle(100, () => now);
    expect([throttle.pass('a'), throttle.pass('a'), throttle.pass('b'), throttle.pass('a')]).toEqual([0, null, 0, null]);
    now = 100;
    expect([throttle.pass('a'), throttle.pass('a'), throttle.pass('b')]).toEqual([2, null, 0]);
  });
});
