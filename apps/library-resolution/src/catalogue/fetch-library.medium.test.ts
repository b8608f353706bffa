import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { emptyRecord, MemoryLibraryCatalogue, type LibraryRecord } from '@twinmcp/libraries';
import { MemoryResponseCache, PoliteClient, RepositoryReader } from '@twinmcp/registries';
import { FetchLibrary } from './fetch-library.ts';
import { JudgeLibrary } from './judge-library.ts';
import { LibraryShelf } from './library-shelf.ts';

const WEIGHTS = { popularity: 0.2, maintenance: 0.25, documentation: 0.15, testing: 0.15, security: 0.15, community: 0.1 };
const RECORD: LibraryRecord = { ...emptyRecord('npm', 'left', 'installed'), description: 'Pads', repository: 'git+https://github.com/someone/left.git' };

describe('a library whose repository may be asked', () => {
  let limited = false;
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (limited) return void response.writeHead(403, { 'x-ratelimit-remaining': '0', 'retry-after': '900' }).end();
    const url = request.url!;
    const send = (body: unknown, pages?: number) => void response.writeHead(200, { 'content-type': 'application/json', ...(pages && { link: `<https://api.example${url}&page=${pages}>; rel="last"` }) }).end(JSON.stringify(body));
    if (url.endsWith('/someone/left')) send({ stargazers_count: 900, open_issues_count: 20 });
    else if (url.includes('/issues')) send([{}], 180);
    else if (url.includes('/contributors')) send([{}], 40);
    else send([{ name: 'ci.yml' }]);
  });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));
  beforeEach(() => {
    [limited, asked] = [false, 0];
  });

  const open = async (isAllowed: boolean) => {
    const shelf = new LibraryShelf({ catalogue: new MemoryLibraryCatalogue(), kept: () => true, seed: () => [], embedder: { embed: async () => [] } as never, logger: { warn: () => undefined, info: () => undefined } });
    await shelf.put([RECORD]);
    const client = new PoliteClient({ cache: new MemoryResponseCache(), concurrency: 2, timeoutMs: 10_000, attempts: 1, maxBytes: 100_000, freshMs: 60_000, userAgent: 'test', offline: false });
    const repositories = isAllowed ? new RepositoryReader(client, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hosts: ['github.com'], token: '' }) : null;
    return { shelf, fetch: new FetchLibrary(shelf, null, repositories, () => 60_000) };
  };
  const evidenceOf = async (shelf: LibraryShelf, record: LibraryRecord) => {
    const { parts } = await new JudgeLibrary({ count: async () => null }, () => WEIGHTS).score(record, (await shelf.view({ semantic: false })).index, null);
    return Object.fromEntries(parts.flatMap(({ evidence }) => evidence).filter(({ what }) => /stars|contributors|issues|integration/.test(what)).map(({ what, value }) => [what, value]));
  };

  it('is judged by what it tells, and by nothing that is not told', async () => {
    const { shelf, fetch } = await open(true);
    const { record, degraded } = await fetch.execute({ ecosystem: 'npm', name: 'left' }, 'stale');
    expect([degraded, await evidenceOf(shelf, record)]).toEqual([[], { stars: '900', contributors: '40', 'issues and pull requests closed': '90 %', 'continuous integration': 'yes' }]);
    expect((await shelf.view({ semantic: false })).index.get('npm:left')!.facts.stars).toBe(900);
    await fetch.execute({ ecosystem: 'npm', name: 'left' }, 'stale');
    expect(asked).toBe(4);
    const none = await open(false);
    const unknown = await none.fetch.execute({ ecosystem: 'npm', name: 'left' }, 'now');
    expect(await evidenceOf(none.shelf, unknown.record)).toEqual({ stars: null, contributors: null, 'issues and pull requests closed': null, 'continuous integration': null });
    expect(asked).toBe(4);
  });

  it('is judged without it when the host allows no more, and the answer says so', async () => {
    limited = true;
    const { fetch } = await open(true);
    const { record, degraded } = await fetch.execute({ ecosystem: 'npm', name: 'left' }, 'stale');
    expect([record.facts.stars, degraded]).toEqual([null, [expect.stringMatching(/its repository was not heard: .*(403|pause)/)]]);
  });

  it('is not asked for where only what is known is wanted', async () => {
    const { fetch } = await open(true);
    await fetch.execute({ ecosystem: 'npm', name: 'left' }, 'never');
    expect(asked).toBe(0);
  });
});
