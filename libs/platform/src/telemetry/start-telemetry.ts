import { hostname } from 'node:os';
import type { LiveConfig } from '@twinmcp/configuration';
import type { ServiceName } from '@twinmcp/contracts';
import type { Logger } from 'pino';
import { Throttle } from '../logging/throttle.ts';
import { VERSION } from '../version.ts';
import type { SpanCounts } from './otel-tracer.ts';
import { setActiveTracer } from './tracer.ts';

export interface Telemetry {
  /** What became of the spans; null when none are sent anywhere. */
  readonly counts: SpanCounts | null;
  /** Sends what was recorded, for at most `telemetry.flush_timeout`. Call it last: the end of the work in hand makes spans too. */
  stop(): Promise<void>;
}

const OFF: Telemetry = { counts: null, stop: async () => {} };
/** A collector that is away fails every batch: one line in a while says so. */
const ONE_LINE_PER_MS = 60_000;

/** Traces of this process to the collector that is configured; without one nothing is loaded and nothing is recorded. */
export async function startTelemetry({ config, logger, service }: { readonly config: LiveConfig; readonly logger: Logger; /** Null when all services live in this process. */ readonly service: ServiceName | null }): Promise<Telemetry> {
  const { endpoint, headers, export_timeout: exportTimeoutMs, environment } = config.current.telemetry;
  if (endpoint === '') return OFF;
  const { OtelTracer } = await import('./otel-tracer.ts');
  const throttle = new Throttle(ONE_LINE_PER_MS);
  const tracer = new OtelTracer({
    endpoint, exportTimeoutMs,
    headers: Object.fromEntries(headers.map((header) => [header.slice(0, header.indexOf('=')), header.slice(header.indexOf('=') + 1)])),
    ratio: () => config.current.telemetry.sampling_ratio,
    resource: {
      'service.namespace': 'twinmcp', 'service.name': service === null ? 'twinmcp' : `twinmcp-${service}`, 'service.version': VERSION, 'service.instance.id': `${hostname()}:${process.pid}`,
      ...(environment !== '' && { 'deployment.environment.name': environment }),
    },
    onTrouble: (reason) => {
      const heldBack = throttle.pass('export');
      if (heldBack !== null) logger.warn({ reason: String(reason).slice(0, 300), ...(heldBack > 0 && { heldBack }) }, 'spans could not be sent; they are given up, requests are not affected');
    },
  });
  setActiveTracer(tracer);
  logger.info({ endpoint: new URL(endpoint).origin, ratio: config.current.telemetry.sampling_ratio }, 'traces are sent');
  return {
    counts: tracer.counts,
    stop: async () => {
      setActiveTracer(null);
      await tracer.stop(config.current.telemetry.flush_timeout);
    },
  };
}
