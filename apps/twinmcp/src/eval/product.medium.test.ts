import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endAll, runCli, type CliOptions } from '../../test-support/run-cli.ts';

// What a user does with an own repository: mine it, keep a run, gate the next one on it.
jest.setTimeout(180_000);

const CHANGES: readonly (readonly [file: string, from: string, to: string, message: string])[] = [
  ['src/cart.ts', 'rate)', 'rate / 100)', 'Take the tax rate of the cart as a percentage'],
  ['src/mail.py', 'You paid', 'Thanks, you paid', 'Thank for the order in the receipt mail (#7)'],
  ['src/stock.ts', 'count > 0', 'count >= amount', 'Compare the stock with the amount that is ordered'],
  ['src/cart.ts', 'price, 0', 'price * item.amount, 0', 'Multiply the price of cart items by their amount <script>alert(1)</script>'],
];

let root: string;
let here: CliOptions & { repo: string };
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-product-')));
  const repo = path.join(root, 'shop');
  mkdirSync(path.join(repo, 'src'), { recursive: true });
  mkdirSync(path.join(root, 'data'), { mode: 0o700 });
  here = { repo, cwd: repo, dataDir: path.join(root, 'data') };
  const git = (...args: string[]) => execFileSync('git', ['-C', repo, '-c', 'user.name=Test', '-c', 'user.email=t@example.org', ...args]);
  const write = (file: string, text: string) => writeFileSync(path.join(repo, file), text);
  git('init', '--quiet');
  write('src/cart.ts', 'export class Cart {\n  /** Sum of all items with tax. */\n  totalWithTax(rate: number): number {\n    return this.items.reduce((sum, item) => sum + item.price, 0) * (1 + rate);\n  }\n  items: { price: number; amount: number }[] = [];\n}\n');
  write('src/mail.py', 'def send_receipt(address, total):\n    """Sends the receipt of an order by mail."""\n    return deliver(address, f"You paid {total}")\n');
  write('src/stock.ts', 'export function inStock(count: number, amount: number): boolean {\n  return count > 0;\n}\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'First version of everything');
  for (const [file, from, to, message] of CHANGES) {
    write(file, readFileSync(path.join(repo, file), 'utf8').replace(from, to));
    git('commit', '--quiet', '-a', '-m', message);
  }
  git('commit', '--quiet', '--allow-empty', '-m', 'Bump zod from 4.1 to 4.2');
});
afterAll(async () => {
  await endAll();
  rmSync(root, { recursive: true, force: true });
});

describe('eval --from-git', () => {
  it('measures with the history of the clone it stands in, every mode and generator', async () => {
    const run = await runCli(['eval', '--from-git', '.', '--modes', '--ablation', '--json', '--rows', '--save', '../run.json', '--html', '../report.html', '--save-set', '../set'], here);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('4 of 6 commits')]);
    const report = JSON.parse(run.stdout) as { rows: { rank: number; query: string }[] };
    expect(report).toMatchObject({
      set: 'shop', protocol: 'src', queries: 4, scores: { 'hit@5': 1 }, degradedQueries: 0,
      coverage: { queries: 4, budgets: [{ budget: 4_000, covered: 1 }, { budget: 8_000, covered: 1 }], untilGold: { queries: 4 } },
      modeAccuracy: { modes: { ast: {}, rag: { 'hit@10': 1 }, hybrid: { 'hit@10': 1 } } },
    });
    expect((JSON.parse(run.stdout) as { ablation: { without: string }[] }).ablation.map(({ without }) => without)).toEqual(['symbols', 'lexical', 'dense', 'history', 'relations', 'graph']);
    expect(report.rows.map(({ query }) => query)).toContain('Thank for the order in the receipt mail');
    const html = readFileSync(path.join(root, 'report.html'), 'utf8');
    expect(html).toContain('&#60;script&#62;');
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(/);
  });

  it('passes its own gate, and fails one that was better', async () => {
    const same = await runCli(['eval', '../set', '--repo', '.', '--gate', '../run.json', '--json'], here);
    expect([same.code, JSON.parse(same.stdout)]).toEqual([0, expect.objectContaining({ gate: expect.objectContaining({ worse: [], queries: 4 }) })]);

    const kept = JSON.parse(readFileSync(path.join(root, 'run.json'), 'utf8')) as { reports: { rows: { scores: Record<string, number> }[] }[] };
    for (const { scores } of kept.reports[0]!.rows) scores['MRR'] = scores['MRR']! + 0.5;
    writeFileSync(path.join(root, 'better.json'), JSON.stringify(kept));
    const worse = await runCli(['eval', '../set', '--repo', '.', '--gate', '../better.json'], here);
    expect([worse.code, worse.stdout]).toEqual([1, expect.stringContaining('worse in MRR')]);
  });

  it('says what it cannot measure with', async () => {
    const empty = path.join(root, 'empty');
    mkdirSync(empty);
    expect(await runCli(['eval', '--from-git', empty], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('not a git repository') });
    execFileSync('git', ['-C', empty, 'init', '--quiet']);
    expect(await runCli(['eval', '--from-git', empty], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('no commit yet') });
    expect(await runCli(['eval'], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing to measure with') });
    writeFileSync(path.join(root, 'other.json'), '{"format":1}');
    expect(await runCli(['eval', '../set', '--repo', '.', '--gate', '../other.json'], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('not written by --save') });
  });
});
