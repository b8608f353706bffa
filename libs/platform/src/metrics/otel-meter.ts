import type { Attributes, Meter, MeterProvider, MetricOptions, ObservableCallback, ObservableGauge } from '@opentelemetry/api';
import type { Registry } from 'prom-client';
import { METRICS, type MetricDefinition } from '../telemetry/metrics.table.ts';
import { counter, gauge, histogram } from './instruments.ts';

const BY_NAME: ReadonlyMap<string, MetricDefinition> = new Map(Object.values(METRICS).map((definition) => [definition.name, definition]));

/**
 * What libraries of ours measure through the API of OpenTelemetry, on `/metrics` of this process: under the names that
 * OpenTelemetry gives them for Prometheus, and only what the table declares. Loaded where such a library is.
 */
export async function exposeMeters(registry: Registry): Promise<void> {
  const { createNoopMeter, metrics } = await import('@opentelemetry/api');
  const meter = meterOf(registry, createNoopMeter());
  const provider: MeterProvider = { getMeter: () => meter };
  metrics.disable();
  metrics.setGlobalMeterProvider(provider);
}

function meterOf(registry: Registry, nothing: Meter): Meter {
  const made = new Map<string, unknown>();
  /** An instrument is made once a registry, however often a library asks for it. */
  const once = <T>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
  const own = {
    createCounter: (name: string, options?: MetricOptions) => {
      const definition = declared(name, 'counter', options);
      if (definition === null) return nothing.createCounter(name, options);
      const made = once(definition.name, () => counter(definition as MetricDefinition & { type: 'counter' }, registry));
      return { add: (value: number, attributes: Attributes = {}) => made.inc(labelsOf(definition, attributes), value) };
    },
    createHistogram: (name: string, options?: MetricOptions) => {
      const definition = declared(name, 'histogram', options);
      if (definition === null) return nothing.createHistogram(name, options);
      const made = once(definition.name, () => histogram(definition as MetricDefinition & { type: 'histogram' }, registry));
      return { record: (value: number, attributes: Attributes = {}) => made.observe(labelsOf(definition, attributes), value) };
    },
    createObservableGauge: (name: string, options?: MetricOptions): ObservableGauge => {
      const definition = declared(name, 'gauge', options);
      if (definition === null) return nothing.createObservableGauge(name, options);
      return once(definition.name, () => {
        const callbacks = new Set<ObservableCallback>();
        gauge(definition as MetricDefinition & { type: 'gauge' }, registry, async (figure) => {
          figure.reset();
          for (const callback of callbacks) await callback({ observe: (value, attributes = {}) => figure.set(labelsOf(definition, attributes), value) });
        });
        return { addCallback: (callback) => void callbacks.add(callback), removeCallback: (callback) => void callbacks.delete(callback) };
      });
    },
  };
  return new Proxy(nothing, { get: (target, member) => own[member as keyof typeof own] ?? (Reflect.get(target, member, target) as unknown) });
}

/** OpenTelemetry's rule for Prometheus: dots become underscores, seconds are named, counters end in _total. */
function declared(name: string, type: MetricDefinition['type'], options: MetricOptions | undefined): MetricDefinition | null {
  const full = `${name.replaceAll('.', '_')}${options?.unit === 's' ? '_seconds' : ''}${type === 'counter' ? '_total' : ''}`;
  const definition = BY_NAME.get(full);
  return definition?.type === type ? definition : null;
}

function labelsOf(definition: MetricDefinition, attributes: Attributes): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const label = name.replaceAll('.', '_');
    if (label in definition.labels && value !== undefined) labels[label] = String(value);
  }
  return labels;
}
