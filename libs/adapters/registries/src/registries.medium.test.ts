import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FolderResponseCache, MemoryResponseCache, PoliteClient, RegistryReader, type PoliteClientOptions, type ResponseCache } from './index.ts';
import { CRATE, json, PACKUMENT, PYPI_PROJECT, startRegistryServer, type RegistryServer } from './test-support/registry-server.ts';

let server: RegistryServer;
beforeAll(async () => {
  server = await startRegistryServer((_, response) => response.writeHead(404).end());
});
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.length = 0;
  server.busiest = 0;
});

const client = (options: Partial<PoliteClientOptions> = {}) => new PoliteClient({ cache: new MemoryResponseCache(), concurrency: 2, timeoutMs: 10_000, attempts: 3, maxBytes: 1_000_000, freshMs: 0, userAgent: 'test', offline: false, ...options });
const reader = (options: Partial<PoliteClientOptions> = {}) => new RegistryReader(client(options), { npm: server.url, npmDownloads: server.url, pypi: server.url, cargo: `${server.url}/`, go: server.url });

describe('RegistryReader', () => {
  it('reads npm: versions, licence, people, deprecations, downloads', async () => {
    server.handle = ({ url }, response) => (url === '/left-pad-plus' ? json(response, PACKUMENT) : url === '/downloads/point/last-month/left-pad-plus' ? json(response, { downloads: 1234 }) : response.writeHead(404).end());
    const { record } = (await reader().read('npm', 'Left-Pad-Plus'))!;
    expect(record).toMatchObject({ id: 'npm:left-pad-plus', latest: '2.0.0', licence: 'MIT', maintainers: ['ann', 'bob'], updatedAt: Date.parse('2026-01-01T00:00:00Z'), deprecated: null, sources: ['registry'] });
    expect(record.versions.map(({ version }) => version)).toEqual(['2.0.0', 'not-a-version', '1.0.0']);
    expect(record.versions[2]).toMatchObject({ deprecated: 'use 2' });
    expect(record.dependencies).toEqual([{ name: 'pad', requirement: '^1.0.0', kind: 'runtime' }, { name: 'react', requirement: '>=18', kind: 'peer' }]);
    expect(record.facts).toMatchObject({ downloads: 1234, hasTypes: 'own', hasTests: true, readmeHasExample: true, hasCi: null });
  });

  it('reads PyPI, crates.io and the Go proxy', async () => {
    server.handle = ({ url }, response) => {
      if (url === '/pypi/flask-thing/json') json(response, PYPI_PROJECT);
      else if (url === '/api/v1/crates/fast-thing') json(response, CRATE);
      else if (url === '/example.org/!big/mod/@latest') json(response, { Version: 'v1.10.0', Time: '2026-01-01T00:00:00Z' });
      else if (url === '/example.org/!big/mod/@v/list') response.end('v1.9.0\nv1.10.0\nv1.2.0\n');
      else response.writeHead(404).end();
    };
    const pypi = (await reader().read('pypi', 'flask_thing'))!.record;
    expect(pypi).toMatchObject({ id: 'pypi:flask-thing', name: 'Flask-Thing', licence: 'BSD-3-Clause', repository: 'https://example.org/thing', facts: { downloads: null, hasTypes: 'own', readmeHasExample: true, hasChangelog: true } });
    expect(pypi.versions).toEqual([expect.objectContaining({ version: '1.2.0', deprecated: null }), expect.objectContaining({ version: '1.1.0', deprecated: 'broken' }), expect.objectContaining({ version: '2004d', publishedAt: null })]);
    expect(pypi.dependencies).toEqual([{ name: 'Flask', requirement: '>=2', kind: 'runtime' }, { name: 'redis', requirement: null, kind: 'optional' }]);
    const crate = (await reader().read('cargo', 'fast_thing'))!.record;
    expect(crate).toMatchObject({ latest: '0.3.0', licence: 'MIT OR Apache-2.0', facts: { downloads: 3_000 } });
    const go = (await reader().read('go', 'example.org/Big/mod'))!.record;
    expect(go).toMatchObject({ latest: 'v1.10.0', updatedAt: Date.parse('2026-01-01T00:00:00Z') });
    expect(go.versions.map(({ version }) => version)).toEqual(['v1.10.0', 'v1.9.0', 'v1.2.0']);
  });

  it('sends no name that no registry takes, and says when there is none', async () => {
    server.handle = (_, response) => response.writeHead(404).end();
    for (const name of ['../../etc/passwd', 'a b', '\0', '<script>', '@/', '%2e%2e', '名前', 'x'.repeat(400), '', 'a/../b', '?q=1', 'a#b']) {
      for (const ecosystem of ['npm', 'pypi', 'cargo', 'go', 'maven'] as const) expect(await reader().read(ecosystem, name)).toBeNull();
    }
    expect(server.requests).toEqual([]);
    expect(await reader().read('npm', 'absent')).toBeNull();
    expect(server.requests.map(({ url }) => url)).toEqual(['/absent']);
  });

  it('says which registry sent something that is no answer', async () => {
    server.handle = (_, response) => response.end('<html>captive portal</html>');
    await expect(reader().read('pypi', 'flask')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringMatching(/^127\.0\.0\.1:\d+ sent something that is not JSON/) as string, details: { trouble: 'unreadable' } });
    server.handle = (_, response) => response.end('[1, "x", null]');
    expect((await reader().read('npm', 'odd'))!.record).toMatchObject({ id: 'npm:odd', latest: null, versions: [], description: '' });
  });
});

