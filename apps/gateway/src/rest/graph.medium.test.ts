import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';
import { GRAPH_ANSWERS } from '../test-support/graph-answers.ts';
import { json, send } from '../test-support/http.ts';

describe('REST questions to the code graph', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.indexed.add('one');
    gateway.services.addWorkspace('empty', '/src/empty');
    gateway.services.indexed.delete('empty');
  });
  afterAll(() => gateway.stop());
  const asked = () => gateway.services.calls.at(-1)!;

  it.each([
    ['graph/definitions?symbol=send&limit=5', 'find-definitions', { symbol: 'send', limit: 5 }, GRAPH_ANSWERS.findDefinitions],
    ['graph/references?symbol=src/a.ts:3&kind=call&kind=new&pathPrefix=src&withTests=false&minConfidence=0.2&limit=2&cursor=4', 'find-references', { symbol: 'src/a.ts:3', kinds: ['call', 'new'], pathPrefix: 'src', withTests: false, minConfidence: 0.2, limit: 2, cursor: '4' }, GRAPH_ANSWERS.findReferences],
    ['graph/callers?symbol=send&depth=3', 'get-calls', { symbol: 'send', direction: 'callers', depth: 3, withTests: true, limit: 100 }, GRAPH_ANSWERS.getCalls],
    ['graph/callees?symbol=send', 'get-calls', { direction: 'callees', depth: 1 }, GRAPH_ANSWERS.getCalls],
    ['graph/implementations?symbol=Base', 'find-implementations', { symbol: 'Base' }, GRAPH_ANSWERS.findImplementations],
    ['graph/outline?path=src/a.ts', 'get-outline', { path: 'src/a.ts', limit: 500 }, GRAPH_ANSWERS.getOutline],
    ['graph/dependencies?path=src&direction=importers&groupBy=folder&depth=2', 'get-dependencies', { path: 'src', direction: 'importers', groupBy: 'folder', depth: 2 }, GRAPH_ANSWERS.getDependencies],
    ['map?query=how+is+it+sent&symbol=send&path=src&budget=500', 'repository-map', { query: 'how is it sent', symbols: ['send'], paths: ['src'], budget: 500, withTests: false }, GRAPH_ANSWERS.repositoryMap],
    ['findings?kind=dead-export', 'list-findings', { kinds: ['dead-export'], limit: 100 }, GRAPH_ANSWERS.listFindings],
  ])('asks %s', async (path, verb, input, expected) => {
    const answer = await send(gateway.url, `/v1/workspaces/one/${path}`);
    expect([answer.status, answer.json()]).toEqual([200, expected]);
    expect(asked()).toMatchObject({ verb, input: { workspaceId: 'one', ...input } });
  });

  it('asks for the impact of a change', async () => {
    const answer = await send(gateway.url, '/v1/workspaces/one/graph/impact', { method: 'POST', headers: json, body: JSON.stringify({ symbols: ['send'], base: 'main' }) });
    expect([answer.status, answer.json()]).toEqual([200, GRAPH_ANSWERS.analyzeImpact]);
    expect(asked()).toMatchObject({ verb: 'analyze-impact', input: { workspaceId: 'one', symbols: ['send'], paths: [], base: 'main', depth: 3 } });
  });

  it.each([
    ['graph/references', 'symbol'],
    ['graph/references?symbol=x&kind=likes', 'kind'],
    ['graph/references?symbol=x&limit=0', 'limit'],
    ['graph/callers?symbol=x&depth=eleven', 'depth'],
    ['graph/callers?symbol=x&direction=callees', 'direction'],
    ['graph/outline?path=../etc/passwd', 'path'],
    ['map?budget=1', 'budget'],
    ['findings?kind=beauty', 'kind'],
  ])('refuses %s with 400 and says where', async (path, part) => {
    const calls = gateway.services.calls.length;
    const answer = await send(gateway.url, `/v1/workspaces/one/${path}`);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid-input', message: expect.stringContaining(part) });
    expect(gateway.services.calls).toHaveLength(calls);
  });

  it('says when there is no such workspace, and when it has no index', async () => {
    expect((await send(gateway.url, '/v1/workspaces/none/map')).json()).toMatchObject({ status: 404, code: 'workspace-not-found' });
    expect((await send(gateway.url, '/v1/workspaces/empty/findings')).json()).toMatchObject({ status: 409, code: 'workspace-not-indexed' });
  });
});
