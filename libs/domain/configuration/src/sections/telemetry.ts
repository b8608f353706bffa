import { z } from 'zod';
import { restart, secret } from '../key-flags.ts';
import { share } from '../rules.ts';
import { duration } from '../units.ts';

export const telemetry = z.strictObject({
  endpoint: z.string().max(2_000).refine((text) => text === '' || /^https?:\/\/[^@\s]+$/.test(text), 'must be an http or https URL without user or password').default('').describe('Base of an OTLP/HTTP receiver (an OpenTelemetry collector: `http://otel-collector:4318`) that traces are sent to, as protobuf to `<endpoint>/v1/traces`. They hold names, times and counts, never source, questions or paths. Empty = no traces, and nothing of OpenTelemetry is loaded; metrics are on `/metrics` either way. Environment: also `OTEL_EXPORTER_OTLP_ENDPOINT`.').meta(restart),
  headers: z.array(z.string().regex(/^[\w-]+=.+$/, 'must be name=value')).default([]).describe('Headers sent with each export, each `name=value`, for receivers that ask for a key.').meta({ ...restart, ...secret }),
  sampling_ratio: share().default(0.1).describe('Share of the traces that begin here which are recorded (1 = all). A request that brings a W3C traceparent is recorded when that says so.'),
  environment: z.string().max(100).default('').describe('Resource attribute `deployment.environment.name` of all traces: production, staging. Empty = none.').meta(restart),
  export_timeout: duration({ min: '100ms', max: '1m' }).prefault('10s').describe('Time that one export gets, retries included; what is not delivered by then is given up. Requests never wait for it.').meta(restart),
  flush_timeout: duration({ min: '0s', max: '1m' }).prefault('2s').describe('Time that the spans still in hand get at shutdown. An unreachable receiver delays the end of a process by at most this.'),
});