describe('PoliteClient', () => {
  it('asks only for what changed, and not at all for what is fresh', async () => {
    server.handle = ({ headers }, response) => (headers['if-none-match'] === '"one"' ? response.writeHead(304).end() : json(response, { n: 1 }, { etag: '"one"' }));
    const cache = new MemoryResponseCache();
    expect((await client({ cache }).get(`${server.url}/a`))!.body).toBe('{"n":1}');
    expect((await client({ cache }).get(`${server.url}/a`))!).toMatchObject({ body: '{"n":1}', stale: null });
    expect(server.requests).toHaveLength(2);
    await client({ cache, freshMs: 3_600_000 }).get(`${server.url}/a`);
    expect(server.requests).toHaveLength(2);
    await client({ cache, freshMs: 3_600_000 }).get(`${server.url}/a`, { refresh: true });
    expect(server.requests).toHaveLength(3);
  });

  it('asks few at a time, and the same thing once', async () => {
    server.handle = (_, response) => void setTimeout(() => json(response, {}), 20);
    const polite = client({ concurrency: 2 });
    await Promise.all([...Array.from({ length: 8 }, (_, i) => polite.get(`${server.url}/${i}`)), ...Array.from({ length: 5 }, () => polite.get(`${server.url}/same`))]);
    expect(server.busiest).toBe(2);
    expect(server.requests).toHaveLength(9);
  });

  it('waits when it is told to, and gives up politely when the wait is long', async () => {
    let calls = 0;
    server.handle = (_, response) => (++calls === 1 ? response.writeHead(429, { 'retry-after': '0' }).end() : json(response, {}));
    expect(await client().get(`${server.url}/busy`)).not.toBeNull();
    expect(calls).toBe(2);
    server.handle = (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    const polite = client();
    await expect(polite.get(`${server.url}/busy2`)).rejects.toMatchObject({ code: 'rate-limited' });
    const asked = server.requests.length;
    await expect(polite.get(`${server.url}/other`)).rejects.toMatchObject({ code: 'rate-limited' });
    expect(server.requests).toHaveLength(asked); // the pause holds for all of this server
  });

  it('answers with what it has when the registry is down, slow, broken or cut off', async () => {
    const cache = new MemoryResponseCache();
    server.handle = (_, response) => json(response, { n: 1 });
    await client({ cache }).get(`${server.url}/x`);
    const troubles: RegistryServer['handle'][] = [
      (_, response) => response.writeHead(503).end(),
      (request) => request.socket.destroy(),
      (_, response) => { response.writeHead(200, { 'content-length': '1000' }); response.write('{"half":'); setTimeout(() => response.destroy(), 5); },
      (_, response) => response.end('x'.repeat(2_000_000)),
    ];
    for (const trouble of troubles) {
      server.handle = trouble;
      const answer = await client({ cache, attempts: 2 }).get(`${server.url}/x`);
      expect(answer).toMatchObject({ body: '{"n":1}' });
      expect(answer!.stale).toEqual(expect.any(String));
      await expect(client({ attempts: 1 }).get(`${server.url}/x`)).rejects.toMatchObject({ code: 'unavailable' });
    }
    server.handle = () => undefined; // never answers
    await expect(client({ timeoutMs: 50, attempts: 1 }).get(`${server.url}/y`)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('50 ms') as string });
    expect(await client({ cache, timeoutMs: 50, attempts: 1 }).get(`${server.url}/x`)).toMatchObject({ body: '{"n":1}' });
  });

  it('says who does not answer, since when, why, and what helps', async () => {
    let now = 1_000_000;
    const [{ port }, free] = [new URL(server.url), await import('@twinmcp/testing').then(({ freePort }) => freePort())];
    const troubles: [string, string, RegistryServer['handle'] | null, RegExp][] = [
      ['dns', 'http://registry.invalid/x', null, /^registry\.invalid has no address here \(DNS\) \(E/],
      ['unreachable', `http://127.0.0.1:${free}/x`, null, /refuses connections/],
      ['cut', `${server.url}/x`, (request) => request.socket.destroy(), /broke off/],
      ['cut', `${server.url}/x`, (_, response) => { response.writeHead(200, { 'content-length': '1000' }); response.write('{"half":'); setTimeout(() => response.destroy(), 5); }, /broke off/],
      ['unreadable', `${server.url}/x`, (_, response) => void response.end('{"half": [1, 2'), /not JSON/],
      ['unreadable', `${server.url}/x`, (request) => void request.socket.end('SSH-2.0-OpenSSH_9\r\n'), /does not speak HTTP/],
      ['tls', `https://127.0.0.1:${port}/x`, null, /certificate|broke off/],
      ['credentials', `${server.url}/x`, (_, response) => void response.writeHead(401).end(), /answered 401/],
      ['broken', `${server.url}/x`, (_, response) => void response.writeHead(502).end(), /answered 502/],
    ];
    for (const [trouble, url, handle, words] of troubles) {
      if (handle) server.handle = handle;
      const polite = client({ attempts: 1, clock: { now: () => now } });
      const first = await polite.get(url).catch((error: unknown) => error as { code: string; message: string; details: Record<string, unknown> });
      expect(first).toMatchObject({ code: 'unavailable', message: expect.stringMatching(words) as string, details: { host: new URL(url).host, trouble, hint: expect.stringContaining('What is installed or was read before is answered without it.') as string } });
      expect(first).not.toHaveProperty('details.since');
      now += 90_000;
      if (trouble !== 'credentials') await expect(polite.get(url)).rejects.toMatchObject({ message: expect.stringContaining(`gave no answer since ${new Date(now - 90_000).toISOString().slice(0, 19)}Z`) as string, details: { since: new Date(now - 90_000).toISOString() } });
    }
    server.handle = (_, response) => void response.writeHead(429, { 'retry-after': '600' }).end();
    await expect(client().get(`${server.url}/x`)).rejects.toMatchObject({ code: 'rate-limited', message: expect.stringContaining('a pause of 600 s') as string, details: { retryAfterS: 600 } });
    await expect(client({ attempts: 1, proxy: { host: 'proxy.example:3128', used: true } }).get('http://registry.invalid/x')).rejects.toMatchObject({ details: { hint: expect.stringContaining('proxy.example:3128') as string } });
  });

  it('keeps what it had when a network answers with a page of its own', async () => {
    const cache = new MemoryResponseCache();
    server.handle = (_, response) => json(response, { n: 1 });
    await client({ cache }).get(`${server.url}/x`);
    server.handle = (_, response) => void response.end('<html>Sign in to the wireless network</html>');
    for (let i = 0; i < 2; i++) expect(await client({ cache, attempts: 1 }).get(`${server.url}/x`)).toMatchObject({ body: '{"n":1}', stale: expect.stringContaining('not JSON') as string });
  });

  it('makes nobody wait for a second attempt at a server that let the time of the first pass', async () => {
    server.handle = () => undefined;
    server.requests.length = 0;
    await expect(client({ timeoutMs: 60, attempts: 3 }).get(`${server.url}/slow`)).rejects.toMatchObject({ code: 'unavailable', details: { trouble: 'slow' } });
    expect(server.requests).toHaveLength(1);
  });

  it('asks nobody when it is offline', async () => {
    const cache: ResponseCache = new MemoryResponseCache();
    server.handle = (_, response) => json(response, { n: 1 });
    await client({ cache }).get(`${server.url}/known`);
    server.requests.length = 0;
    expect(await client({ cache, offline: true }).get(`${server.url}/known`)).toMatchObject({ body: '{"n":1}', stale: 'offline' });
    await expect(client({ cache, offline: true }).get(`${server.url}/unknown`)).rejects.toMatchObject({ code: 'unavailable' });
    expect(server.requests).toEqual([]);
  });

  it('stops asking a server that is down, for a while', async () => {
    let now = 1_000_000;
    server.handle = (_, response) => response.writeHead(500).end();
    const polite = client({ attempts: 1, clock: { now: () => now } });
    for (let i = 0; i < 6; i++) await expect(polite.get(`${server.url}/${i}`)).rejects.toMatchObject({ code: 'unavailable' });
    expect(server.requests.length).toBeLessThan(6);
    server.handle = (_, response) => json(response, {});
    now += 60_000;
    expect(await polite.get(`${server.url}/later`)).not.toBeNull();
  });
});

describe('FolderResponseCache', () => {
  it('keeps answers over restarts, within its size, and passes over broken files', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'registry-cache-'));
    try {
      const entry = (n: number) => ({ url: `http://registry/${n}`, etag: null, lastModified: null, body: 'x'.repeat(1_000), checkedAt: n });
      const cache = new FolderResponseCache(folder, () => 20_000);
      for (let n = 0; n < 130; n++) await cache.put(entry(n));
      expect(readdirSync(folder).length).toBeLessThan(30);
      expect(await new FolderResponseCache(folder, () => 20_000).get('http://registry/129')).toEqual(entry(129));
      for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"cut');
      expect(await cache.get('http://registry/129')).toBeNull();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
