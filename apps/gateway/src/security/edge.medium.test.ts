import { createHash } from 'node:crypto';
import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';
import { json, send } from '../test-support/http.ts';

const hash = (key: string) => `sha256:${createHash('sha256').update(key).digest('hex')}`;
const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } } });

describe('edge without keys', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ gateway: { allowed_origins: ['https://app.example'] } });
  });
  afterAll(() => gateway.stop());

  it.each(['/', '/v1/workspaces', '/v1/openapi.json', '/metrics', '/health/live', '/mcp', '/nope'])('refuses a rebound name and a foreign page on %s', async (path) => {
    expect((await send(gateway.url, path, { headers: { host: 'evil.example' } })).json()).toMatchObject({ status: 403, code: 'forbidden', message: expect.stringContaining('evil.example') });
    const foreign = await send(gateway.url, path, { headers: { origin: 'https://evil.example' } });
    expect(foreign.json()).toMatchObject({ status: 403, message: expect.stringContaining('allowed_origins') });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('refuses them on POST /mcp before the body is looked at', async () => {
    const headers = { ...json, accept: 'application/json, text/event-stream' };
    expect((await send(gateway.url, '/mcp', { method: 'POST', headers: { ...headers, host: 'evil.example' }, body: initialize })).status).toBe(403);
    expect((await send(gateway.url, '/mcp', { method: 'POST', headers: { ...headers, origin: 'null' }, body: initialize })).status).toBe(403);
    expect((await send(gateway.url, '/mcp', { method: 'POST', headers, body: initialize })).status).toBe(200);
  });

  it('gives a listed origin its own name, and answers its preflight', async () => {
    const origin = 'https://app.example';
    const answer = await send(gateway.url, '/v1/workspaces', { headers: { origin } });
    expect([answer.status, answer.headers['access-control-allow-origin'], answer.headers['vary']]).toEqual([200, origin, 'origin']);
    const preflight = await send(gateway.url, '/v1/context', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
    const local = await send(gateway.url, '/v1/workspaces', { headers: { origin: 'http://localhost:5173' } });
    expect([local.status, local.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });

  it.each(['/', '/v1/workspaces', '/nope', '/mcp', '/health/live'])('sends security headers with %s', async (path) => {
    const { headers } = await send(gateway.url, path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'content-security-policy': expect.stringContaining("default-src 'none'") });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('limits the rate of a caller, live', async () => {
    gateway.config.change({ gateway: { rate_limit: { requests_per_second: 1, burst: 2 } } });
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await send(gateway.url, '/v1/workspaces')).status);
    const limited = await send(gateway.url, '/v1/workspaces');
    expect((await send(gateway.url, '/health/live')).status).toBe(200);
    gateway.config.change({ gateway: { rate_limit: { requests_per_second: 0, burst: 100 } } });
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('edge with keys', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({ gateway: { host: '0.0.0.0', api_keys: [hash('the key')].concat(hash('k2')), allowed_hosts: ['twin.example'] } });
    gateway.services.addWorkspace('one', '/src/one');
  });
  afterAll(() => gateway.stop());
  const base = () => gateway.url.replace('0.0.0.0', '127.0.0.1');

  it.each(['/', '/v1/workspaces', '/v1/openapi.json', '/metrics', '/v1/status', '/mcp', '/nope', '/healthy', '/v1/workspaces/../../health/live'])('wants a key for %s', async (path) => {
    const answer = await send(base(), path);
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect((await send(base(), path, { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  });

  it('answers with a key, and health without', async () => {
    expect((await send(base(), '/v1/workspaces', { headers: { authorization: 'Bearer k2', host: 'twin.example' } })).status).toBe(200);
    expect((await send(base(), '/health/live')).status).toBe(200);
    expect((await send(base(), '/health/ready', { headers: { host: '10.244.0.9:3000' } })).status).toBe(200);
  });

  it('never logs a key', async () => {
    await send(base(), '/v1/workspaces', { headers: { authorization: 'Bearer k2-very-secret' } });
    expect(JSON.stringify(gateway.log)).not.toContain('k2-very-secret');
  });
});

describe('start', () => {
  it('refuses to listen beyond this machine without a key', async () => {
    await expect(startTestGateway({ gateway: { host: '0.0.0.0' } })).rejects.toThrow(/gateway\.api_keys/);
  });

  it('says which port is in use', async () => {
    const first = await startTestGateway();
    const port = Number(new URL(first.url).port);
    await expect(startTestGateway({ gateway: { port } })).rejects.toThrow(new RegExp(`Port ${port} of 127\\.0\\.0\\.1 is in use.*gateway\\.port`));
    await first.stop();
  });
});
