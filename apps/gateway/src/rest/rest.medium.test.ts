import { astAnalysis, contextAssembly, Problem, type IndexJob } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';
import { json, send } from '../test-support/http.ts';

describe('REST', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ gateway: { max_body: '64KiB' } });
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    gateway.services.workspaces.clear();
    gateway.services.jobs.clear();
    gateway.services.calls.length = 0;
    gateway.services.addWorkspace('one', '/src/one');
  });

  const get = (path: string, headers?: Record<string, string>) => send(gateway.url, path, { headers });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) => send(gateway.url, path, { method: 'POST', headers: { ...json, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });

  it('registers, shows, lists and removes a workspace', async () => {
    const created = await post('/v1/workspaces', { source: { kind: 'directory', root: '/src/two' } });
    expect([created.status, created.headers.location]).toEqual([201, '/v1/workspaces/ws-2']);
    const again = await post('/v1/workspaces', { source: { kind: 'directory', root: '/src/two' } });
    expect([again.status, again.json<{ created: boolean }>().created]).toEqual([200, false]);
    expect((await get('/v1/workspaces')).json<{ workspaces: unknown[] }>().workspaces).toHaveLength(2);
    expect((await get('/v1/workspaces/ws-2')).json()).toMatchObject({ state: 'empty', workspace: { id: 'ws-2' } });
    expect((await send(gateway.url, '/v1/workspaces/ws-2', { method: 'DELETE' })).json()).toEqual({ removed: true });
    expect((await get('/v1/workspaces/ws-2')).status).toBe(404);
  });

  it('keeps directories of this machine from callers behind a proxy', async () => {
    const body = { source: { kind: 'directory', root: '/etc' } };
    expect((await post('/v1/workspaces', body, { 'x-forwarded-for': '203.0.113.9' })).json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(gateway.services.calls).toEqual([]);
  });

  it('writes into a plan for callers on this machine alone', async () => {
    const body = { path: 'plan.md', changes: [{ task: '1.1', status: 'done' }] };
    expect((await post('/v1/workspaces/one/plan', body, { 'x-forwarded-for': '203.0.113.9' })).json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect((await post('/v1/workspaces/one/plan', { ...body, changes: [] })).json()).toMatchObject({ status: 400, code: 'invalid-input' });
    expect((await get('/v1/workspaces/one/plan?path=../plan.md')).json()).toMatchObject({ status: 400, code: 'invalid-input' });
    expect(gateway.services.calls).toEqual([]);
  });

  it('accepts an index job: 202, its place, and the same job for the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'build 7' };
    const first = await post('/v1/workspaces/one/index', {}, key);
    const second = await post('/v1/workspaces/one/index', {}, key);
    expect(first.status).toBe(202);
    const { job } = first.json<{ job: IndexJob }>();
    expect(first.headers.location).toBe(`/v1/jobs/${job.id}`);
    expect(second.headers.location).toBe(first.headers.location);
    gateway.services.addWorkspace('other', '/src/other');
    expect((await post('/v1/workspaces/other/index', {}, key)).headers.location).not.toBe(first.headers.location);
    expect((await post('/v1/workspaces/one/index', '')).status).toBe(202);
    expect((await get(first.headers.location!)).json<{ job: IndexJob }>().job.id).toBe(job.id);
    expect((await send(gateway.url, `/v1/jobs/${job.id}`, { method: 'DELETE' })).json<{ job: IndexJob }>().job.state).toBe('cancelled');
  });

  it('streams the progress of a job to its end, to late joiners too', async () => {
    const { headers } = await post('/v1/workspaces/one/index', {});
    const events = (text: string) => [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map((match) => ({ event: match[1]!, job: JSON.parse(match[2]!) as IndexJob }));
    const stream = await get(`${headers.location}/events`);
    expect(stream.headers['content-type']).toContain('text/event-stream');
    const seen = events(stream.text);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toMatchObject({ event: 'end', job: { state: 'succeeded', summary: { files: 10 } } });
    expect(seen.slice(0, -1).every(({ event }) => event === 'progress')).toBe(true);
    const late = events((await get(`${headers.location}/events`)).text);
    expect(late).toMatchObject([{ event: 'end', job: { state: 'succeeded' } }]);
    expect((await get('/v1/jobs/none/events')).json()).toMatchObject({ status: 404, code: 'job-not-found' });
  });

  it('answers questions, searches and symbol look-ups with what the services say', async () => {
    expect((await post('/v1/context', { workspaceId: 'one', query: ' why? ', budget: 500 })).json()).toMatchObject({ query: 'why?', budget: 500, tokens: 14 });
    expect((await post('/v1/search', { workspaceId: 'one', query: 'x' })).json()).toMatchObject({ hits: [{ path: 'src/a.ts' }], nextCursor: 'next' });
    const page = await get('/v1/workspaces/one/symbols?name=a&name=b&kind=class&limit=2&withSignature=true&pathPrefix=src');
    expect(page.json()).toMatchObject({ nextCursor: '2', symbols: [{ name: 'a' }, { name: 'a' }] });
    expect(gateway.services.calls.at(-1)!.input).toMatchObject({ names: ['a', 'b'], kinds: ['class'], limit: 2, withSignature: true, pathPrefix: 'src', match: 'broad' });
    expect((await get('/v1/workspaces/one/dependencies')).json()).toMatchObject({ dependencies: [{ name: 'zod' }] });
    expect((await get('/v1/status')).json()).toMatchObject({ state: 'ready' });
  });

  it.each([
    ['no body', '/v1/context', '', 'workspaceId'],
    ['broken JSON', '/v1/context', '{"a":', 'JSON'],
    ['an array', '/v1/context', '[]', 'expected object'],
    ['an unknown member', '/v1/context', '{"workspaceId":"one","query":"x","buget":1}', 'buget'],
    ['a budget of 0', '/v1/context', '{"workspaceId":"one","query":"x","budget":0}', 'budget'],
    ['a blank question', '/v1/search', '{"workspaceId":"one","query":"  "}', 'empty'],
    ['a path out of the workspace', '/v1/search', '{"workspaceId":"one","query":"x","pathPrefix":"src/../../etc"}', 'without ..'],
    ['an absolute path', '/v1/context', '{"workspaceId":"one","query":"x","pathPrefix":"/etc"}', 'relative'],
    ['a polluted prototype', '/v1/context', '{"__proto__":{"x":1},"workspaceId":"one","query":"x"}', 'JSON'],
    ['a tower of brackets', '/v1/context', `${'['.repeat(500)}${']'.repeat(500)}`, 'deeper'],
  ])('refuses %s with 400 and says where', async (_what, path, body, part) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Problem.parse(answer.json())).toMatchObject({ code: 'invalid-input', message: expect.stringContaining(part) });
    expect(gateway.services.calls).toEqual([]);
  });

  it.each([['/v1/workspaces/one/symbols', 'name'], ['/v1/workspaces/one/symbols?name=x&limit=0', 'limit'], ['/v1/workspaces/one/symbols?name=x&nmae=y', 'nmae'], ['/v1/workspaces/..%2fone', 'id'], ['/v1/jobs/a%20b', 'job id']])('refuses %s', async (path, part) => {
    expect((await get(path)).json()).toMatchObject({ status: 400, message: expect.stringContaining(part) });
  });

  it('refuses a body over the limit with 413, other media types with 415, unknown routes with 404, a long URL before it is read', async () => {
    const big = await post('/v1/context', { workspaceId: 'one', query: 'x'.repeat(70_000) });
    expect(big.json()).toMatchObject({ status: 413, code: 'payload-too-large', message: expect.stringMatching(/65536|65,536/) });
    expect((await send(gateway.url, '/v1/context', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })).json()).toMatchObject({ status: 415, message: expect.stringContaining('application/json') });
    expect((await get('/v2/anything')).json()).toMatchObject({ status: 404, code: 'not-found' });
    expect((await get(`/v1/workspaces/one/symbols?name=${'x'.repeat(20_000)}`)).status).toBe(431);
  });

  it.each(['workspace-not-found', 'workspace-not-indexed', 'storage-full'] as const)('carries %s of a service to the caller', async (code) => {
    gateway.services.answer(contextAssembly.getContext, () => { throw new DomainError(code, 'as it is', { details: { at: 1 } }); });
    const answer = await post('/v1/context', { workspaceId: 'one', query: 'x' });
    gateway.services.answer(contextAssembly.getContext, null);
    expect(answer.json()).toMatchObject({ code, message: 'as it is', details: { at: 1 } });
  });

  it('hides what broke inside and logs it under the id it gives', async () => {
    gateway.services.answer(astAnalysis.listWorkspaces, () => { throw new Error('the secret cause'); });
    const answer = await get('/v1/workspaces', { 'x-request-id': 'mine-1' });
    gateway.services.answer(astAnalysis.listWorkspaces, null);
    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain('secret cause');
    expect(gateway.log.filter((line) => line['errorId'] === answer.json()['errorId'])).toMatchObject([{ requestId: 'mine-1', code: 'internal' }]);
  });

  it('gives request and trace ids back and on to the services', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const answer = await get('/v1/workspaces', { 'x-request-id': 'r-1', traceparent: `00-${trace}-b7ad6b7169203331-01` });
    expect(answer.headers['x-request-id']).toBe('r-1');
    expect(answer.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)`));
    expect(gateway.services.calls.at(-1)!.ctx.traceparent).toContain(trace);
    const forged = await get('/v1/workspaces', { 'x-request-id': 'a b\tc', traceparent: 'nonsense' });
    expect(forged.headers['x-request-id']).toMatch(/^req_/);
    expect(forged.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('cancels the call when its client goes away', async () => {
    let cancelled!: () => void;
    const seen = new Promise<void>((resolve) => (cancelled = resolve));
    const abort = new AbortController();
    gateway.services.answer(contextAssembly.getContext, (_input, ctx) => {
      setImmediate(() => abort.abort());
      return new Promise((_, reject) => ctx.signal!.addEventListener('abort', () => (cancelled(), reject(new Error('aborted')))));
    });
    await expect(send(gateway.url, '/v1/context', { method: 'POST', headers: json, body: '{"workspaceId":"one","query":"x"}', signal: abort.signal })).rejects.toThrow();
    gateway.services.answer(contextAssembly.getContext, null);
    await seen;
  });

  it('survives a service that is away for a moment, and says 503 with Retry-After when it stays away', async () => {
    await gateway.services.stop();
    const pending = post('/v1/context', { workspaceId: 'one', query: 'x' });
    setTimeout(() => void gateway.services.start(), 400);
    expect((await pending).status).toBe(200);
    await gateway.services.stop();
    gateway.config.change({ gateway: { request_timeout: '300ms' } });
    const answer = await post('/v1/context', { workspaceId: 'one', query: 'x' });
    gateway.config.change({ gateway: { request_timeout: '30s' } });
    await gateway.services.start();
    expect(answer.json()).toMatchObject({ status: 503, code: 'unavailable' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('serves health, metrics by route pattern, its description and a page for people', async () => {
    await get('/v1/workspaces/one');
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
    const metrics = await get('/metrics');
    expect(metrics.text).toMatch(/http_server_request_duration_seconds_count\{http_request_method="GET",http_route="\/v1\/workspaces\/:id",http_response_status_code="200"\} \d/);
    expect((await get('/v1/openapi.json')).json()).toMatchObject({ openapi: '3.1.1' });
    const page = await get('/');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.text).toContain(`${gateway.url}/mcp`);
  });

  it('serves what it documents and documents what it serves', async () => {
    const { paths } = (await get('/v1/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    const documented = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    const served = servedRoutes(gateway.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
    // MCP speaks JSON-RPC, which its own protocol describes.
    expect(served.filter((route) => !route.endsWith(' /mcp')).sort()).toEqual(documented.sort());
  });
});

/** "GET /path" of each line of Fastify's route tree. */
function servedRoutes(tree: string): string[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const match = /^([│ ]*)[├└]── (\S*) \(([A-Z, ]+)\)$/.exec(line);
    if (!match) return [];
    const depth = match[1]!.length / 4;
    const path = (parents[depth - 1] ?? '') + match[2];
    parents[depth] = path;
    return match[3]!.split(', ').filter((method) => method !== 'HEAD').map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  });
}
