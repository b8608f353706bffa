import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { childArguments } from '../test-support/child.ts';

const connect = async (mode: 'auto' | 'legacy', ...args: string[]) => {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
  const transport = new StdioClientTransport({ command: process.execPath, args: [...childArguments('serve-stdio.ts'), ...args], stderr: 'inherit', env: { PATH: process.env['PATH'] ?? '' } });
  await client.connect(transport);
  return { client, transport };
};
const textOf = (result: { content?: unknown }) => (result.content as { text: string }[]).map((block) => block.text).join('\n');

describe.each(['legacy', 'auto'] as const)('MCP over stdio, %s client', (mode) => {
  it('lists and calls tools for the directory it was started in', async () => {
    const { client } = await connect(mode, '/src/here');
    try {
      expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('get-context');
      const before = await client.callTool({ name: 'get-context', arguments: { query: 'x' } });
      expect(before.isError).toBe(true);
      expect(textOf(before)).toMatch(/\/src\/here has no index yet.*\nCall index-workspace/);
      const seen: number[] = [];
      const indexed = await client.callTool({ name: 'index-workspace', arguments: {} }, { onprogress: ({ progress }) => seen.push(progress) });
      expect(indexed.structuredContent).toMatchObject({ state: 'succeeded', workspace: 'ws-1' });
      expect(seen.length).toBeGreaterThan(0);
      const after = await client.callTool({ name: 'get-context', arguments: { query: 'x' } });
      expect(after.structuredContent).toMatchObject({ workspace: 'ws-1', tokens: 14 });
      expect((await client.callTool({ name: 'search-code', arguments: { query: 'x', workspace: './lib' } })).isError).toBeFalsy();
    } finally {
      await client.close();
    }
  });

  it('indexes first by itself when it was told to', async () => {
    const { client } = await connect(mode, '/src/here', 'auto');
    try {
      const messages: string[] = [];
      const answer = await client.callTool({ name: 'get-context', arguments: { query: 'x' } }, { onprogress: ({ message }) => messages.push(message ?? '') });
      expect(answer.structuredContent).toMatchObject({ workspace: 'ws-1', tokens: 14 });
      expect(messages.some((message) => message.includes('analysing'))).toBe(true);
    } finally {
      await client.close();
    }
  });

  it('ends when its client goes', async () => {
    const { client, transport } = await connect(mode, '/src/here');
    const pid = transport.pid!;
    await client.close();
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
