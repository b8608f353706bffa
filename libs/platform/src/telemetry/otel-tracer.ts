import { AsyncLocalStorage } from 'node:async_hooks';
import { context, diag, DiagLogLevel, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type ContextManager, type Span, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, RandomIdGenerator, TraceIdRatioBasedSampler, TracerProvider, SamplingDecision, type IdGenerator, type ReadableSpan, type Sampler, type SpanExporter } from '@opentelemetry/sdk-trace';
import { childTraceparent } from '@twinmcp/messaging';
import { currentCallScope } from '../messaging/call-scope.ts';
import type { SpanDefinition } from './spans.table.ts';
import type { RecordedSpan, SpanParent, SpanStart, Tracer } from './tracer.ts';

export interface OtelTracerOptions {
  /** Base of an OTLP/HTTP receiver; traces go to `<endpoint>/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly exportTimeoutMs: number;
  readonly resource: Readonly<Record<string, string>>;
  /** Share of the traces that begin here which are recorded; read at each. One that came from elsewhere is recorded when its sender does. */
  readonly ratio: () => number;
  readonly onTrouble: (reason: string) => void;
}

export interface SpanCounts {
  exported: number;
  /** Refused by the collector, or not delivered in time. */
  failed: number;
  /** The queue was full: the collector is slower than the spans come, or away. */
  dropped: number;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL } as const;
const QUEUE_SPANS = 4_096;
const BATCH_SPANS = 512;
const BATCH_DELAY_MS = 2_000;

/** Spans through OpenTelemetry's SDK. Loaded only where traces are switched on: the SDK takes longer to load than a service to start. */
export class OtelTracer implements Tracer {
  readonly counts: SpanCounts = { exported: 0, failed: 0, dropped: 0 };
  readonly #provider: TracerProvider;
  readonly #ids = new GivenTraceIds();
  readonly #tracer;
  readonly #sampler: RatioSampler;

  constructor(options: OtelTracerOptions) {
    diag.setLogger({ error: options.onTrouble, warn: options.onTrouble, info: () => {}, debug: () => {}, verbose: () => {} }, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    const exporter = new CountingExporter(new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/+$/, '')}/v1/traces`, headers: { ...options.headers }, timeoutMillis: options.exportTimeoutMs, concurrencyLimit: 4 }), this.counts);
    this.#sampler = new RatioSampler(options.ratio);
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ ...options.resource, 'telemetry.sdk.name': 'opentelemetry', 'telemetry.sdk.language': 'nodejs' }),
      sampler: this.#sampler, idGenerator: this.#ids,
      spanLimits: { attributeValueLengthLimit: 256, attributeCountLimit: 32 },
      spanProcessors: [new CountingProcessor({ exporter, maxQueueSize: QUEUE_SPANS, maxExportBatchSize: BATCH_SPANS, scheduledDelayMillis: BATCH_DELAY_MS, exportTimeoutMillis: options.exportTimeoutMs }, this.counts)],
    });
    this.#tracer = this.#provider.getTracer('twinmcp', options.resource['service.version']);
    // For libraries that speak to the API of OpenTelemetry by themselves.
    trace.setGlobalTracerProvider(this.#provider);
    context.setGlobalContextManager(new ScopeContextManager());
  }

  start(definition: SpanDefinition, parent: SpanParent, { name, attributes, startedAt }: SpanStart = {}): RecordedSpan | null {
    const remote = definition.kind === 'server' || definition.kind === 'consumer';
    if (parent.fresh) {
      // The trace has a name already, which stands in the log; its first span must not choose another.
      const traceId = parent.traceparent.slice(3, 35);
      if (!this.#sampler.wants(traceId)) return notRecorded(parent.traceparent);
      this.#ids.next = traceId;
    } else if (!sampled(parent.traceparent)) return null;
    const span = this.#tracer.startSpan(name ?? definition.name, { kind: KINDS[definition.kind], attributes, startTime: startedAt }, parent.fresh ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...spanContext(parent.traceparent), isRemote: remote }));
    return new OtelSpan(span);
  }

  /** What is recorded is sent, or given up after `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.#provider.shutdown().catch(() => {}), late]);
    clearTimeout(timer);
    trace.disable();
    context.disable();
    diag.disable();
  }
}

