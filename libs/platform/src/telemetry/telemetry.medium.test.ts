import { configSchema } from '@twinmcp/configuration';
import { newCallContext } from '@twinmcp/messaging';
import { startOtlpReceiver, type OtlpReceiver } from '@twinmcp/testing';
import { pino } from 'pino';
import { StaticLiveConfig } from '../config/static-live-config.ts';
import { currentCallScope, inCallScope } from '../messaging/call-scope.ts';
import { messagingSpans } from './messaging-spans.ts';
import { SPANS } from './spans.table.ts';
import { startTelemetry } from './start-telemetry.ts';
import { activeTracer, leafSpan, withSpan } from './tracer.ts';

const ctx = () => newCallContext({ timeoutMs: 1_000 });

describe('traces', () => {
  let receiver: OtlpReceiver;
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    lines = [];
  });
  afterEach(() => receiver.stop());

  const start = (telemetry: object = {}) => {
    const config = new StaticLiveConfig(configSchema.parse({ telemetry: { endpoint: receiver.url, sampling_ratio: 1, ...telemetry } }));
    return startTelemetry({ config, logger: pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }), service: 'embedding' });
  };

  it('reach an OTLP receiver with their service, parents, attributes and outcome', async () => {
    const telemetry = await start({ headers: ['x-api-key=k=1'], environment: 'test' });
    const root = ctx();
    await withSpan(SPANS.retrieve, root, async (within, span) => {
      span!.set({ 'twinmcp.places': 3, 'twinmcp.cached': true });
      expect(currentCallScope()!.traceparent).toBe(within.traceparent);
      leafSpan(SPANS.rank, () => 1, { 'twinmcp.dense': 0.5 });
      await expect(leafSpan(SPANS.lexical, () => Promise.reject(Object.assign(new Error('what was asked'), { code: 'not-found' })))).rejects.toThrow('what was asked');
      const call = messagingSpans().startSpan!({ kind: 'client', contract: { service: 'embedding', verb: 'search' } as never }, within)!;
      call.end('timeout');
    });
    await telemetry.stop();
    expect(activeTracer()).toBeNull();
    expect(telemetry.counts).toEqual({ exported: 4, failed: 0, dropped: 0 });
    expect(receiver.requests[0]).toMatchObject({ path: '/v1/traces', contentType: 'application/x-protobuf', headers: { 'x-api-key': 'k=1' } });
    const by = Object.fromEntries(receiver.spans.map((span) => [span.name, span]));
    const top = by['retrieve']!;
    expect(top).toMatchObject({ service: 'twinmcp-embedding', kind: 'internal', parentId: '', traceId: root.traceparent.slice(3, 35), failed: false, attributes: { 'twinmcp.places': 3, 'twinmcp.cached': true } });
    expect(top.resource).toMatchObject({ 'service.namespace': 'twinmcp', 'service.version': expect.any(String), 'service.instance.id': expect.stringContaining(`:${process.pid}`), 'deployment.environment.name': 'test' });
    expect(by['rank']).toMatchObject({ parentId: top.spanId, attributes: { 'twinmcp.dense': 0.5 } });
    expect(by['lexical']).toMatchObject({ parentId: top.spanId, failed: true, attributes: { 'error.type': 'not-found' } });
    expect(by['embedding/search']).toMatchObject({ parentId: top.spanId, kind: 'client', failed: true, attributes: { 'rpc.service': 'embedding', 'rpc.method': 'search', 'error.type': 'timeout' } });
    expect(JSON.stringify(receiver.spans)).not.toContain('what was asked');
  });

  it('are recorded by the ratio where they begin, and as their sender says where they go on', async () => {
    const telemetry = await start({ sampling_ratio: 0.25 });
    const kept = Array.from({ length: 400 }, () => {
      const fresh = ctx();
      const span = activeTracer()!.start(SPANS.retrieve, fresh)!;
      span.end('ok');
      // Below a trace that is not recorded nothing is, whatever the ratio says.
      expect(activeTracer()!.start(SPANS.rank, { traceparent: span.traceparent }) !== null).toBe(span.traceparent.endsWith('-01'));
      expect(span.traceparent.slice(3, 35)).toBe(fresh.traceparent.slice(3, 35));
      return span.traceparent.endsWith('-01');
    }).filter(Boolean).length;
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(160);
    const trace = 'a'.repeat(32);
    expect(activeTracer()!.start(SPANS.serve, { traceparent: `00-${trace}-${'b'.repeat(16)}-00` })).toBeNull();
    const sampled = activeTracer()!.start(SPANS.serve, { traceparent: `00-${trace}-${'b'.repeat(16)}-01` })!;
    sampled.end('ok');
    await telemetry.stop();
    expect(receiver.spans.find(({ traceId }) => traceId === trace)).toMatchObject({ parentId: 'b'.repeat(16), kind: 'server' });
  });

  it('cost nothing and load nothing without an endpoint', async () => {
    const telemetry = await start({ endpoint: '' });
    expect([telemetry.counts, activeTracer()]).toEqual([null, null]);
    let seen: unknown;
    const given = ctx();
    await withSpan(SPANS.retrieve, given, async (within, span) => void (seen = [within === given, span]));
    expect(seen).toEqual([true, null]);
    expect(inCallScope(given, () => leafSpan(SPANS.rank, (span) => span))).toBeNull();
    await telemetry.stop();
    expect(receiver.requests).toEqual([]);
  });

  it.each([
    ['refuses', () => void (receiver.status = 400)],
    ['never answers', () => void (receiver.silent = true)],
    ['is not there', () => receiver.stop()],
  ])('slow nothing and end in time when the receiver %s', async (_, trouble) => {
    await trouble();
    const telemetry = await start({ export_timeout: '300ms', flush_timeout: '1s' });
    const started = performance.now();
    // More than the queue takes.
    for (let i = 0; i < 6_000; i++) activeTracer()!.start(SPANS.retrieve, ctx())!.end('ok');
    const worked = performance.now() - started;
    await telemetry.stop();
    expect(performance.now() - started - worked).toBeLessThan(5_000);
    expect(worked).toBeLessThan(5_000);
    const { exported, dropped } = telemetry.counts!;
    expect(exported).toBe(0);
    expect(dropped).toBeGreaterThan(0);
    // One line in a while, without the spans in it.
    expect(lines.filter(({ level }) => Number(level) >= 40).length).toBeLessThanOrEqual(1);
  });
});
