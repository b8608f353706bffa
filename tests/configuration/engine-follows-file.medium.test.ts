import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContextAnswer, Workspace } from '@twinmcp/contracts';
import { eventually } from '@twinmcp/testing';

const BIN = path.resolve('apps/twinmcp/bin/twinmcp.mjs');

// What `twinmcp up --config <file>` promises to somebody who edits the file meanwhile.
describe('a running engine whose configuration file is edited', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-edited-'));
  const file = path.join(folder, 'config.yaml');
  let engine: ChildProcess;
  let log = '';
  let url = '';
  let workspaceId = '';
  const edit = (text: string) => writeFileSync(file, text);
  const post = async <T>(route: string, body: object): Promise<T> => {
    const response = await fetch(url + route, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return (await response.json()) as T;
  };
  const ask = (more: object = {}) => post<ContextAnswer & { detail?: string }>('/v1/context', { workspaceId, query: 'where is the greeting', ...more });

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'project'));
    writeFileSync(path.join(folder, 'project/greeting.ts'), 'export function greeting(): string {\n  return "hello";\n}\n');
    edit('context: {default_budget: 500}\n');
    // Its own session: without a terminal SIGHUP means "read again".
    engine = spawn(process.execPath, [BIN, 'up', '--json', '--port', '0', '--data-dir', path.join(folder, 'data'), '--config', file], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    engine.stderr!.setEncoding('utf8').on('data', (text: string) => (log += text));
    const [first] = (await once(engine.stdout!.setEncoding('utf8'), 'data')) as [string];
    url = (JSON.parse(first) as { url: string }).url;
    workspaceId = (await post<{ workspace: Workspace }>('/v1/workspaces', { source: { kind: 'directory', root: path.join(folder, 'project') } })).workspace.id;
    await post(`/v1/workspaces/${workspaceId}/index`, {});
    await eventually(async () => (await ask()).items?.length > 0, { timeoutMs: 20_000 });
  }, 60_000);

  afterAll(async () => {
    engine.kill('SIGTERM');
    await once(engine, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  it('follows it without a restart', async () => {
    expect(await ask()).toMatchObject({ budget: 500, tokenizer: 'o200k_base', hints: [] });
    edit('context: {default_budget: 700, max_budget: 800, tokenizer: cl100k_base}\nhybrid: {default_mode: rag, quality_score_min: 1}\n');
    await eventually(async () => (await ask()).budget === 700);
    expect(await ask()).toMatchObject({ budget: 700, tokenizer: 'cl100k_base', mode: 'rag', hints: [expect.stringContaining('below 1')] });
    expect((await ask({ budget: 801 })).detail).toContain('800 (context.max_budget)');
  });

  it('refuses a bad edit with file, line and reason in the log, and keeps what was in force', async () => {
    edit('context:\n  default_budget: nope\n');
    await eventually(() => log.includes('is refused'));
    expect(log).toMatch(/config\.yaml:2: context\.default_budget is not a number/);
    expect(await ask()).toMatchObject({ budget: 700, mode: 'rag' });
  });

  it('reads it again on SIGHUP and goes on', async () => {
    const before = log.length;
    engine.kill('SIGHUP');
    await eventually(() => log.slice(before).includes('is refused'));
    edit('ast: {max_file_size: 1MB}\ncontext: {default_budget: 600}\n');
    engine.kill('SIGHUP');
    await eventually(async () => (await ask()).budget === 600);
    expect(log).toMatch(/"keys":\["ast\.max_file_size"\],"msg":"needs restart/);
    expect(engine.exitCode).toBeNull();
  });
});
