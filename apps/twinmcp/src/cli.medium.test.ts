import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ContextAnswer, IndexJob, WorkspaceStatus } from '@twinmcp/contracts';
import { endAll, outputOf, runCli, startCli, type CliOptions } from '../test-support/run-cli.ts';

// The real command on a real repository. Tests of one `describe` build on each other, as the steps of a user do.

// Each step is a process that starts and ends; on a busy machine that takes its time.
jest.setTimeout(120_000);

let root: string;
let counter = 0;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-cli-')));
});
afterAll(async () => {
  await endAll();
  rmSync(root, { recursive: true, force: true });
});

function place(): CliOptions & { repo: string } {
  const repo = path.join(root, `repo ${++counter} é`);
  const dataDir = path.join(root, `data ${counter}`);
  mkdirSync(path.join(repo, 'src'), { recursive: true });
  mkdirSync(dataDir, { mode: 0o700 });
  return { repo, cwd: repo, dataDir };
}

function repository(): ReturnType<typeof place> {
  const here = place();
  const write = (file: string, text: string) => writeFileSync(path.join(here.repo, file), text);
  write('README.md', '# Shop\n\n## Refunds\n\nA refund is paid back within three days.\n');
  write('src/cart.ts', 'export class Cart {\n  /** Sum of all items with tax. */\n  totalWithTax(rate: number): number {\n    return this.items.reduce((sum, item) => sum + item.price, 0) * (1 + rate);\n  }\n  items: { price: number }[] = [];\n}\n');
  write('src/mail.py', 'def send_receipt(address, total):\n    """Sends the receipt of an order by mail."""\n    return deliver(address, f"You paid {total}")\n');
  write('.gitignore', 'secret.txt\n');
  write('secret.txt', 'ignored');
  const git = (...args: string[]) => execFileSync('git', ['-C', here.repo, '-c', 'user.name=Test', '-c', 'user.email=t@example.org', ...args], { stdio: 'ignore' });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  return here;
}

const json = (text: string) => JSON.parse(text) as Record<string, never>;

describe('index and ask', () => {
  let here: ReturnType<typeof place>;
  beforeAll(() => {
    here = repository();
  });

  it('says how to index before anything is', async () => {
    const asked = await runCli(['ask', 'where is the tax added?'], here);
    expect(asked.code).toBe(3);
    expect(asked.stderr).toMatch(/is not indexed[\s\S]*twinmcp index \./);
    expect(asked.stdout).toBe('');
  });

  it('indexes and tells what it did', async () => {
    const indexed = await runCli(['index', '.'], here);
    expect(indexed.stderr).not.toMatch(/error/i);
    expect(indexed.code).toBe(0);
    expect(indexed.stdout).toMatch(/Indexed .*repo/);
    expect(indexed.stdout).toMatch(/files +4 .*(typescript|python|markdown) 1/);
    expect(indexed.stdout).toMatch(/changes +4 new, 0 changed, 0 removed, 0 unchanged/);
    expect(indexed.stdout).toMatch(/skipped +\d+: .*ignored \d/);
  });

  it('answers with cited source, from a folder below the root', async () => {
    const asked = await runCli(['ask', 'where is the tax added to the cart?', '--budget', '500'], { ...here, cwd: path.join(here.repo, 'src') });
    expect(asked.code).toBe(0);
    expect(asked.stdout).toContain('totalWithTax');
    expect(asked.stdout).toMatch(/src\/cart\.ts:\d+-\d+@[0-9a-f]{7}/);
    expect(asked.stderr).toMatch(/of 500 tokens/);
  });

  it('answers as JSON that fits the schema', async () => {
    const asked = await runCli(['ask', 'totalWithTax', '--json', '-w', here.repo], { ...here, cwd: root });
    const answer = ContextAnswer.parse(json(asked.stdout));
    expect(answer.items[0]).toMatchObject({ citation: { path: 'src/cart.ts' }, language: 'typescript' });
    expect(asked.stderr).toBe('');
  });

  it('reads only what changed', async () => {
    writeFileSync(path.join(here.repo, 'src', 'mail.py'), 'def send_invoice(address, total):\n    """Sends the invoice with a barcode."""\n    return deliver(address, total)\n');
    const job = IndexJob.parse(json((await runCli(['index', '--json'], here)).stdout)['job']);
    expect(job.summary).toMatchObject({ added: 0, changed: 1, removed: 0, unchanged: 3, files: 4 });
    const asked = await runCli(['ask', 'invoice with barcode'], here);
    expect(asked.stdout).toMatch(/send_invoice[\s\S]*/);
    expect(asked.stdout).toMatch(/src\/mail\.py:\d+-\d+@[0-9a-f]+\+/);
    expect(asked.stdout).not.toContain('send_receipt');
  });

  it('finds symbols and places, and has an exit code for nothing', async () => {
    const found = await runCli(['symbols', 'totalWithTax'], here);
    expect(found.stdout).toMatch(/src\/cart\.ts:3 +method Cart\.totalWithTax/);
    expect((await runCli(['symbols', 'totalWithTax', '--exact', '--kind', 'class'], here)).code).toBe(3);
    expect((await runCli(['search', 'refund', '--by-file', '--limit', '1'], here)).stdout).toMatch(/^README\.md:/);
  });

  it('lists, shows and forgets workspaces', async () => {
    const status = json((await runCli(['status', '--json'], here)).stdout) as unknown as { workspaces: unknown[]; system: { state: string } };
    const { workspace } = WorkspaceStatus.parse(status.workspaces[0]);
    expect(status.system.state).toBe('ready');
    expect((await runCli(['workspaces'], here)).stdout).toContain(`${workspace.id}  ${here.repo}`);
    expect((await runCli(['status', '-w', 'no-such-id'], here)).code).toBe(3);
    expect((await runCli(['workspaces', 'remove', workspace.id], here)).code).toBe(0);
    expect((await runCli(['ask', 'tax'], here)).code).toBe(3);
    expect(readFileSync(path.join(here.repo, 'src', 'cart.ts'), 'utf8')).toContain('totalWithTax');
  });

  it('indexes first when asked to', async () => {
    const asked = await runCli(['ask', 'tax of the cart', '--index'], here);
    expect(asked.code).toBe(0);
    expect(asked.stderr).toMatch(/indexing/);
    expect(asked.stdout).toContain('totalWithTax');
  });
});

