import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { startEmbedded } from '../mesh/support/embedded.ts';
import { RestClient } from '../mesh/support/client.ts';

// One engine, asked from the command line, over REST and over MCP, about a real project: two of this project's own libraries.

jest.setTimeout(120_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = path.join(ROOT, 'apps/twinmcp/bin/twinmcp.mjs');

interface Question {
  readonly name: string;
  readonly cli: readonly string[];
  readonly rest: readonly [string, string, unknown?];
  readonly mcp?: readonly [string, Record<string, unknown>];
  /** What must be in the answer: it is right, not only the same. */
  readonly says: readonly (string | RegExp)[];
}

const QUESTIONS: readonly Question[] = [
  {
    name: 'refs', cli: ['refs', 'Deadline', '--limit', '200'], rest: ['GET', 'graph/references?symbol=Deadline&limit=200'], mcp: ['find-references', { symbol: 'Deadline', limit: 200 }],
    says: [/kernel\/src\/deadline\.ts:\d+: export class Deadline/, /messaging\/src\/call-context\.ts:\d+: import \{ Deadline \} from '@twinmcp\/kernel'/, /call-context\.ts:\d+: deadline: Deadline\.after\(/],
  },
  {
    name: 'refs of a name in a file', cli: ['refs', 'kernel/src/retry.ts:backoffMs', '--limit', '200'], rest: ['GET', 'graph/references?symbol=kernel/src/retry.ts:backoffMs&limit=200'], mcp: ['find-references', { symbol: 'kernel/src/retry.ts:backoffMs', limit: 200 }],
    says: [/kernel\/src\/retry\.ts:\d+: await sleep\(backoffMs\(/],
  },
  {
    name: 'callers', cli: ['callers', 'childContext', '--depth', '2', '--limit', '100'], rest: ['GET', 'graph/callers?symbol=childContext&depth=2&limit=100'], mcp: ['get-callers', { symbol: 'childContext', depth: 2, limit: 100 }],
    says: [/childContext\(ctx/, /\d+ callers?/],
  },
  {
    name: 'callees', cli: ['callees', 'newCallContext', '--limit', '100'], rest: ['GET', 'graph/callees?symbol=newCallContext&limit=100'], mcp: ['get-callers', { symbol: 'newCallContext', direction: 'callees', limit: 100 }], says: [/→ Deadline\.after/],
  },
  { name: 'implementations', cli: ['implementations', 'RpcClient'], rest: ['GET', 'graph/implementations?symbol=RpcClient'], says: [/class BusRpcClient implements RpcClient/] },
  {
    name: 'outline', cli: ['outline', 'kernel/src/deadline.ts'], rest: ['GET', 'graph/outline?path=kernel/src/deadline.ts'], mcp: ['get-outline', { path: 'kernel/src/deadline.ts' }],
    says: [/export class Deadline/, /static after\(ms: number/, /export function withTimeout<T>/],
  },
  {
    name: 'map', cli: ['map', 'retry', 'with', 'backoff', '--budget', '300'], rest: ['GET', 'map?query=retry+with+backoff&budget=300'], mcp: ['repository-map', { query: 'retry with backoff', budget: 300 }], says: [/kernel\/src\/retry\.ts/, /function backoffMs/],
  },
  {
    name: 'impact', cli: ['impact', 'Deadline.after', '--limit', '100'], rest: ['POST', 'graph/impact', { symbols: ['Deadline.after'], limit: 100 }], mcp: ['analyze-impact', { symbols: ['Deadline.after'], limit: 100 }],
    says: [/Deadline\.after {2}static after/, /function newCallContext {2}calls Deadline\.after/, /kernel\/src\/deadline\.test\.ts/],
  },
  {
    name: 'impact of a change', cli: ['impact', '--diff', 'HEAD', '--limit', '100'], rest: ['POST', 'graph/impact', { base: 'HEAD', limit: 100 }], mcp: ['analyze-impact', { base: 'HEAD', limit: 100 }],
    says: [/changed: 1 symbol in 1 file/, /Deadline\.after {2}static after/, /kernel\/src\/deadline\.test\.ts/],
  },
  { name: 'dependencies', cli: ['deps', 'kernel/src', '--limit', '100'], rest: ['GET', 'graph/dependencies?path=kernel/src&limit=100'], says: [/kernel\/src\/retry\.ts:\d+ → kernel\/src\/errors\.ts/] },
  { name: 'findings', cli: ['findings', '--limit', '200'], rest: ['GET', 'findings?limit=200'], says: [/nobodyNeedsThis is exported/] },
];

describe('Answers of the code graph', () => {
  let folder: string;
  let project: string;
  let dataDir: string;
  let engine: Awaited<ReturnType<typeof startEmbedded>>;
  let workspaceId: string;
  let rest: RestClient;
  let http: Client;
  let stdio: Client;

  const cli = (args: readonly string[]) =>
    new Promise<{ code: number; stdout: string }>((resolve) => {
      execFile(process.execPath, [BIN, ...args], { cwd: project, env: { PATH: process.env['PATH'], HOME: dataDir, TWINMCP_DATA_DIR: dataDir, XDG_CONFIG_HOME: dataDir } }, (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }));
    });
  const textOf = async (client: Client, [name, args]: NonNullable<Question['mcp']>) => {
    const result = await client.callTool({ name, arguments: { ...args, workspace: project } });
    expect(result.isError).not.toBe(true);
    return (result.content as { text: string }[]).map(({ text }) => text).join('\n');
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-answers-'));
    project = path.join(folder, 'project');
    dataDir = path.join(folder, 'data');
    mkdirSync(dataDir, { mode: 0o700 });
    for (const [from, to] of [['libs/kernel', 'kernel'], ['libs/domain/messaging', 'messaging']]) {
      cpSync(path.join(ROOT, from!), path.join(project, to!), { recursive: true, filter: (file) => !/\/(dist|node_modules)(\/|$)/.test(file) });
    }
    writeFileSync(path.join(project, 'package.json'), '{ "name": "two", "private": true, "workspaces": ["kernel", "messaging"] }\n');
    writeFileSync(path.join(project, 'kernel/src/spare.ts'), 'export function nobodyNeedsThis(): number {\n  return 1;\n}\n');
    const git = (...args: string[]) => execFileSync('git', ['-C', project, '-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { stdio: 'ignore' });
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'Start');
    const edited = path.join(project, 'kernel/src/deadline.ts');
    writeFileSync(edited, readFileSync(edited, 'utf8').replace(/( static after\([^\n]*\n)/, '$1    // an edit that nobody committed\n'));
    engine = await startEmbedded(dataDir);
    rest = new RestClient(engine.url);
    const { workspace, job } = await rest.index(project);
    expect(job).toMatchObject({ state: 'succeeded', error: null });
    workspaceId = workspace.id;
    http = new Client({ name: 'test', version: '1.0.0' });
    await http.connect(new StreamableHTTPClientTransport(new URL(`${engine.url}/mcp`)));
    stdio = new Client({ name: 'test', version: '1.0.0' });
    await stdio.connect(new StdioClientTransport({ command: process.execPath, args: [BIN, 'mcp'], cwd: project, env: { PATH: process.env['PATH'] ?? '', HOME: dataDir, TWINMCP_DATA_DIR: dataDir, XDG_CONFIG_HOME: dataDir }, stderr: 'ignore' }));
  });
  afterAll(async () => {
    await http?.close();
    await stdio?.close();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(QUESTIONS)('are the same through command line, REST and MCP: $name', async ({ cli: args, rest: [method, at, body], mcp, says }) => {
    const [asJson, asText, answer] = await Promise.all([cli([...args, '--json']), cli(args), rest.send(method, `/v1/workspaces/${workspaceId}/${at}`, body)]);
    expect([asJson.code, asText.code, answer.status]).toEqual([0, 0, 200]);
    expect(JSON.parse(asJson.stdout)).toEqual(answer.body);
    for (const part of says) expect(asText.stdout).toMatch(part);
    if (!mcp) return;
    const text = asText.stdout.trimEnd();
    expect(await textOf(http, mcp)).toBe(text);
    expect(await textOf(stdio, mcp)).toBe(text);
  });

  it('say the same of a name that nothing has', async () => {
    const asJson = await cli(['refs', 'Deadlin', '--json']);
    const answer = await rest.send('GET', `/v1/workspaces/${workspaceId}/graph/references?symbol=Deadlin`);
    expect(asJson.code).toBe(3);
    expect(JSON.parse(asJson.stdout)).toEqual(answer.body);
    expect(await textOf(http, ['find-references', { symbol: 'Deadlin' }])).toMatch(/^Nothing is called Deadlin\. Did you mean .*Deadline/);
  });

  it('fail a build on findings when asked to', async () => {
    expect((await cli(['findings', '--fail-on', 'dead-export'])).code).toBe(1);
    expect((await cli(['findings', '--kind', 'import-cycle', '--fail-on', 'import-cycle'])).code).toBe(0);
    expect((await cli(['findings', '--path', 'kernal', '--fail-on', 'any'])).code).toBe(3);
    expect((await cli(['deps', 'kernal'])).code).toBe(3);
  });
});
