import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContextAnswer, IndexJob, Workspace } from '@twinmcp/contracts';
import { TRACE_EDGES, type SpanAt } from '@twinmcp/platform';
import { eventually, freePort, startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '@twinmcp/testing';
import { startEngine } from './engine/start-engine.ts';

/** One process, all six services, its own bus: the traces are those of the mesh. */
describe('traces of the embedded engine', () => {
  const base = mkdtempSync(path.join(tmpdir(), 'twinmcp-traces-'));
  const repository = path.join(base, 'shop');
  let receiver: OtlpReceiver;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    mkdirSync(path.join(repository, 'src'), { recursive: true });
    writeFileSync(path.join(repository, 'src/cart.ts'), '/** Sum of all items with tax. */\nexport function totalWithTax(rate: number, items: number[]): number {\n  return items.reduce((sum, price) => sum + price, 0) * (1 + rate);\n}\n');
  });
  beforeEach(() => receiver.clear());
  afterAll(async () => {
    await receiver.stop();
    rmSync(base, { recursive: true, force: true });
  });

  const start = (endpoint: string, folder: string) =>
    startEngine({ dataDir: path.join(base, folder), config: { files: [], env: {}, overrides: { telemetry: { endpoint, sampling_ratio: 1, export_timeout: '500ms', flush_timeout: '1s' }, logging: { level: 'error' } } }, listen: { port: 0 }, watch: false });
  const send = async <T>(url: string, method: string, route: string, body?: object, headers: Record<string, string> = {}): Promise<T> => {
    const response = await fetch(url + route, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body && { body: JSON.stringify(body) }) });
    expect({ route, ok: response.ok }).toEqual({ route, ok: true });
    return (await response.json()) as T;
  };
  const index = async (url: string): Promise<string> => {
    const { workspace } = await send<{ workspace: Workspace }>(url, 'POST', '/v1/workspaces', { source: { kind: 'directory', root: repository } });
    const { job } = await send<{ job: IndexJob }>(url, 'POST', `/v1/workspaces/${workspace.id}/index`, {});
    await eventually(async () => (await send<{ job: IndexJob }>(url, 'GET', `/v1/jobs/${job.id}`)).job.state === 'succeeded', { timeoutMs: 30_000 });
    return workspace.id;
  };
  const ask = (url: string, workspaceId: string, headers = {}) => send<ContextAnswer>(url, 'POST', '/v1/context', { workspaceId, query: 'sum of all items with tax', budget: 1_000, mode: 'hybrid' }, headers);

  it('hang together over its own bus and queue, and are sent before it ends', async () => {
    const engine = await start(receiver.url, 'traced');
    const workspaceId = await index(engine.url!);
    const trace = 'e'.repeat(32);
    await ask(engine.url!, workspaceId, { traceparent: `00-${trace}-${'f'.repeat(16)}-01` });
    const tool = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'search-code', arguments: { query: 'tax' } } };
    await fetch(`${engine.url}/mcp`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }, body: JSON.stringify(tool) }).then((response) => response.text());
    await engine.close();

    const byId = new Map(receiver.spans.map((span) => [span.spanId, span]));
    const is = (span: ReceivedSpan | undefined, at: SpanAt) => span?.kind === at.kind && span.name === at.name;
    const wanted = TRACE_EDGES.filter(({ flow }) => flow === 'ask' || flow === 'index');
    expect(wanted.length).toBeGreaterThan(25);
    expect(wanted.filter(({ parent, child }) => !receiver.spans.some((span) => is(span, child) && is(byId.get(span.parentId), parent))).map(({ parent, child }) => `${parent.name} → ${child.name}`)).toEqual([]);
    expect(new Set(receiver.spans.map(({ service }) => service))).toEqual(new Set(['twinmcp']));
    expect(receiver.spans.filter(({ traceId, name }) => traceId === trace && name === 'POST /v1/context').map(({ parentId }) => parentId)).toEqual(['f'.repeat(16)]);
    const called = receiver.spans.find(({ name }) => name === 'tools/call search-code')!;
    expect(byId.get(called.parentId)).toMatchObject({ name: 'POST /mcp', kind: 'server' });
    expect(receiver.spans.find(({ parentId }) => parentId === called.spanId)).toMatchObject({ kind: 'client' });
  }, 90_000);

  it.each([
    ['is not there', async () => `http://127.0.0.1:${await freePort()}`],
    ['takes requests and says nothing', async () => ((receiver.silent = true), receiver.url)],
  ])('fail no request and hold up no end when their receiver %s', async (what, endpoint) => {
    const engine = await start(await endpoint(), `away ${what}`.replaceAll(' ', '-'));
    const workspaceId = await index(engine.url!);
    // Long enough for exports to be tried, to fail and to be tried again meanwhile.
    const until = Date.now() + 3_500;
    let answered = 0;
    for (; Date.now() < until || answered < 5; answered++) expect((await ask(engine.url!, workspaceId)).items.length).toBeGreaterThan(0);
    const metrics = await (await fetch(`${engine.url}/metrics`)).text();
    expect(metrics).toMatch(/^twinmcp_telemetry_spans_total\{outcome="exported"\} 0$/m);
    expect(Number(/^twinmcp_telemetry_spans_total\{outcome="failed"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    const closing = performance.now();
    await engine.close();
    // Its own limit is a second; the rest is what any engine takes to end on a busy machine.
    expect(performance.now() - closing).toBeLessThan(15_000);
    receiver.silent = false;
  }, 90_000);
});
