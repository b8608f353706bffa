import { createHash } from 'node:crypto';
import { MemoryResponseCache, PoliteClient, RegistryArchives, RegistryReader, type ArchiveOffer, type PoliteClientOptions } from './index.ts';
import { startArchiveServer } from './test-support/archive-server.ts';
import { json, startRegistryServer, type RegistryServer } from './test-support/registry-server.ts';

const bytes = (text: string) => Buffer.from(text);
const servers: RegistryServer[] = [];
const serve = async (archives: Parameters<typeof startArchiveServer>[0]) => {
  const server = await startArchiveServer(archives);
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const archivesOf = (url: string, options: Partial<PoliteClientOptions & { hosts: string[]; publicHosts: string[]; max: number }> = {}) =>
  new RegistryArchives(new PoliteClient({ cache: new MemoryResponseCache(), concurrency: 2, timeoutMs: 10_000, attempts: 3, maxBytes: 1_000_000, freshMs: 3_600_000, userAgent: 'test', offline: false, ...options }), { npm: url, npmDownloads: '', pypi: url, cargo: url, go: url }, { hosts: options.hosts ?? [], publicHosts: options.publicHosts ?? [], maxBytes: options.max ?? 1_000_000 });

describe('RegistryArchives', () => {
  it('fetches from npm, PyPI, crates.io and the Go proxy what their checksums promise', async () => {
    const { url } = await serve({ npm: { bytes: bytes('npm') }, sdist: { bytes: bytes('sdist') }, wheel: { bytes: bytes('wheel') }, crate: { bytes: bytes('crate') }, module: { bytes: bytes('module') } });
    const archives = archivesOf(url);
    const read = async (ecosystem: 'npm' | 'pypi' | 'cargo' | 'go', name: string, version: string) => {
      const found = (await archives.find(ecosystem, name, version))!;
      const got = await Promise.all(found.offers.map((offer) => archives.download(ecosystem, offer, [])));
      return [found.private, ...got.map((one) => `${one!.bytes} ${one!.verified}`)];
    };
    expect(await read('npm', 'thing', '1.2.3')).toEqual([true, 'npm sha512']);
    expect(await read('npm', '@own/thing', '1.2.3')).toEqual([true, 'npm sha512']);
    expect(await read('pypi', 'Thing', '1.2.3')).toEqual([true, 'sdist sha256', 'wheel sha256']);
    expect(await read('cargo', 'thing', '1.2.3')).toEqual([true, 'crate sha256']);
    expect(await read('go', 'example.org/Big/thing', 'v1.2.3')).toEqual([true, 'module null']);
    expect((await archivesOf(url, { publicHosts: [new URL(url).host] }).find('npm', 'thing', '1.2.3'))!.private).toBe(false);
  });

  it('knows no version that its registry does not have, and sends nothing that is no name', async () => {
    const server = await serve({ npm: { bytes: bytes('npm') } });
    const archives = archivesOf(server.url);
    expect([await archives.find('npm', 'thing', '9.9.9'), await archives.find('pypi', 'thing', '1.2.3'), await archives.find('cargo', 'thing', '1.2.3')]).toEqual([null, null, null]);
    server.requests.length = 0;
    for (const [name, version] of [['../x', '1.0.0'], ['thing', '../../etc'], ['thing', '1/2'], ['thing', ''], ['thing', 'a b'], ['thing\0', '1'], ['@/x', '1'], ['名前', '1']] as const) for (const ecosystem of ['npm', 'pypi', 'cargo', 'go', 'maven'] as const) expect(await archives.find(ecosystem, name, version)).toBeNull();
    expect(await archives.find('go', 'no-host/thing', 'v1.0.0')).toBeNull();
    expect(server.requests).toEqual([]);
  });

  it('refuses other bytes than the registry or the lock file promises', async () => {
    const { url } = await serve({ npm: { bytes: bytes('evil'), claims: bytes('good') }, crate: { bytes: bytes('crate') } });
    const archives = archivesOf(url);
    const [npm, crate] = [(await archives.find('npm', 'thing', '1.2.3'))!.offers[0]!, (await archives.find('cargo', 'thing', '1.2.3'))!.offers[0]!];
    await expect(archives.download('npm', npm, [])).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('not what its registry promises') });
    const of = (text: string) => createHash('sha256').update(text).digest('hex');
    await expect(archives.download('cargo', crate, [`sha256:${of('another')}`])).rejects.toMatchObject({ message: expect.stringContaining('not what the lock file promises') });
    expect((await archives.download('cargo', crate, [`sha256:${of('another')}`, `sha256:${of('crate')}`]))!.verified).toBe('sha256');
  });

  it('follows neither a registry nor a redirect to another host', async () => {
    const elsewhere = await startRegistryServer((_, response) => response.end('secret'));
    servers.push(elsewhere);
    const server = await startRegistryServer(({ url }, response) => (url === '/thing' ? json(response, { versions: { '1.0.0': { dist: { tarball: `${elsewhere.url}/x.tgz`, integrity: 'sha512-x' } }, '2.0.0': { dist: { tarball: 'file:///etc/passwd' } }, '3.0.0': { dist: { tarball: '/moved.tgz' } } } }) : response.writeHead(302, { location: `${elsewhere.url}/y` }).end()));
    servers.push(server);
    const archives = archivesOf(server.url);
    for (const version of ['1.0.0', '2.0.0']) await expect(archives.find('npm', 'thing', version)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('archive_hosts') });
    const [offer] = (await archives.find('npm', 'thing', '3.0.0'))!.offers;
    await expect(archives.download('npm', offer!, [])).rejects.toMatchObject({ message: expect.stringContaining('is not asked') });
    expect(elsewhere.requests).toEqual([]);
  });

  it('waits for a registry that is busy, and says when it is down, slow, cut off or sends too much', async () => {
    const server = await serve({ crate: { bytes: bytes('crate') } });
    const archives = archivesOf(server.url, { attempts: 2, max: 10_000 });
    const offer: ArchiveOffer = { url: `${server.url}/file`, format: 'tgz', integrity: [], bytes: null };
    let calls = 0;
    server.handle = (_, response) => (++calls === 1 ? response.writeHead(429, { 'retry-after': '0' }).end() : response.end('ok'));
    expect(`${(await archives.download('cargo', offer, []))!.bytes}`).toBe('ok');
    const troubles: [RegistryServer['handle'], object][] = [
      [(_, response) => response.writeHead(429, { 'retry-after': '3600' }).end(), { code: 'rate-limited' }],
      [(_, response) => response.writeHead(503).end(), { code: 'unavailable', message: expect.stringContaining('503') }],
      [(request) => request.socket.destroy(), { code: 'unavailable' }],
      [(_, response) => { response.writeHead(200, { 'content-length': '1000' }); response.write('half'); setTimeout(() => response.destroy(), 5); }, { code: 'unavailable' }],
      [(_, response) => response.end(Buffer.alloc(20_000)), { code: 'unavailable', message: expect.stringContaining('more than') }],
    ];
    for (const [handle, expected] of troubles) {
      server.handle = handle;
      await expect(archivesOf(server.url, { attempts: 1, max: 10_000 }).download('cargo', offer, [])).rejects.toMatchObject(expected);
    }
    server.handle = () => undefined;
    await expect(archivesOf(server.url, { attempts: 1, timeoutMs: 50 }).download('cargo', offer, [])).rejects.toMatchObject({ message: expect.stringContaining('50 ms') });
    // A file takes as long as it is large: only silence is too slow.
    server.handle = (_, response) => { let n = 0; const timer = setInterval(() => (++n > 8 ? (clearInterval(timer), response.end()) : response.write('x')), 60); };
    expect((await archivesOf(server.url, { attempts: 1, timeoutMs: 400 }).download('cargo', offer, []))!.bytes).toHaveLength(8);
  });

  it('shows credentials of a base address to its server and to nobody else', async () => {
    const server = await startRegistryServer((request, response) => (request.url === '/thing' ? json(response, { versions: { '1.0.0': { dist: { tarball: `${server.url}/t.tgz` } } } }) : request.url === '/down' ? response.writeHead(500).end() : response.end('x')));
    servers.push(server);
    const base = server.url.replace('http://', 'http://ann:pa%20ss@');
    const archives = archivesOf(base, { attempts: 1 });
    const [offer] = (await archives.find('npm', 'thing', '1.0.0'))!.offers;
    await archives.download('npm', offer!, []);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(Array.from({ length: 2 }, () => `Basic ${Buffer.from('ann:pa ss').toString('base64')}`));
    server.handle = (_, response) => response.writeHead(500).end();
    const cache = new MemoryResponseCache();
    const reader = new RegistryReader(new PoliteClient({ cache, concurrency: 1, timeoutMs: 1_000, attempts: 1, maxBytes: 1_000, freshMs: 0, userAgent: 'test', offline: false }), { npm: base, npmDownloads: '', pypi: base, cargo: base, go: base });
    await expect(reader.read('npm', 'thing')).rejects.toMatchObject({ message: expect.not.stringContaining('pa') });
  });
});
