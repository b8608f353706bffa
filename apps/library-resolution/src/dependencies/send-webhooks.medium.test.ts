import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { dependenciesChanged, EventPayload } from '@twinmcp/contracts';
import { isPrivateAddress } from './post-guarded.ts';
import { sendWebhooks, type WebhookPolicy } from './send-webhooks.ts';

const EVENT: EventPayload<typeof dependenciesChanged> = { workspaceId: 'ws', generation: 2, added: [{ ecosystem: 'npm', name: 'left', version: '1.0.0', before: null, scope: 'runtime', manifest: 'package.json' }], removed: [], updated: [], conflicts: [], vulnerabilities: [], documented: [], tasks: [] };
const FAST: WebhookPolicy = { timeoutMs: 5_000, attempts: 3, backoff: { baseDelayMs: 1, maxDelayMs: 5 } };
const SECRET = 'a secret of sixteen or more';

describe('webhooks', () => {
  const heard: { headers: IncomingHttpHeaders; body: string; url: string }[] = [];
  let answer: (response: ServerResponse, attempt: number) => void;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body, url: request.url ?? '' });
      answer(response, heard.length);
    });
  });
  let url: string;
  const logged: string[] = [];
  const send = (webhook: { url?: string; secret?: string; allow_private?: boolean } = {}, policy = FAST) => sendWebhooks([{ url, allow_private: true, ...webhook }], EVENT, (message) => void logged.push(message), policy);

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t0ken`;
  });
  afterAll(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));
  beforeEach(() => {
    heard.length = 0;
    logged.length = 0;
    answer = (response) => void response.writeHead(204).end();
  });

  it('tell the event, signed so that the receiver can check who sent it', async () => {
    await send({ secret: SECRET });
    expect(heard).toHaveLength(1);
    expect(heard[0]!.url).toBe('/hook?token=t0ken');
    expect(JSON.parse(heard[0]!.body)).toEqual({ event: 'dependencies-changed', payload: EVENT });
    expect(heard[0]!.headers).toMatchObject({ 'content-type': 'application/json', 'x-twinmcp-signature': `sha256=${createHmac('sha256', SECRET).update(heard[0]!.body).digest('hex')}` });
    await send();
    expect(heard[1]!.headers['x-twinmcp-signature']).toBeUndefined();
    expect(logged).toEqual([]);
  });

  it('are sent again to whoever is busy or failing, as the same delivery', async () => {
    answer = (response, attempt) => void response.writeHead(attempt === 1 ? 503 : attempt === 2 ? 429 : 200, attempt === 2 ? { 'retry-after': '0' } : {}).end('{}');
    await send();
    expect([heard.length, new Set(heard.map(({ headers }) => headers['x-twinmcp-delivery'])).size, logged]).toEqual([3, 1, []]);
  });

  it('are given up after some attempts, and the log says so without what the address carries', async () => {
    answer = (response) => void response.writeHead(500).end();
    await send();
    expect(heard).toHaveLength(3);
    expect(logged).toEqual([expect.stringMatching(/^the webhook at 127\.0\.0\.1:\d+ was not told: it answered 500 \(3 attempts\)$/)]);
    answer = (response) => void response.destroy();
    await send();
    expect(heard).toHaveLength(6);
    expect(logged.join()).not.toContain('t0ken');
  });

  it.each([400, 401, 404, 410])('are not sent again to whoever says no (%i), and follow no redirect', async (status) => {
    answer = (response) => void response.writeHead(status).end();
    await send();
    expect([heard.length, logged.length]).toEqual([1, 1]);
    answer = (response) => void response.writeHead(302, { location: url }).end();
    await send();
    expect([heard.length, logged[1]]).toEqual([2, expect.stringContaining('302')]);
  });

  it('do not wait for ever', async () => {
    answer = () => undefined;
    await send({}, { ...FAST, timeoutMs: 400, attempts: 2 });
    expect(heard).toHaveLength(2);
    expect(logged).toEqual([expect.stringContaining('did not answer within 400 ms')]);
  });

  it('stop waiting when the service stops', async () => {
    answer = (response) => void response.writeHead(503).end();
    const stop = new AbortController();
    const sending = sendWebhooks([{ url, allow_private: true }], EVENT, (message) => void logged.push(message), { ...FAST, backoff: { baseDelayMs: 600_000, maxDelayMs: 600_000 } }, stop.signal);
    while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await sending;
    expect(logged).toEqual([expect.stringContaining('this service stops')]);
  });

  it('go to no address of this machine or a private network unless that is said', async () => {
    const { port } = server.address() as AddressInfo;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433', '0x7f.1', '169.254.169.254', '10.1.2.3', '192.168.0.1', '172.16.9.9', '[fe80::1]', '[fd00::1]']) await send({ url: `http://${host}:${port}/`, allow_private: false }, { ...FAST, attempts: 1 });
    expect(heard).toEqual([]);
    expect(logged).toHaveLength(13);
    expect(logged.every((message) => message.includes('private network'))).toBe(true);
    expect(['8.8.8.8', '2606:4700::1111', '172.32.0.1', '100.63.255.255', '::ffff:8.8.8.8'].map(isPrivateAddress)).toEqual([false, false, false, false, false]);
  });

  it('do not hold each other up', async () => {
    answer = (response) => void response.writeHead(200).end();
    await sendWebhooks([{ url: 'http://127.0.0.1:1/', allow_private: true }, { url, allow_private: true }], EVENT, (message) => void logged.push(message), FAST);
    expect([heard.length, logged.length]).toEqual([1, 1]);
  });
});
