import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { dependenciesChanged, libraryResolution, type RpcOutput } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { contextToHeaders, newCallContext, serveRpc } from '@twinmcp/messaging';
import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';
import { json, send } from '../test-support/http.ts';

type Docs = RpcOutput<typeof libraryResolution.getLibraryDocs>;
const DOCS: Docs = { library: { ecosystem: 'npm', name: 'zod', version: '4.6.7', source: 'installed', private: false, pinned: 'lock-file', origin: null }, text: '# zod 4.6.7\nabout unions', tokens: 9, budget: 5_000, sections: [], omitted: 3, indexed: { files: 1, sections: 1, symbols: 1, now: false }, degraded: [], tookMs: 1 };
const AUDIT: RpcOutput<typeof libraryResolution.checkVulnerabilities> = {
  vulnerabilities: [{ id: 'GHSA-1', aliases: [], summary: 'bad', ecosystem: 'npm', name: 'left', version: '1.0.0', severity: 'high', score: 7.5, vector: null, cwes: [], classes: ['denial-of-service'], fixedIn: '1.0.1', published: null, references: [], unsure: false, production: true, direct: false, paths: [[{ package: 'app', requirement: null, scope: null }, { package: 'left@1.0.0', requirement: '^1', scope: 'runtime' }]] }],
  total: 1, checked: 2, unchecked: 0, bySeverity: { high: 1 }, database: { advisories: 0, byEcosystem: {}, newest: null, importedAt: null, source: 'sample' }, problems: [], degraded: ['only a sample'], truncated: false,
};

