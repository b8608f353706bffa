import type { HostObserver } from '../messaging/handler-host.ts';
import { SPANS } from './spans.table.ts';
import { activeTracer, type SpanAttributes } from './tracer.ts';

/** Spans of calls, jobs and events, on both sides. */
export function messagingSpans(): HostObserver {
  return {
    startSpan(work, ctx) {
      const tracer = activeTracer();
      if (tracer === null) return null;
      if ('contract' in work) {
        const { service, verb } = work.contract;
        return tracer.start(work.kind === 'client' ? SPANS.call : SPANS.serve, ctx, { name: `${service}/${verb}`, attributes: { 'rpc.system': 'twinmcp', 'rpc.service': service, 'rpc.method': verb } });
      }
      const attributes: SpanAttributes = { 'messaging.destination.name': work.name, 'messaging.destination.kind': work.channel, ...(work.attempt !== undefined && { 'twinmcp.job.attempt': work.attempt }) };
      return tracer.start(SPANS[work.kind], ctx, { name: `${work.kind} ${work.name}`, attributes });
    },
  };
}
