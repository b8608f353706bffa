import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SERVICES, type ServiceName } from '@twinmcp/contracts';
import { METRICS, RUNTIME_METRICS, SPANS, TRACE_EDGES, type MetricDefinition, type SpanAt, type SpanDefinition } from '@twinmcp/platform';
import { describeWithServer, eventually, startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '@twinmcp/testing';
import { startMesh, type Mesh } from 'twinmcp';
import { RestClient } from './support/client.ts';
import { ownRepository } from './support/repository.ts';

const metrics: readonly MetricDefinition[] = Object.values(METRICS);
const spans: readonly SpanDefinition[] = Object.values(SPANS);
const belongsTo = (services: readonly ServiceName[] | 'all', service: ServiceName): boolean => services === 'all' || services.includes(service);
/** Said by a person of the question, the source and the keys of this test: none of it may leave with a span. */
const PRIVATE = ['redelivered', 'withTimeout', 'a-very-secret-key'];

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Six real processes over NATS send their traces to a real OTLP/HTTP endpoint, and are asked for their metrics. */
describeWithServer('nats-server', 'What the mesh tells of itself', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-telemetry-'));
  const repository = ownRepository();
  const log: string[] = [];
  let receiver: OtlpReceiver;
  let mesh: Mesh;
  const scraped = new Map<ServiceName, { readonly types: ReadonlyMap<string, string>; readonly samples: readonly Sample[] }>();
  let asked: { traceId: string; status: number };

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TWINMCP_TELEMETRY__SAMPLING_RATIO: '1', TWINMCP_TELEMETRY__HEADERS: 'authorization=a-very-secret-key', TWINMCP_LOGGING__LEVEL: 'debug' };
    mesh = await startMesh({ dataDir: path.join(base, 'mesh'), env, onLine: (_, line) => log.push(line) });
    const client = new RestClient(mesh.url);
    const { workspace, job } = await client.index(repository.root, 120_000);
    expect(job.state).toBe('succeeded');
    // As a client does that traces its own work.
    const traceId = 'c0ffee'.padEnd(32, '1');
    const { status } = await client.send('POST', '/v1/context', { workspaceId: workspace.id, query: 'how are jobs redelivered by the queue', budget: 2000, mode: 'hybrid' }, { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` });
    asked = { traceId, status };
    await client.search(workspace.id, 'withTimeout');
    await client.send('GET', '/v1/status');
    await client.send('POST', '/v1/libraries/docs', { library: 'npm:no-such-library-anywhere', workspaceId: workspace.id });
    writeFileSync(path.join(repository.root, 'libs/kernel/src/added.ts'), 'export const addedLater = 1;\n');
    await eventually(() => receiver.spans.some(({ name, attributes }) => name === 'index' && attributes['twinmcp.live'] === true), { timeoutMs: 60_000 });
    await eventually(() => missing().length === 0, { timeoutMs: 30_000 }).catch(() => {}); // the tests below say which
    for (const service of SERVICES) scraped.set(service, parse(await (await fetch(`${mesh.services[service].healthUrl}/metrics`)).text()));
  }, 300_000);

  afterAll(async () => {
    await mesh?.stop();
    await receiver?.stop();
    repository.remove();
    rmSync(base, { recursive: true, force: true });
  }, 60_000);

  const is = (span: ReceivedSpan, { service, kind, name }: SpanAt): boolean => span.service === `twinmcp-${service}` && span.kind === kind && span.name === name;
  const text = ({ service, kind, name }: SpanAt): string => `${service}: ${kind} "${name}"`;
  const missing = (): string[] => {
    const byId = new Map(receiver.spans.map((span) => [span.spanId, span]));
    return TRACE_EDGES.filter(({ parent, child }) => !receiver.spans.some((span) => {
      const above = byId.get(span.parentId);
      return is(span, child) && above !== undefined && above.traceId === span.traceId && is(above, parent);
    })).map(({ flow, parent, child, over }) => `${flow}: ${text(parent)} → ${text(child)} over ${over}`);
  };

  it('holds every edge of the flows together, across the processes', () => {
    expect(missing()).toEqual([]);
    expect(TRACE_EDGES.filter(({ over }) => over !== 'process').length).toBeGreaterThan(15);
  });

  it('leaves no span without its parent', async () => {
    const orphans = () => {
      const ids = new Set(receiver.spans.map(({ spanId }) => spanId));
      return receiver.spans.filter(({ parentId, traceId }) => parentId !== '' && traceId !== asked.traceId && !ids.has(parentId)).map(({ service, kind, name }) => `${service}: ${kind} "${name}"`);
    };
    await eventually(() => orphans().length === 0, { timeoutMs: 20_000 }).catch(() => {}); // a parent may end later than its children
    expect([...new Set(orphans())]).toEqual([]);
  });

  it('goes on with the trace that a client began, through the whole of the answer', () => {
    const own = receiver.spans.filter(({ traceId }) => traceId === asked.traceId);
    expect(asked.status).toBe(200);
    expect(own.filter(({ parentId }) => parentId === 'd'.repeat(16)).map(({ name }) => name)).toEqual(['POST /v1/context']);
    // The names of the libraries of a workspace are asked for now and then, not by each question.
    expect(new Set([...own.map(({ service }) => service), 'twinmcp-library-resolution'])).toEqual(new Set(['twinmcp-gateway', 'twinmcp-context-assembly', 'twinmcp-ast-analysis', 'twinmcp-embedding', 'twinmcp-library-resolution']));
    const ids = new Set(own.map(({ spanId }) => spanId));
    expect(own.filter(({ parentId }) => parentId !== 'd'.repeat(16) && !ids.has(parentId))).toEqual([]);
  });

  it('writes the trace and the span into the lines of the log', () => {
    const lines = log.filter((line) => line.includes(asked.traceId)).map((line) => JSON.parse(line.slice(line.indexOf('{'))) as Record<string, unknown>);
    expect(new Set(lines.map(({ service }) => service)).size).toBeGreaterThanOrEqual(3);
    const ids = new Set(receiver.spans.map(({ spanId }) => spanId));
    for (const line of lines) expect(ids).toContain(line['span_id']);
  });

  it('makes no span and no attribute that is not in the table, and tells nothing that is private', () => {
    const shape = (definition: SpanDefinition) => new RegExp(`^${definition.name.replaceAll('/', '\\/').replaceAll(/\{\w+\}/g, '\\S+')}$`);
    const unknown = receiver.spans.flatMap((span) => {
      const service = span.service.replace('twinmcp-', '') as ServiceName;
      const definition = spans.find((one) => one.kind === span.kind && belongsTo(one.services, service) && shape(one).test(span.name) && Object.keys(span.attributes).every((name) => name in one.attributes));
      return definition ? [] : [`${service} ${span.kind} ${span.name} ${Object.keys(span.attributes).join(', ')}`];
    });
    expect([...new Set(unknown)]).toEqual([]);
    expect(PRIVATE.filter((word) => JSON.stringify(receiver.spans).includes(word))).toEqual([]);
    expect(JSON.stringify(receiver.spans)).not.toContain(repository.root);
  });

  it('names each process as a resource of its own', () => {
    const resources = new Map(receiver.spans.map(({ resource }) => [resource['service.name'], resource]));
    expect([...resources.keys()].sort()).toEqual(SERVICES.map((service) => `twinmcp-${service}`).sort());
    expect(new Set([...resources.values()].map((resource) => resource['service.instance.id'])).size).toBe(SERVICES.length);
    for (const resource of resources.values()) expect(resource).toMatchObject({ 'service.namespace': 'twinmcp', 'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/) });
  });

  it.each(SERVICES.map((service) => [service]))('%s has the metrics that the table gives it, and no others', (service) => {
    const { types, samples } = scraped.get(service)!;
    const own = metrics.filter(({ services }) => belongsTo(services, service));
    const withSamples = new Set(samples.map(({ name }) => name.replace(/_(?:bucket|sum|count)$/, '')));
    expect(own.filter(({ name, when }) => when === undefined && !withSamples.has(name)).map(({ name }) => name)).toEqual([]);
    expect(own.filter(({ name, type }) => types.has(name) && types.get(name) !== type).map(({ name }) => name)).toEqual([]);
    expect(Object.keys(RUNTIME_METRICS).filter((name) => !types.has(name))).toEqual([]);
    const products = samples.filter(({ name }) => /^(?:twinmcp|http)_/.test(name));
    const undeclared = products.filter(({ name, labels }) => {
      const definition = metrics.find((one) => one.name === name || (one.type === 'histogram' && new RegExp(`^${one.name}_(?:bucket|sum|count)$`).test(name)));
      return definition === undefined || Object.keys(labels).some((label) => label !== 'le' && !(label in definition.labels));
    });
    expect(undeclared).toEqual([]);
    // Few values a label, whatever was asked.
    for (const { name, labels } of metrics) for (const label of Object.keys(labels)) expect({ name, label, many: new Set(samples.filter((one) => one.name === name).map((one) => one.labels[label])).size > 60 }).toEqual({ name, label, many: false });
  });
});

function parse(text: string): { types: Map<string, string>; samples: Sample[] } {
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  const samples = [...text.matchAll(/^([a-z_:][\w:]*)(?:\{(.*)\})? \S+$/gim)].map(([, name, labels]) => ({ name: name!, labels: Object.fromEntries([...(labels ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key!, value!])) }));
  return { types, samples };
}