describe('awkward sources', () => {
  it('an empty folder ends well and says so', async () => {
    const here = place();
    const indexed = await runCli(['index'], here);
    expect(indexed.code).toBe(0);
    expect(indexed.stderr).toMatch(/Nothing to index/);
  });

  it('survives kill -9 during indexing', async () => {
    const here = place();
    for (let i = 0; i < 300; i++) writeFileSync(path.join(here.repo, 'src', `module${i}.ts`), Array.from({ length: 40 }, (_, j) => `export function task${i}x${j}(input: string): string {\n  return input + ${j};\n}\n`).join('\n'));
    const counts = async () => {
      const { summary } = IndexJob.parse(json((await runCli(['index', '--json'], here)).stdout)['job']);
      return { files: summary!.files, symbols: summary!.symbols, chunks: summary!.chunks, bytes: summary!.bytes };
    };
    const killed = startCli(['index'], here);
    await outputOf(killed, /indexing \d/);
    killed.kill('SIGKILL');
    await killed.result;
    const after = await counts();
    const clean = { ...here, dataDir: path.join(root, `clean ${counter}`) };
    mkdirSync(clean.dataDir);
    const fresh = IndexJob.parse(json((await runCli(['index', '--json'], clean)).stdout)['job']).summary!;
    expect(after).toEqual({ files: fresh.files, symbols: fresh.symbols, chunks: fresh.chunks, bytes: fresh.bytes });
    expect(fresh.files).toBe(300);
    expect((await runCli(['symbols', 'task299x39', '--exact'], here)).stdout).toMatch(/module299\.ts/);
  });
});

describe('several commands at once', () => {
  it('each indexes to the end, also when the one that runs the engine is done first', async () => {
    const small = repository();
    const others = [place(), place()];
    for (const { repo } of others) for (let i = 0; i < 250; i++) writeFileSync(path.join(repo, 'src', `module${i}.ts`), Array.from({ length: 40 }, (_, j) => `export function task${i}x${j}(input: string): string {\n  return input + ${j};\n}\n`).join('\n'));
    const { dataDir } = small;
    const owner = startCli(['index', others[0]!.repo], small);
    await outputOf(owner, /indexing \d/);
    // The second run of a folder, a folder of its own, and a question: all use the engine of the first, which ends before they do.
    const all = [owner.result, ...[others[0]!, others[1]!, small].map(({ repo }) => runCli(['index', repo], { cwd: repo, dataDir }))];
    for (const { code, stdout, stderr } of await Promise.all(all)) expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Indexed /) });
    for (const { repo } of others) expect((await runCli(['symbols', 'task249x39', '--exact', '-w', repo], { cwd: repo, dataDir })).stdout).toMatch(/module249\.ts/);
  });
});