describe('libraries at the edge', () => {
  let gateway: TestGateway;
  let client: Client;
  const asked: unknown[] = [];

  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.services.addWorkspace('one', '/src/one');
    await serveRpc(gateway.bus, libraryResolution.getLibraryDocs, async (input) => {
      asked.push(input);
      if (input.library === 'gone') throw new DomainError('not-found', 'The documentation of gone is not available: the project does not have it.');
      return DOCS;
    });
    await serveRpc(gateway.bus, libraryResolution.checkVulnerabilities, async (input) => {
      asked.push(input);
      return AUDIT;
    });
    await serveRpc(gateway.bus, libraryResolution.resolveLibrary, async (input) => {
      asked.push(input);
      return { matches: [], total: 0, nextCursor: null, warnings: [], degraded: [], tookMs: 1 };
    });
    await serveRpc(gateway.bus, libraryResolution.getLibraryChangelog, async (input) => {
      asked.push(input);
      return { library: DOCS.library, from: '4.0.0', to: null, entries: [{ version: '4.6.7', title: '4.6.7', tokens: 5, breaking: false }], text: '## 4.6.7', tokens: 5, omitted: 0, path: 'CHANGELOG.md', degraded: [] };
    });
    await serveRpc(gateway.bus, libraryResolution.scoreLibrary, async (): Promise<RpcOutput<typeof libraryResolution.scoreLibrary>> => ({ quality: { id: 'npm:zod', version: '4.6.7', score: 0.85, grade: 'A', known: 0.6, warnings: [], parts: [{ part: 'documentation', score: 0.9, weight: 0.15, effectiveWeight: 0.2, evidence: [{ what: 'README', value: '9,000 characters', score: 1, source: 'registry' }] }] }, degraded: [] }));
    await serveRpc(gateway.bus, libraryResolution.similarLibraries, async (): Promise<RpcOutput<typeof libraryResolution.similarLibraries>> => ({ recommendations: [{ id: 'npm:valibot', ecosystem: 'npm', name: 'valibot', description: 'Schemas', relation: 'alternative', score: 0.7, parts: { relation: 1, quality: null, popularity: null, recency: null }, reason: 'both about schema', warnings: [] }], builtIns: [{ name: 'structuredClone', platform: 'node', since: 'Node.js 17.0', confidence: 0.9, reason: 'stands in for structuredClone' }], degraded: [] }));
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`)));
  });
  afterAll(async () => {
    await client.close();
    await gateway.stop();
  });

  const post = (path: string, body: unknown) => send(gateway.url, `/v1/libraries/${path}`, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const call = async (name: string, args: Record<string, unknown>) => {
    const result = await client.callTool({ name, arguments: args });
    return { isError: result.isError ?? false, text: (result.content as { text: string }[]).map((block) => block.text).join('\n') };
  };

  it('answers over REST, with the defaults of the contract', async () => {
    const answer = await post('docs', { library: 'zod', topic: 'unions' });
    expect([answer.status, answer.json()]).toEqual([200, DOCS]);
    expect(asked.at(-1)).toMatchObject({ library: 'zod', topic: 'unions', tokens: 5_000, page: 1 });
    expect((await post('vulnerabilities', { packages: [{ ecosystem: 'npm', name: 'left', version: '1.0.0' }] })).json()).toEqual(AUDIT);
  });

  it('refuses what cannot be right, and says what is not there', async () => {
    expect((await post('docs', { library: 'zod', tokens: 1 })).status).toBe(400);
    expect((await post('docs', { library: 'zod', nonsense: 1 })).status).toBe(400);
    expect((await post('docs', { library: 'gone' })).json()).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('answers agents, by the argument names they know', async () => {
    expect(await call('get-library-docs', { context7CompatibleLibraryID: '/npm/zod', topic: 'unions', tokens: 1_000 })).toEqual({ isError: false, text: `${DOCS.text}\nzod@4.6.7 (lock-file), 9 of 5000 tokens; 3 more: page 2.` });
    expect(asked.at(-1)).toMatchObject({ library: '/npm/zod', topic: 'unions', tokens: 1_000, workspaceId: 'one' });
    expect((await call('query-docs', { libraryId: '/npm/zod', query: 'unions' })).text).toContain('about unions');
    // The names that the parameters have in other versions of these tools.
    await call('get-library-docs', { libraryId: '/npm/zod', query: 'unions', maxTokens: 700 });
    expect(asked.at(-1)).toMatchObject({ library: '/npm/zod', topic: 'unions', tokens: 700 });
    await call('query-docs', { context7CompatibleLibraryID: '/npm/zod', topic: 'unions' });
    expect(asked.at(-1)).toMatchObject({ library: '/npm/zod', topic: 'unions' });
    await call('resolve-library-id', { libraryName: 'redis', query: 'cache in a Flask app' });
    expect(asked.at(-1)).toMatchObject({ query: 'redis', about: 'cache in a Flask app' });
    await call('resolve-library-id', { query: 'redis client' });
    expect(asked.at(-1)).toMatchObject({ query: 'redis client' });
    expect((asked.at(-1) as { about?: string }).about).toBeUndefined();
    expect((await call('get-library-docs', { context7CompatibleLibraryID: 'zod', since: '4.0.0' })).text).toContain('## 4.6.7');
    expect(asked.at(-1)).toMatchObject({ library: 'zod', from: '4.0.0', workspaceId: 'one' });
    expect((await call('compare-libraries', { libraries: ['zod'] })).text).toMatch(/quality A 0\.85[^]*documentation 0\.90: README 9,000 characters[^]*Built in instead: structuredClone \(Node\.js 17\.0\)[^]*alternative: npm:valibot/);
    expect(await call('get-library-docs', { context7CompatibleLibraryID: 'gone' })).toMatchObject({ isError: true, text: expect.stringContaining('not available') });
    expect((await call('check-vulnerabilities', { packages: ['npm:left@1.0.0'] })).text.split('\n')).toEqual(['high 7.5 left@1.0.0 GHSA-1 [denial-of-service]: bad', '  fixed in 1.0.1; app > left@1.0.0', '1 known vulnerabilities in 2 packages.', 'only a sample']);
    expect(asked.at(-1)).toMatchObject({ packages: [{ ecosystem: 'npm', name: 'left', version: '1.0.0' }] });
  });

  it('tells of changed dependencies as they come, of one workspace when asked', async () => {
    const stop = new AbortController();
    const response = await fetch(`${gateway.url}/v1/libraries/events?workspaceId=one`, { signal: stop.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const change = (workspaceId: string) => ({ workspaceId, generation: 1, added: [{ ecosystem: 'npm' as const, name: 'left', version: '1.0.0', before: null, scope: 'runtime', manifest: 'package.json' }], removed: [], updated: [], conflicts: [], vulnerabilities: [], documented: [], tasks: [] });
    const publish = (workspaceId: string) => gateway.bus.publish(dependenciesChanged.subject, { payload: change(workspaceId), headers: contextToHeaders(newCallContext({ timeoutMs: 1_000 })) });
    const reader = response.body!.getReader();
    let text = '';
    // The subscription may come to be after the headers: told again until it is heard.
    const again = setInterval(() => { void publish('two'); void publish('one'); }, 50);
    try {
      while (!text.includes('event: dependencies-changed')) text += new TextDecoder().decode((await reader.read()).value);
    } finally {
      clearInterval(again);
      stop.abort();
    }
    expect(text).toContain('"workspaceId":"one"');
    expect(text).not.toContain('"workspaceId":"two"');
  });
});
