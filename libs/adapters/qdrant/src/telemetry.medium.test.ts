import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader, type MetricData } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { startQdrantDouble } from '@twinmcp/testing';
import { QdrantVectorStore, TELEMETRY } from './index.ts';

// Frozen: dashboards and alert rules use these names.
it('names', () => {
  const { requestDuration, retries, points, circuit } = TELEMETRY;
  expect([requestDuration, retries, points, circuit].map(({ name }) => name)).toEqual(['twinmcp.qdrant.request.duration', 'twinmcp.qdrant.request.retries', 'twinmcp.qdrant.points.written', 'twinmcp.qdrant.circuit.state']);
});

it('every call is a span and is measured; retries and failures are told', async () => {
  const spans = new InMemorySpanExporter();
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const double = await startQdrantDouble();
  const store = new QdrantVectorStore({ url: double.url, retry: { attempts: 3, baseDelayMs: 1, maxDelayMs: 2 } });
  try {
    await store.createCollection('c', { dense: { dense: { dimensions: 1, distance: 'cosine' } } });
    await store.upsert('c', [{ id: 1, vectors: { dense: Float32Array.of(1) }, payload: {} }]);
    double.trouble({ operation: 'count_points', status: 503 });
    await store.count('c');
    double.trouble({ operation: 'count_points', status: 500 });
    await expect(store.count('c')).rejects.toThrow();
    const counts = spans.getFinishedSpans().filter(({ name }) => name === 'qdrant count_points');
    expect(counts[0]!.attributes).toMatchObject({ 'db.system.name': 'qdrant', 'db.operation.name': 'count_points', 'db.collection.name': 'c', 'server.address': '127.0.0.1', 'twinmcp.qdrant.attempts': 2 });
    expect(counts[1]!.status).toEqual({ code: SpanStatusCode.ERROR, message: 'unavailable' });
    await reader.forceFlush();
    const found = new Map(exporter.getMetrics().flatMap((resource) => resource.scopeMetrics).flatMap((scope) => scope.metrics).map((metric): [string, MetricData] => [metric.descriptor.name, metric]));
    const outcomes = found.get(TELEMETRY.requestDuration.name)!.dataPoints.filter(({ attributes }) => attributes['db.operation.name'] === 'count_points').map(({ attributes }) => attributes['outcome']);
    expect(outcomes.sort()).toEqual(['ok', 'unavailable']);
    expect(found.get(TELEMETRY.retries.name)!.dataPoints).toEqual([expect.objectContaining({ value: 1, attributes: { 'db.operation.name': 'count_points', reason: '503' } })]);
    expect(found.get(TELEMETRY.points.name)!.dataPoints[0]).toMatchObject({ value: 1 });
    expect(found.get(TELEMETRY.circuit.name)!.dataPoints[0]).toMatchObject({ value: 0 });
  } finally {
    await store.close();
    await double.stop();
    await reader.shutdown();
    trace.disable();
    metrics.disable();
  }
});
