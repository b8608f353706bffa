import { metrics, SpanKind, SpanStatusCode, trace, type Attributes, type Counter, type Histogram, type ObservableGauge, type Span, type Tracer } from '@opentelemetry/api';
import { TELEMETRY } from './telemetry-names.ts';

const { attributes } = TELEMETRY;

export type CallOutcome = 'ok' | (string & {});

/** Spans and metrics through the OpenTelemetry API: they cost next to nothing until a program sets a provider. */
export class QdrantTelemetry {
  readonly #tracer: Tracer;
  readonly #duration: Histogram;
  readonly #retries: Counter;
  readonly #points: Counter;
  readonly #circuit: ObservableGauge;
  readonly #server: Attributes;
  readonly #observe: (result: { observe(value: number, attributes?: Attributes): void }) => void;

  constructor(url: URL, circuitState: () => number) {
    const meter = metrics.getMeter(TELEMETRY.scope);
    const { requestDuration, retries, points, circuit } = TELEMETRY;
    this.#tracer = trace.getTracer(TELEMETRY.scope);
    this.#duration = meter.createHistogram(requestDuration.name, requestDuration);
    this.#retries = meter.createCounter(retries.name, retries);
    this.#points = meter.createCounter(points.name, points);
    this.#circuit = meter.createObservableGauge(circuit.name, circuit);
    this.#server = { [attributes.system]: 'qdrant', [attributes.server]: url.hostname, [attributes.port]: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
    this.#observe = (result) => result.observe(circuitState(), { [attributes.server]: url.hostname });
    this.#circuit.addCallback(this.#observe);
  }

  start(operation: string, collection: string): Span {
    return this.#tracer.startSpan(`qdrant ${operation}`, { kind: SpanKind.CLIENT, attributes: { ...this.#server, [attributes.operation]: operation, ...(collection === '' ? {} : { [attributes.collection]: collection }) } });
  }

  end(span: Span, operation: string, outcome: CallOutcome, attempts: number, startedAt: number, error?: Error): void {
    this.#duration.record((performance.now() - startedAt) / 1000, { [attributes.operation]: operation, [attributes.outcome]: outcome });
    if (attempts > 1) span.setAttribute(attributes.attempts, attempts);
    if (error !== undefined) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    }
    span.end();
  }

  retried(operation: string, reason: string): void {
    this.#retries.add(1, { [attributes.operation]: operation, [attributes.reason]: reason });
  }

  written(count: number): void {
    this.#points.add(count);
  }

  stop(): void {
    this.#circuit.removeCallback(this.#observe);
  }
}
