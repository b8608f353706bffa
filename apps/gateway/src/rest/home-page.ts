import { MCP_TOOLS } from '@twinmcp/contracts';

/** For a person who opens the address in a browser. `base` is this gateway's own checked Host header. */
export function homePage(base: string, keyNeeded: boolean): string {
  const url = escape(base);
  const auth = keyNeeded ? ' --header "Authorization: Bearer &lt;key&gt;"' : '';
  const tools = MCP_TOOLS.map((tool) => `<li><code>${tool.name}</code> ${escape(tool.description)}</li>`).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>TwinMCP</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{background:#8882;padding:.8rem;overflow:auto}</style></head>
<body><h1>TwinMCP</h1>
<p>A context engine for coding agents: ask a question about a codebase, get exactly the code and docs it needs, ranked and cited.</p>
<h2>Connect an agent (MCP)</h2>
<pre>claude mcp add --transport http twinmcp ${url}/mcp${auth}</pre>
<p>or in the settings of Cursor, VS Code, Cline:</p>
<pre>{ "mcpServers": { "twinmcp": { "url": "${url}/mcp" } } }</pre>
<ul>
${tools}
</ul>
<h2>Ask over HTTP</h2>
<pre>curl ${url}/v1/workspaces
curl ${url}/v1/context -H 'content-type: application/json' \\
  -d '{"workspaceId":"&lt;id&gt;","query":"where is the reply serialised?","budget":4000}'</pre>
<p><a href="/v1/openapi.json">OpenAPI 3.1 description</a> · <a href="/v1/status">state of the services</a> · <a href="/health/ready">ready?</a></p>
</body></html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
