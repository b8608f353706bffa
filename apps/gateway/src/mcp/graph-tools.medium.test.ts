import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { astAnalysis } from '@twinmcp/contracts';
import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';
import { GRAPH_ANSWERS } from '../test-support/graph-answers.ts';

describe('MCP tools of the code graph', () => {
  let gateway: TestGateway;
  let client: Client;

  beforeAll(async () => {
    gateway = await startTestGateway();
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.indexed.add('one');
    client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`)));
  });
  afterAll(async () => {
    await client.close();
    await gateway.stop();
  });

  const call = async (name: string, args: Record<string, unknown>) => {
    const result = await client.callTool({ name, arguments: args });
    return { isError: result.isError ?? false, text: (result.content as { text: string }[]).map((block) => block.text).join('\n'), structured: result.structuredContent };
  };
  const asked = () => gateway.services.calls.at(-1)!;

  it('find-references: lines as they stand, doubt only where there is some, how to go on', async () => {
    const { text, structured } = await call('find-references', { symbol: 'send', limit: 2 });
    expect(text.split('\n')).toEqual([
      'src/a.ts:3: function send()',
      '5 uses in 2 files, 2 shown',
      'src/b.ts:7: send(1);',
      'src/c.ts:9: (changed since it was indexed)  [0.6 one-of-several]',
      'Changed since they were indexed, and being indexed again: src/c.ts',
      'More: cursor 2',
    ]);
    expect(structured).toBeUndefined();
    expect(asked()).toMatchObject({ verb: 'find-references', input: { workspaceId: 'one', symbol: 'send', limit: 2, minConfidence: 0.5 } });
  });

  it('get-callers: each step below the one it was reached from', async () => {
    const { text } = await call('get-callers', { symbol: 'send', depth: 2 });
    expect(text.split('\n')).toEqual(['src/a.ts:3: function send()', '  src/b.ts:7: send(1);  in run (src/b.ts:5)', '    src/c.ts:2: run();  in main (src/c.ts:1)  [0.8 sure]', '2 callers']);
    expect(asked()).toMatchObject({ verb: 'get-calls', input: { direction: 'callers', depth: 2 } });
    await call('get-callers', { symbol: 'send', direction: 'callees' });
    expect(asked()).toMatchObject({ input: { direction: 'callees', depth: 1 } });
  });

  it('get-outline, repository-map and analyze-impact', async () => {
    expect((await call('get-outline', { path: 'src/a.ts' })).text.split('\n')).toEqual(['src/a.ts: typescript, 20 lines, 2 symbols', '  1-5 function Reply()', '    3-7 function Reply.send()']);
    expect((await call('repository-map', { query: 'sending', budget: 500 })).text).toBe(GRAPH_ANSWERS.repositoryMap.text);
    expect(asked()).toMatchObject({ input: { query: 'sending', budget: 500, withTests: false } });
    const impact = await call('analyze-impact', { symbols: ['send'] });
    expect(impact.text.split('\n')).toEqual(['changed: 1 symbol', 'src/a.ts:3: function send()', 'affected: 1 symbol in 1 file', 'src/b.ts:5: function run  calls send  [0.9 sure]', 'tests to run: 1 file', 'test/a.test.ts: sends']);
  });

  it('says what is near when a name is unknown, and what is wrong with arguments', async () => {
    gateway.services.answer(astAnalysis.findReferences, () => ({ ...GRAPH_ANSWERS.findReferences, definitions: [], references: [], total: 0, nextCursor: null, stale: [], suggestions: ['send', 'resend'] }));
    expect((await call('find-references', { symbol: 'snd' })).text).toBe('Nothing is called snd. Did you mean send, resend?');
    gateway.services.answer(astAnalysis.findReferences, null);
    expect(await call('find-symbol', { name: 'x', kinds: ['beauty'] })).toMatchObject({ isError: true, text: expect.stringContaining('"beauty" is no kind') });
    expect(await call('get-outline', { path: '/etc/passwd' })).toMatchObject({ isError: true });
    expect(await call('get-callers', { symbol: 'x', depth: 11 })).toMatchObject({ isError: true });
  });
});
