import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { libraryResolution, type RpcContract, type RpcOutput } from '@twinmcp/contracts';
import { endAll, outputOf, runCli, startCli, type CliOptions } from '../test-support/run-cli.ts';

// Questions about the libraries of this very project, to one real engine, by every door that it has: command, REST, MCP over HTTP and stdio.

jest.setTimeout(180_000);

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
const LOCK = JSON.parse(readFileSync(path.join(REPOSITORY, 'package-lock.json'), 'utf8')) as { packages: Record<string, { version: string }> };
const ZOD = LOCK.packages['node_modules/zod']!.version;

describe('libraries of this project', () => {
  let base: string;
  let here: CliOptions;
  let engine: ReturnType<typeof startCli>;
  let url: string;
  let workspaceId: string;
  let agent: Client;

  beforeAll(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-own-libraries-')));
    here = { cwd: REPOSITORY, dataDir: base };
    // Nothing that leaves this machine: the addresses of registries lead nowhere.
    engine = startCli(['up', '--port', '0'], { ...here, cwd: base, env: { TWINMCP_INDEXING__WATCH__ENABLED: 'false', HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' } });
    [url] = (await outputOf(engine, /http:\/\/127\.0\.0\.1:\d+/)) as unknown as [string];
    const answer = await fetch(`${url}/v1/workspaces`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ source: { kind: 'directory', root: REPOSITORY } }) });
    ({ workspace: { id: workspaceId } } = (await answer.json()) as { workspace: { id: string } });
    agent = new Client({ name: 'test', version: '1.0.0' });
    await agent.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
  });
  afterAll(async () => {
    await agent?.close();
    engine?.kill('SIGTERM');
    await endAll();
    rmSync(base, { recursive: true, force: true });
  });

  const rest = async <C extends RpcContract>(_contract: C, at: string, body: object): Promise<RpcOutput<C>> => {
    const answer = await fetch(`${url}/v1/libraries/${at}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect([at, answer.status]).toEqual([at, 200]);
    return (await answer.json()) as RpcOutput<C>;
  };
  const tool = async (name: string, args: Record<string, unknown>) => {
    const result = await agent.callTool({ name, arguments: args }, { timeout: 120_000 });
    expect([name, result.isError ?? false]).toEqual([name, false]);
    return (result.content as { text: string }[]).map(({ text }) => text).join('\n');
  };
  const command = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli(['lib', ...args], here);
    return { code, stdout, stderr };
  };

  it('are documented in the locked version, the same by command, REST and MCP', async () => {
    const topic = 'discriminated union';
    const [told, found] = [await command('docs', 'zod', topic, '--json'), await rest(libraryResolution.getLibraryDocs, 'docs', { library: 'zod', topic, workspaceId })];
    expect([told.code, found.library]).toEqual([0, expect.objectContaining({ name: 'zod', version: ZOD, source: 'installed', pinned: 'lock-file', origin: null })]);
    const asked = JSON.parse(told.stdout) as typeof found;
    expect([asked.library, asked.text, asked.sections]).toEqual([found.library, found.text, found.sections]);
    expect(found.sections.slice(0, 3).map(({ title }) => title).join()).toMatch(/discriminatedunion/i);
    for (const args of [{ context7CompatibleLibraryID: '/npm/zod', topic, workspace: REPOSITORY }, { libraryId: 'zod', query: topic, workspace: REPOSITORY }]) {
      const text = await tool('get-library-docs', args);
      expect(text).toContain(found.text);
      expect(text).toContain(`zod@${ZOD} (lock-file)`);
    }
    const person = await command('docs', 'zod', topic, '--tokens', '500');
    expect([person.code, person.stderr]).toEqual([0, expect.stringContaining(`zod@${ZOD} (as the lock file has it`)]);
  });

  it('are not shown in another version, and nobody is asked for one', async () => {
    const { code, stderr } = await command('docs', 'zod@1.0.0');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/zod@1\.0\.0 is not available[\s\S]*there is only[\s\S]*libraries\.registries\.enabled/)]);
  });

  it('are audited, with what was looked at and the exit code that says so', async () => {
    const { code, stdout } = await command('audit', '--json');
    const found = JSON.parse(stdout) as RpcOutput<typeof libraryResolution.checkVulnerabilities>;
    expect(code).toBe(found.vulnerabilities.length > 0 ? 1 : 0);
    expect(found.checked).toBeGreaterThan(500);
    expect(found.degraded.join()).toContain('for a real audit');
    expect(await tool('check-vulnerabilities', { packages: ['npm:lodash@4.17.20'] })).toMatch(/high .*lodash@4\.17\.20[\s\S]*fixed in 4\.17\.21/);
    expect((await rest(libraryResolution.checkVulnerabilities, 'vulnerabilities', { workspaceId })).checked).toBe(found.checked);
  });

  it('are drawn as a graph', async () => {
    const { code, stdout } = await command('deps', '--mermaid', '--depth', '1');
    expect([code, stdout.split('\n')[0], stdout.includes('zod')]).toEqual([0, expect.stringMatching(/^(graph|flowchart) /), true]);
    const found = await rest(libraryResolution.analyzeDependencies, 'dependencies', { workspaceId, why: ['zod'], imports: false });
    expect(found.why[0]!.paths.length).toBeGreaterThan(0);
    expect(await tool('analyze-dependencies', { workspace: REPOSITORY, why: 'zod' })).toContain(`zod@${ZOD}`);
  });

  it('are learnt, and then known to everybody', async () => {
    const { code, stdout } = await command('learn', '--json');
    const learnt = JSON.parse(stdout) as RpcOutput<typeof libraryResolution.learnLibraries> & { catalogue: { libraries: number } };
    expect([code, learnt.libraries > 300, learnt.installed > 300, learnt.catalogue.libraries > learnt.libraries]).toEqual([0, true, true, true]);
    const { quality } = await rest(libraryResolution.scoreLibrary, 'score', { library: { ecosystem: 'npm', name: 'zod' }, workspaceId });
    expect(quality.parts.find(({ part }) => part === 'documentation')!.evidence.find(({ what }) => what === 'README')!.value).toMatch(/characters/);
    expect(await tool('compare-libraries', { libraries: ['zod'], workspace: REPOSITORY })).toMatch(/npm:zod [^]*documentation/);
    const compared = await command('compare', 'zod', 'yaml', 'no-such-library-anywhere');
    expect([compared.code, compared.stdout]).toEqual([0, expect.stringMatching(/npm:zod@\S+ installed[^]*npm:yaml@\S+[^]*npm:no-such-library-anywhere not known here/)]);
    expect((await command('compare', 'zod')).code).toBe(2);
    expect(await tool('resolve-library-id', { libraryName: 'zodd', query: 'validate a form in TypeScript', workspace: REPOSITORY })).toMatch(/^npm:zod /);
    expect((await rest(libraryResolution.catalogueStats, 'catalogue', {})).libraries).toBeGreaterThan(300);
  });

  it('are documented over stdio by the same engine', async () => {
    const mcp = startCli(['mcp'], here);
    const say = (message: object) => mcp.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } });
    await outputOf(mcp, /"serverInfo"/);
    say({ method: 'notifications/initialized' });
    say({ id: 2, method: 'tools/call', params: { name: 'query-docs', arguments: { libraryId: '/npm/zod', query: 'discriminated union' } } });
    await outputOf(mcp, new RegExp(`zod@${ZOD.replaceAll('.', '\\.')} \\(lock-file\\)`));
    mcp.stdin!.end();
    expect((await mcp.result).code).toBe(0);
  });
});
