import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipOf } from '@twinmcp/testing';
import { AdvisoryDatabase, OsvApi, readDump, readZip } from './index.ts';

const SAMPLE = fileURLToPath(new URL('./test-support/advisories', import.meta.url));
const collect = async (documents: AsyncGenerator<string>) => {
  const all: string[] = [];
  for await (const one of documents) all.push(one);
  return all;
};

describe('dumps of advisories', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-osv-')); });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are imported from a folder, and found by ecosystem and name', async () => {
    const database = new AdvisoryDatabase(path.join(folder, 'a', 'advisories.db'), () => 42);
    try {
      expect(database.import(await collect(readDump(SAMPLE)))).toEqual({ imported: 4, skipped: 1 });
      expect(database.state()).toMatchObject({ advisories: 4, byEcosystem: { npm: 2, pypi: 1, go: 1 }, importedAt: 42 });
      const ids = async (ecosystem: 'npm' | 'pypi' | 'go', name: string) => (await database.find([{ ecosystem, name, version: null }])).map(({ id }) => id);
      expect([await ids('npm', 'sample-left'), await ids('npm', 'sample-old'), await ids('pypi', 'Sample.Flask'), await ids('go', 'example.com/sample'), await ids('npm', 'sample-flask')]).toEqual([['SAMPLE-1'], ['NPM-7'], ['SAMPLE-2'], ['SAMPLE-3'], []]);
      // Again with another content: replaced, not doubled.
      database.import([JSON.stringify({ id: 'SAMPLE-1', affected: [{ package: { ecosystem: 'npm', name: 'renamed' } }] })]);
      expect([await ids('npm', 'sample-left'), await ids('npm', 'renamed'), database.state().advisories]).toEqual([[], ['SAMPLE-1'], 4]);
    } finally {
      database.close();
    }
  });

  it('are read from a zip and from one file with a list', async () => {
    writeFileSync(path.join(folder, 'all.zip'), zipOf([{ name: 'a/1.json', content: '{"id":"1"}' }, { name: 'readme.txt', content: 'x' }, { name: '2.json', content: '[{"id":"2"},{"id":"3"}]' }]));
    writeFileSync(path.join(folder, 'list.json'), '[{"id":"4"}]');
    expect([await collect(readDump(path.join(folder, 'all.zip'))), await collect(readDump(path.join(folder, 'list.json')))]).toEqual([['{"id":"1"}', '{"id":"2"}', '{"id":"3"}'], ['{"id":"4"}']]);
  });

  it('that are hostile are refused, or what is hostile in them', async () => {
    await expect(collect(readZip(zipOf([{ name: '../../evil.json', content: '{}' }])))).rejects.toThrow(/invalid relative path/);
    const problems: string[] = [];
    expect(await collect(readZip(zipOf([{ name: 'huge.json', content: '{}', claimed: 0x7fff_ffff }, { name: 'ok.json', content: '{"id":"1"}' }]), ({ entry }) => problems.push(entry)))).toEqual(['{"id":"1"}']);
    expect(problems).toEqual(['huge.json']);
    mkdirSync(path.join(folder, 'dump'));
    symlinkSync('/etc/hostname', path.join(folder, 'dump', 'link.json'));
    expect(await collect(readDump(path.join(folder, 'dump')))).toEqual([]);
    await expect(collect(readDump(path.join(folder, 'nowhere')))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('OSV API', () => {
  let server: Server;
  let url: string;
  let answers: ((body: string, path: string) => { status: number; body: string; headers?: Record<string, string> })[];
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString())).on('end', () => {
        asked.push(`${request.method} ${request.url}`);
        const { status, body: text, headers } = (answers.length > 1 ? answers.shift()! : answers[0]!)(body, request.url!);
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  beforeEach(() => { asked.length = 0; });

  const wanted = [{ ecosystem: 'npm', name: 'left', version: '1.0.0' }] as const;
  const api = (body: string, at: string) => at === '/v1/querybatch'
    ? { status: 200, body: JSON.stringify({ results: (JSON.parse(body) as { queries: { page_token?: string }[] }).queries.map(({ page_token }) => (page_token ? { vulns: [{ id: 'B', modified: 'm' }] } : { vulns: [{ id: 'A', modified: 'm' }], next_page_token: 'more' })) }) }
    : { status: 200, body: JSON.stringify({ id: at.split('/').at(-1), affected: [{ package: { ecosystem: 'npm', name: 'left' } }] }) };

  it('is asked for ids page by page, then once for each advisory', async () => {
    answers = [api];
    const client = new OsvApi({ baseUrl: `${url}/` });
    expect((await client.find(wanted)).map(({ id }) => id).sort()).toEqual(['A', 'B']);
    await client.find(wanted);
    expect(asked.filter((one) => one.startsWith('GET'))).toHaveLength(2);
  });

  it('is asked again when it is busy, as late as it says, and given up with a reason', async () => {
    answers = [() => ({ status: 429, body: '', headers: { 'retry-after': '0.01' } }), () => ({ status: 503, body: '' }), api];
    expect((await new OsvApi({ baseUrl: url }).find(wanted)).length).toBe(2);
    answers = [() => ({ status: 500, body: '' })];
    await expect(new OsvApi({ baseUrl: url, retries: 1 }).find(wanted)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('HTTP 500') });
    answers = [() => ({ status: 200, body: '<html>' })];
    await expect(new OsvApi({ baseUrl: url }).find(wanted)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('no JSON') });
    await expect(new OsvApi({ baseUrl: 'http://127.0.0.1:1', retries: 0 }).find(wanted)).rejects.toMatchObject({ code: 'unavailable' });
    const stop = AbortSignal.abort();
    await expect(new OsvApi({ baseUrl: url }).find(wanted, stop)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
