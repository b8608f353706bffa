import { MemoryResponseCache, PoliteClient, repositoryOf, RepositoryReader, type ResponseCache } from './index.ts';
import { json, startRegistryServer, type RegistryServer } from './test-support/registry-server.ts';

let server: RegistryServer;
beforeAll(async () => {
  server = await startRegistryServer((_, response) => response.writeHead(404).end());
});
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.length = 0;
});

const reader = ({ cache = new MemoryResponseCache(), token = '', freshMs = 0 }: { cache?: ResponseCache; token?: string; freshMs?: number } = {}) =>
  new RepositoryReader(new PoliteClient({ cache, concurrency: 2, timeoutMs: 10_000, attempts: 2, maxBytes: 1_000_000, freshMs, userAgent: 'test', offline: false }), { url: `${server.url}/api/v3/`, hosts: ['github.com'], token });

/** The protocol of GitHub's API: lists are counted by the number of their last page. */
const repository: RegistryServer['handle'] = (request, response) => {
  const tag = `"${request.url}"`;
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end();
  const at = request.url!.replace('/api/v3/repos/colinhacks/zod', '');
  const page = (last: number) => ({ etag: tag, link: `<${server.url}${request.url}&page=2>; rel="next", <${server.url}${request.url}&page=${last}>; rel="last"` });
  if (at === '') json(response, { stargazers_count: 35_000, open_issues_count: 200 }, { etag: tag });
  else if (at === '/issues?state=closed&per_page=1') json(response, [{ number: 1 }], page(3_800));
  else if (at === '/contributors?per_page=1&anon=true') json(response, [{ login: 'a' }], page(540));
  else if (at === '/contents/.github/workflows') json(response, [{ name: 'README.md' }, { name: 'test.yml' }], { etag: tag });
  else response.writeHead(404).end();
};

describe('RepositoryReader', () => {
  it('reads stars, issues, contributors and continuous integration', async () => {
    server.handle = repository;
    const address = 'git+https://github.com/colinhacks/zod.git';
    expect(await reader({ token: 't0ken' }).read(address)).toEqual({ facts: { stars: 35_000, openIssues: 200, closedIssues: 3_800, contributors: 540, hasCi: true }, stale: null });
    expect(server.requests).toHaveLength(4);
    expect(new Set(server.requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer t0ken']));
    await reader().read(address);
    expect(server.requests.slice(4).every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('asks only for what changed, counts included, and not at all for what is fresh', async () => {
    server.handle = repository;
    const cache = new MemoryResponseCache();
    const first = await reader({ cache }).read('github:colinhacks/zod');
    expect(await reader({ cache }).read('https://github.com/colinhacks/zod')).toEqual(first);
    expect(server.requests.slice(4).every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
    server.requests.length = 0;
    expect(await reader({ cache, freshMs: 3_600_000 }).read('colinhacks/zod')).toEqual(first);
    expect(server.requests).toEqual([]);
  });

  it('heeds a limit, and tells what it knew', async () => {
    server.handle = repository;
    const cache = new MemoryResponseCache();
    const first = await reader({ cache }).read('github:colinhacks/zod');
    server.requests.length = 0;
    server.handle = (_, response) => void response.writeHead(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3_000) }).end('{}');
    const limited = reader({ cache });
    expect(await limited.read('github:colinhacks/zod')).toEqual({ ...first, stale: expect.stringMatching(/403|pause/) as string });
    expect(server.requests.length).toBeLessThanOrEqual(2); // the rest waits for the pause to end
    await expect(limited.read('github:other/project')).rejects.toMatchObject({ code: 'rate-limited' });
    // A refusal that is no limit is none.
    server.handle = (_, response) => void response.writeHead(403).end('{}');
    await expect(reader().read('github:private/project')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('403') as string });
  });

  it('says unknown where a count is not told, or the repository is gone', async () => {
    server.handle = (request, response) => (request.url === '/api/v3/repos/a/b' ? json(response, { stargazers_count: 1, open_issues_count: -1 }) : request.url!.includes('issues') ? json(response, []) : request.url!.includes('contributors') ? response.end('<html>') : response.writeHead(404).end());
    expect(await reader().read('github:a/b')).toEqual({ facts: { stars: 1, closedIssues: 0 }, stale: expect.stringContaining('not JSON') as string });
    server.handle = (_, response) => void response.writeHead(404).end();
    expect(await reader().read('github:a/b')).toBeNull();
    server.handle = (_, response) => void response.end('<html>no</html>');
    await expect(reader().read('github:a/b')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('asks nobody about what is no repository of its hosts', async () => {
    for (const address of [null, '', 'https://gitlab.com/a/b', 'https://github.com.evil.example/a/b', 'https://github.com/../etc', 'https://github.com/a', 'https://github.com/a/..', 'file:///etc/passwd', 'javascript:alert(1)', 'https://evil.example/?github.com/a/b', 'github:a b/c']) expect(await reader().read(address)).toBeNull();
    expect(server.requests).toEqual([]);
    expect([repositoryOf('git@github.com:a/b.git'), repositoryOf('https://user:pw@github.com/a/b/tree/main/packages/c'), repositoryOf('ssh://git@github.com:22/a/b')]).toEqual(Array.from({ length: 3 }, () => ({ host: 'github.com', owner: 'a', project: 'b' })));
  });
});