describe('a running engine', () => {
  it('is used by the other commands, stops in order, and refuses a second one', async () => {
    const here = repository();
    const up = startCli(['up', '--port', '0', '--json'], here);
    const [, url] = await outputOf(up, /"url":"(http:[^"]+)"/);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await runCli(['index'], here)).code).toBe(0);
    const asked = await runCli(['ask', 'tax of the cart', '--json'], here);
    expect(ContextAnswer.parse(json(asked.stdout)).items[0]!.citation.path).toBe('src/cart.ts');
    const workspaces = (await (await fetch(`${url}/v1/workspaces`)).json()) as { workspaces: unknown[] };
    expect(workspaces.workspaces).toHaveLength(1);
    expect((await runCli(['status'], here)).stdout).toMatch(new RegExp(`running, process ${up.pid}`));
    const second = await runCli(['up', '--port', '0'], here);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/already runs/);
    up.kill('SIGTERM');
    expect((await up.result).code).toBe(0);
    expect((await runCli(['ask', 'tax of the cart'], here)).code).toBe(0);
  });

  it('says when its port is taken', async () => {
    const here = place();
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const up = await runCli(['up', '--port', String(port)], here);
    expect(up.code).toBe(1);
    expect(up.stderr).toMatch(new RegExp(`Port ${port} .*in use`));
    other.close();
  });

  it('stops in order when nobody reads its output any more', async () => {
    const here = place();
    const up = startCli(['up', '--port', '0'], here);
    await outputOf(up, /runs at/);
    up.stdout!.destroy();
    up.stderr!.destroy();
    up.kill('SIGINT');
    expect((await up.result).code).toBe(130);
    expect(existsSync(path.join(here.dataDir, 'engine.json'))).toBe(false);
  });

  it('ends with 130 on Ctrl-C', async () => {
    const up = startCli(['up', '--port', '0'], place());
    await outputOf(up, /runs at/);
    up.kill('SIGINT');
    expect((await up.result).code).toBe(130);
  });
});