class OtelSpan implements RecordedSpan {
  readonly traceparent: string;
  readonly #span: Span;

  constructor(span: Span) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.#span = span;
    this.traceparent = `00-${traceId}-${spanId}-${traceFlags === 1 ? '01' : '00'}`;
  }

  set(attributes: Record<string, string | number | boolean>): void {
    this.#span.setAttributes(attributes);
  }

  end(outcome: string, endedAt?: number): void {
    if (outcome !== 'ok') {
      this.#span.setAttribute('error.type', outcome);
      this.#span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.#span.end(endedAt);
  }
}

const sampled = (traceparent: string): boolean => (Number.parseInt(traceparent.slice(53, 55), 16) & 1) === 1;

function spanContext(traceparent: string): SpanContext {
  return { traceId: traceparent.slice(3, 35), spanId: traceparent.slice(36, 52), traceFlags: sampled(traceparent) ? 1 : 0 };
}

/** Tells everything below that this trace is not recorded. */
function notRecorded(traceparent: string): RecordedSpan {
  return { traceparent: childTraceparent(traceparent, '00'), set: () => {}, end: () => {} };
}

class GivenTraceIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  next: string | null = null;

  generateTraceId(): string {
    const id = this.next ?? this.#random.generateTraceId();
    this.next = null;
    return id;
  }

  generateSpanId(): string {
    return this.#random.generateSpanId();
  }
}

/** By trace id, so that all processes agree without a word; parents decide for their children. */
class RatioSampler implements Sampler {
  readonly #ratio: () => number;
  #made: { readonly ratio: number; readonly sampler: TraceIdRatioBasedSampler } = { ratio: 1, sampler: new TraceIdRatioBasedSampler(1) };

  constructor(ratio: () => number) {
    this.#ratio = ratio;
  }

  wants(traceId: string): boolean {
    const ratio = this.#ratio();
    if (ratio !== this.#made.ratio) this.#made = { ratio, sampler: new TraceIdRatioBasedSampler(ratio) };
    return this.#made.sampler.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  shouldSample(within: Context, traceId: string): { decision: SamplingDecision } {
    const parent = trace.getSpanContext(within);
    const record = parent ? (parent.traceFlags & 1) === 1 : this.wants(traceId);
    return { decision: record ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
  }

  toString(): string {
    return `Ratio{${this.#ratio()}}`;
  }
}

class CountingExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #counts: SpanCounts;

  constructor(exporter: SpanExporter, counts: SpanCounts) {
    this.#exporter = exporter;
    this.#counts = counts;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#exporter.export(spans, (result) => {
      this.#counts[result.code === 0 ? 'exported' : 'failed'] += spans.length;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve();
  }
}

/** The SDK drops what its queue has no room for, and tells nobody how much. */
class CountingProcessor extends BatchSpanProcessor {
  readonly #counts: SpanCounts;

  constructor(options: ConstructorParameters<typeof BatchSpanProcessor>[0], counts: SpanCounts) {
    super(options);
    this.#counts = counts;
  }

  override onEnd(span: ReadableSpan): void {
    const before = this['_droppedSpansCount'];
    super.onEnd(span);
    if (this['_droppedSpansCount'] > before) this.#counts.dropped++;
  }
}

const explicit = new AsyncLocalStorage<Context>();

/** The call that is being worked on, as OpenTelemetry's context, unless a library set one of its own. */
class ScopeContextManager implements ContextManager {
  active(): Context {
    const own = explicit.getStore();
    if (own !== undefined) return own;
    const scope = currentCallScope();
    return scope === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext(scope.traceparent));
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(active: Context, work: F, self?: ThisParameterType<F>, ...args: A): ReturnType<F> {
    return explicit.run(active, () => work.apply(self as ThisParameterType<F>, args));
  }

  bind<T>(_active: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}
