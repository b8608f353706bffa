import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { astAnalysis, contextAssembly, MCP_TOOLS } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { startTestGateway, type TestGateway } from '../test-support/gateway.ts';

type Text = { type: 'text'; text: string };
const textOf = (result: { content?: unknown }) => (result.content as Text[]).map((block) => block.text).join('\n');

/** `auto` speaks the newest revision (2026-07-28), `legacy` is what clients of 2025 do. */
describe.each(['legacy', 'auto'] as const)('MCP over streamable HTTP, %s client', (mode) => {
  let gateway: TestGateway;
  let client: Client;

  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    gateway.services.workspaces.clear();
    gateway.services.indexed.clear();
    gateway.services.calls.length = 0;
    client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`)));
  });
  afterEach(() => client.close());

  it('lists the tools with schemas and annotations', async () => {
    const { tools } = await client.listTools();
    // Which they are, `tools.test.ts` pins.
    expect(tools.map((tool) => tool.name)).toEqual(MCP_TOOLS.map(({ name }) => name));
    for (const tool of tools) expect(tool).toMatchObject({ inputSchema: { type: 'object' }, annotations: { readOnlyHint: MCP_TOOLS.find(({ name }) => name === tool.name)!.annotations.readOnlyHint } });
    expect(client.getServerVersion()).toMatchObject({ name: 'twinmcp' });
    expect(client.getInstructions()).toContain('get-context');
  });

  it('answers get-context with text and structure, without a workspace when there is one', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    const result = await client.callTool({ name: 'get-context', arguments: { query: 'why?', budget: 900 } });
    expect(textOf(result)).toContain('src/a.ts:3-7@abc');
    expect(result.structuredContent).toMatchObject({ workspace: 'one', tokens: 14, citations: ['src/a.ts:3-7@abc'], omitted: ['src/b.ts:1-2@abc b'] });
    expect(gateway.services.calls.at(-1)).toMatchObject({ verb: 'get-context', input: { workspaceId: 'one', query: 'why?', budget: 900, format: 'markdown' } });
  });

  it('resolves a workspace by id, by a path in it, by name; and says which there are', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.addWorkspace('two', '/src/one/inner');
    const where = async (workspace: string) => ((await client.callTool({ name: 'get-context', arguments: { query: 'x', workspace } })).structuredContent as { workspace: string }).workspace;
    expect([await where('one'), await where('/src/one/lib/x'), await where('/src/one/inner/deep/'), await where('/src/one')]).toEqual(['one', 'one', 'two', 'one']);
    const vague = await client.callTool({ name: 'get-context', arguments: { query: 'x' } });
    expect(vague.isError).toBe(true);
    expect(textOf(vague)).toMatch(/2 workspaces.*one, two/);
    const unknown = await client.callTool({ name: 'search-code', arguments: { query: 'x', workspace: '/src/other' } });
    expect(textOf(unknown)).toMatch(/workspace-not-found.*\n.*index-workspace/);
    expect(textOf(await client.callTool({ name: 'search-code', arguments: { query: 'x', workspace: './rel' } }))).toContain('workspace-not-found');
  });

  it('tells to index what has no index', async () => {
    gateway.services.addWorkspace('one', '/src/one', false);
    const result = await client.callTool({ name: 'get-context', arguments: { query: 'x' } });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/workspace-not-indexed.*one.*\nCall index-workspace/);
  });

  it('indexes a directory and reports progress that only grows', async () => {
    const seen: { progress: number; total?: number; message?: string }[] = [];
    const result = await client.callTool({ name: 'index-workspace', arguments: { workspace: '/src/fresh' } }, { onprogress: (progress) => seen.push(progress) });
    expect(result.structuredContent).toMatchObject({ workspace: 'ws-1', state: 'succeeded', files: 10, chunks: 30, skipped: { binary: 2 } });
    expect(textOf(result)).toMatch(/10 files, 30 chunks.*skipped: binary 2/);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    expect(seen.every(({ progress }, i) => i === 0 || progress > seen[i - 1]!.progress)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ total: 10, message: expect.stringContaining('files') });
    const again = await client.callTool({ name: 'index-workspace', arguments: { workspace: '/src/fresh/sub' } });
    expect(again.structuredContent).toMatchObject({ workspace: 'ws-1' });
  });

  it('reports a failed run as an error that says why', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.answer(astAnalysis.getJob, () => ({ job: { id: 'j', workspaceId: 'one', state: 'failed', full: false, attempts: 5, createdAt: 1, updatedAt: 2, progress: { phase: 'scanning', filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 }, summary: null, error: { code: 'workspace-unreadable', message: '/src/one is gone' } } }));
    const result = await client.callTool({ name: 'index-workspace', arguments: {} });
    gateway.services.answer(astAnalysis.getJob, null);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('/src/one is gone');
  });

  it('pages symbols by cursor', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const { structuredContent } = await client.callTool({ name: 'find-symbol', arguments: { name: 'f', limit: 2, ...(cursor !== null && { cursor }) } });
      const page = structuredContent as { symbols: { name: string }[]; nextCursor: string | null };
      names.push(...page.symbols.map((symbol) => symbol.name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(names).toEqual(['f.0', 'f.1', 'f.2', 'f.3', 'f.4']);
  });

  it('searches, and shows the state of all workspaces', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.addWorkspace('two', '/src/two', false);
    expect((await client.callTool({ name: 'search-code', arguments: { query: 'x', workspace: 'one' } })).structuredContent).toEqual({ hits: [{ path: 'src/a.ts', startLine: 3, endLine: 7, symbol: 'a', score: 0.123 }], nextCursor: 'next', degraded: [] });
    const status = await client.callTool({ name: 'workspace-status', arguments: {} });
    expect(status.structuredContent).toMatchObject({ workspaces: [{ id: 'one', state: 'ready', files: 10, indexedAt: '2023-11-14T22:13:20.000Z' }, { id: 'two', state: 'empty' }] });
  });

  it.each([
    [{}, 'query'],
    [{ query: 'x', budget: 5 }, 'budget'],
    [{ query: 'x', pathPrefix: '../..' }, 'relative to the workspace'],
    [{ query: '' }, 'query'],
  ])('refuses the arguments %j with a reason', async (args, part) => {
    const result = await client.callTool({ name: 'get-context', arguments: args });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(part);
    expect(gateway.services.calls).toEqual([]);
  });

  it('says what to do when a service fails', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    gateway.services.answer(contextAssembly.getContext, () => { throw new DomainError('unavailable', 'the index is away'); });
    expect(textOf(await client.callTool({ name: 'get-context', arguments: { query: 'x' } }))).toMatch(/unavailable: the index is away.*\nCall again/);
    gateway.services.answer(contextAssembly.getContext, () => { throw new Error('secret'); });
    const broken = textOf(await client.callTool({ name: 'get-context', arguments: { query: 'x' } }));
    gateway.services.answer(contextAssembly.getContext, null);
    expect(broken).toMatch(/errorId err_/);
    expect(broken).not.toContain('secret');
  });

  it('reads the status of a workspace as a resource', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    const { resources } = await client.listResources();
    expect(resources.map((resource) => resource.uri)).toEqual(['twinmcp://workspaces/one/status']);
    const { contents } = await client.readResource({ uri: resources[0]!.uri });
    expect(JSON.parse((contents[0] as { text: string }).text)).toMatchObject({ state: 'ready', workspace: { id: 'one' } });
  });

  it('keeps directories from callers that a proxy let in', async () => {
    const remote = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
    await remote.connect(new StreamableHTTPClientTransport(new URL(`${gateway.url}/mcp`), { requestInit: { headers: { 'x-forwarded-for': '203.0.113.9' } } }));
    const result = await remote.callTool({ name: 'index-workspace', arguments: { workspace: '/etc' } });
    await remote.close();
    expect(textOf(result)).toContain('forbidden');
    expect(gateway.services.workspaces.size).toBe(0);
  });

  it('cancels the work when the client cancels', async () => {
    gateway.services.addWorkspace('one', '/src/one');
    let cancelled!: () => void;
    const seen = new Promise<void>((resolve) => (cancelled = resolve));
    const abort = new AbortController();
    gateway.services.answer(contextAssembly.getContext, (_input, ctx) => {
      setImmediate(() => abort.abort());
      return new Promise((_, reject) => ctx.signal!.addEventListener('abort', () => (cancelled(), reject(new Error('aborted')))));
    });
    await expect(client.callTool({ name: 'get-context', arguments: { query: 'x' } }, { signal: abort.signal })).rejects.toThrow();
    gateway.services.answer(contextAssembly.getContext, null);
    // A client of 2025 over stateless HTTP sends its cancellation as a request of its own; the connection says it too when it closes.
    if (mode === 'legacy') await client.close();
    await seen;
  });
});