describe('mcp over stdio', () => {
  const hello = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } })}\n`;

  it('speaks the protocol alone on standard output and ends when standard input closes', async () => {
    const here = repository();
    const mcp = startCli(['mcp'], here);
    mcp.stdin!.write(hello);
    await outputOf(mcp, /"serverInfo"/);
    mcp.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    mcp.stdin!.write(`${JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'get-context', arguments: { query: 'tax of the cart' } } })}\n`);
    await outputOf(mcp, /totalWithTax/);
    mcp.stdin!.end();
    const { code, stdout } = await mcp.result;
    expect(code).toBe(0);
    for (const line of stdout.trim().split('\n')) expect(json(line)).toMatchObject({ jsonrpc: '2.0' });
  });

  it('shares one engine between several agents, and the rest goes on when the owner leaves', async () => {
    const here = repository();
    const call = (id: number, name: string, args: object) => `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })}\n`;
    const agents = [startCli(['mcp'], here), startCli(['mcp'], here)];
    for (const agent of agents) agent.stdin!.write(hello);
    await Promise.all(agents.map((agent) => outputOf(agent, /"serverInfo"/)));
    for (const agent of agents) agent.stdin!.write(call(2, 'index-workspace', {}));
    await Promise.all(agents.map((agent) => outputOf(agent, /"state":"succeeded"/)));
    const { pid } = json(readFileSync(path.join(here.dataDir, 'engine.json'), 'utf8')) as unknown as { pid: number };
    const owner = agents.find((agent) => agent.pid === pid)!;
    const other = agents.find((agent) => agent !== owner)!;
    expect(owner).toBeDefined();
    owner.kill('SIGKILL');
    await owner.result;
    other.stdin!.write(call(3, 'get-context', { query: 'tax of the cart' }));
    await outputOf(other, /totalWithTax/);
    other.stdin!.end();
    expect((await other.result).code).toBe(0);
  });
});

describe('demo', () => {
  it('goes from source to cited answer, shows how to connect, and stays until Ctrl-C', async () => {
    const here = repository();
    const demo = startCli(['demo', '.', '--port', '0'], here);
    await outputOf(demo, /Ctrl-C[\s\S]* stops the engine/);
    demo.kill('SIGINT');
    const { code, stdout } = await demo.result;
    expect(code).toBe(130);
    expect(stdout).toMatch(/runs at http:\/\/127\.0\.0\.1:\d+[\s\S]*Indexed [\s\S]*twinmcp ask [\s\S]*@[0-9a-f]{7}[\s\S]*claude mcp add --transport http[\s\S]*Cursor[\s\S]*VS Code[\s\S]*Cline/);
  });
});

describe('doctor', () => {
  it('finds everything that is needed', async () => {
    const doctor = await runCli(['doctor', '--json'], place());
    const { checks, healthy } = json(doctor.stdout) as unknown as { healthy: boolean; checks: { name: string; state: string }[] };
    expect({ healthy, missing: checks.filter((check) => check.state === 'missing') }).toEqual({ healthy: true, missing: [] });
    expect(doctor.code).toBe(0);
  });

  it('fails for a configured server that does not answer', async () => {
    const doctor = await runCli(['doctor'], { ...place(), env: { REDIS_URL: 'redis://user:hunter2@127.0.0.1:9' } });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/missing +Redis +127\.0\.0\.1:9 is configured and does not answer/);
    expect(doctor.stdout).not.toContain('hunter2');
  });
});

describe('eval', () => {
  it('refuses what is no labelled set', async () => {
    const missing = await runCli(['eval', 'nothing-here'], place());
    expect(missing.code).toBe(3);
    expect(missing.stderr).toMatch(/set\.json[\s\S]*labelled set/);
  });

  it('runs a passage set with its baseline', async () => {
    const here = place();
    const write = (file: string, rows: object[]) => writeFileSync(path.join(here.repo, file), rows.map((row) => JSON.stringify(row)).join('\n'));
    write('set.json', [{ name: 'tiny', kind: 'passages' }]);
    write('corpus.jsonl', [{ id: 'a', text: 'def open_cache(path):\n    return read(path)\n', language: 'python' }, { id: 'b', text: 'def paint(canvas):\n    canvas.fill("red")\n', language: 'python' }]);
    write('queries.jsonl', [{ id: '1', query: 'open the cache file', gold: ['a'] }, { id: '2', query: 'fill canvas with red', gold: ['b'] }]);
    const run = await runCli(['eval', '.', '--baseline', 'bm25', '--json'], here);
    expect(run.stderr).not.toMatch(/error/);
    expect(json(run.stdout)).toMatchObject({ set: 'tiny', queries: 2, scores: { MRR: 1 }, tokensUntilGold: { found: 2 }, indexing: { filesOfLastTree: 2, notIndexed: 0 }, baseline: { best: 'body', variants: { body: { MRR: 1 } }, compared: { MRR: { ratio: 1 } } } });
  });

  it('walks a repository history by incremental indexing', async () => {
    const here = repository();
    const set = path.join(root, `set ${counter}`);
    mkdirSync(set);
    const git = (...args: string[]) => execFileSync('git', ['-C', here.repo, '-c', 'user.name=Test', '-c', 'user.email=t@example.org', ...args], { encoding: 'utf8' }).trim();
    const change = (file: string, from: string, to: string, message: string) => {
      const parent = git('rev-parse', 'HEAD');
      writeFileSync(path.join(here.repo, file), readFileSync(path.join(here.repo, file), 'utf8').replace(from, to));
      git('commit', '--quiet', '-a', '-m', message);
      return { id: `tiny-${git('rev-parse', 'HEAD').slice(0, 10)}`, query: message, gold_files: [file], parent_commit: parent, names_gold_file: false };
    };
    // The older commit second: the order of the file is not the order of the walk.
    const first = change('src/cart.ts', '(1 + rate)', '(1 + rate / 100)', 'Tax rate of the cart is a percentage');
    const second = change('src/mail.py', 'You paid', 'Thanks, you paid', 'Thank for the order in the receipt mail');
    writeFileSync(path.join(set, 'set.json'), JSON.stringify({ name: 'tiny', kind: 'repository-history', repository: 'a/b', extensions: ['ts', 'py'] }));
    writeFileSync(path.join(set, 'queries.jsonl'), [second, first].map((row) => JSON.stringify(row)).join('\n'));
    const run = await runCli(['eval', set, '--repo', here.repo, '--baseline', 'bm25', '--json'], here);
    expect(run.stderr).not.toMatch(/error/);
    expect(json(run.stdout)).toMatchObject({ set: 'tiny', protocol: 'src', queries: 2, level: 'file', scores: { MRR: 1 }, lines: { queries: 2 }, tokensUntilGold: { found: 2 }, indexing: { runs: 2, filesOfLastTree: 4 }, baseline: { variants: { 'code+path': { MRR: 1 } }, reproducesPublished: null } });
    const wrong = await runCli(['eval', set, '--repo', set], here);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/not a git repository/);
  });
});
