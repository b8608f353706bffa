import { McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { astAnalysis, WorkspaceId } from '@twinmcp/contracts';
import type { RpcClient } from '@twinmcp/messaging';
import type { McpOptions } from './mcp-options.ts';
import { toErrorResult } from './tool-errors.ts';
import { inputSchema, outputSchema } from './tool-schema.ts';
import { spannedTool, toolCall, toResult, type Tool } from './tool.ts';
import { analyzeDependenciesTool, checkVulnerabilitiesTool, compareLibrariesTool, getLibraryDocsTool, queryDocsTool, resolveLibraryIdTool } from './tools/library.tools.ts';
import { analyzeImpactTool } from './tools/analyze-impact.tool.ts';
import { findReferencesTool } from './tools/find-references.tool.ts';
import { findSymbolTool } from './tools/find-symbol.tool.ts';
import { getCallersTool } from './tools/get-callers.tool.ts';
import { getContextTool } from './tools/get-context.tool.ts';
import { getOutlineTool } from './tools/get-outline.tool.ts';
import { indexWorkspaceTool } from './tools/index-workspace.tool.ts';
import { repositoryMapTool } from './tools/repository-map.tool.ts';
import { reportUsefulnessTool } from './tools/report-usefulness.tool.ts';
import { searchCodeTool } from './tools/search-code.tool.ts';
import { workspaceStatusTool } from './tools/workspace-status.tool.ts';

const TOOLS = [getContextTool, reportUsefulnessTool, searchCodeTool, findSymbolTool, findReferencesTool, getCallersTool, getOutlineTool, repositoryMapTool, analyzeImpactTool, resolveLibraryIdTool, getLibraryDocsTool, queryDocsTool, compareLibrariesTool, analyzeDependenciesTool, checkVulnerabilitiesTool, indexWorkspaceTool, workspaceStatusTool] as unknown as readonly Tool[];
/** Built once: over HTTP a server object is made for every request. */
const REGISTRATIONS = TOOLS.map((tool) => {
  const { name, description, annotations, input, output, aliases } = tool.contract;
  // No title: it says what the name says.
  return { tool, name, config: { description, annotations, inputSchema: inputSchema(input, aliases), ...(output && { outputSchema: outputSchema(output) }) } };
});

const INSTRUCTIONS = 'Ask get-context before reading files: it returns the code a question needs, with citations. find-references, get-callers and get-outline know more than grep. get-library-docs answers for the installed version. index-workspace once per codebase; later runs read only what changed.';

/** Elements of the arguments of one call, all levels together. The largest honest call has under 200. */
const MAX_INPUT_ELEMENTS = 1_000;

/**
 * An MCP server over the services behind `rpc`. One object serves one connection (stdio) or one request (HTTP):
 * it keeps nothing between calls, so any replica can answer any call.
 */
export function createMcpServer(rpc: RpcClient, options: McpOptions = {}): McpServer {
  const server = new McpServer(
    { name: 'twinmcp', title: 'TwinMCP', version: options.version ?? '0.1.0' },
    { instructions: INSTRUCTIONS, capabilities: { tools: { listChanged: false }, resources: { listChanged: false } }, maxToolInputElements: MAX_INPUT_ELEMENTS },
  );
  for (const { tool, name, config } of REGISTRATIONS) {
    server.registerTool(name, config, async (input, ctx) => {
      try {
        return toResult(await spannedTool(name, toolCall(rpc, options, ctx), (call) => tool.run(input as never, call)));
      } catch (error) {
        return toErrorResult(error);
      }
    });
  }
  registerStatusResource(server, rpc, options);
  return server;
}

/** `twinmcp://workspaces/<id>/status`: the full status document of a workspace. */
function registerStatusResource(server: McpServer, rpc: RpcClient, options: McpOptions): void {
  const template = new ResourceTemplate('twinmcp://workspaces/{id}/status', {
    list: async (ctx) => {
      const { workspaces } = await rpc.call(astAnalysis.listWorkspaces, {}, toolCall(rpc, options, ctx).context());
      return { resources: workspaces.map(({ id, name }) => ({ uri: `twinmcp://workspaces/${id}/status`, name: `${name}: index status`, mimeType: 'application/json' })) };
    },
  });
  server.registerResource('workspace-status', template, { title: 'Index status of a workspace', mimeType: 'application/json' }, async (uri, { id }, ctx) => {
    const status = await rpc.call(astAnalysis.workspaceStatus, { workspaceId: WorkspaceId.parse(id) }, toolCall(rpc, options, ctx).context());
    return { contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(status) }] };
  });
}
