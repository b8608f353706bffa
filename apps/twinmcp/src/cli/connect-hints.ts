import { fileURLToPath } from 'node:url';
import type { CommandIo } from './io.ts';
import { shellWord } from './text.ts';

const COMMAND = fileURLToPath(new URL('../../bin/twinmcp.mjs', import.meta.url));

/** How an agent gets to the engine that runs at `url`, and how one starts its own. */
export function connectHints(url: string, io: Pick<CommandIo, 'colors'>): string {
  const { bold, dim } = io.colors;
  const json = (value: unknown) => JSON.stringify(value);
  return [
    bold('Connect an agent'),
    `  Claude Code        claude mcp add --transport http twinmcp ${url}/mcp`,
    `  Cursor             ~/.cursor/mcp.json        ${json({ mcpServers: { twinmcp: { url: `${url}/mcp` } } })}`,
    `  VS Code            .vscode/mcp.json          ${json({ servers: { twinmcp: { type: 'http', url: `${url}/mcp` } } })}`,
    `  Cline              cline_mcp_settings.json   ${json({ mcpServers: { twinmcp: { type: 'streamableHttp', url: `${url}/mcp` } } })}`,
    dim('  Or let the agent start it itself over stdio, in the repository you work in:'),
    `  Claude Code        claude mcp add twinmcp -- node ${shellWord(COMMAND)} mcp`,
  ].join('\n');
}
