import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ContextAnswer, LearntWeights } from '@twinmcp/contracts';
import { endAll, outputOf, runCli, startCli, type CliOptions } from '../test-support/run-cli.ts';

// What an engine remembers of its use, through the command, REST and the embedded relational store.
// The first start of PGlite takes seconds on a quiet machine.
jest.setTimeout(300_000);

let root: string;
let here: CliOptions;
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-learning-')));
  const repo = path.join(root, 'shop');
  mkdirSync(path.join(repo, 'src'), { recursive: true });
  mkdirSync(path.join(root, 'data'), { mode: 0o700 });
  here = { cwd: repo, dataDir: path.join(root, 'data') };
  writeFileSync(path.join(repo, 'src/cart.ts'), '/** Sum of all items with tax. */\nexport function totalWithTax(rate: number, items: number[]): number {\n  return items.reduce((sum, price) => sum + price, 0) * (1 + rate);\n}\n');
  writeFileSync(path.join(repo, 'src/order.ts'), "import { totalWithTax } from './cart.ts';\n\nexport function placeOrder(items: number[]): number {\n  return totalWithTax(0.2, items);\n}\n");
  // A library in the version that the lock file has.
  const library = path.join(repo, 'node_modules/tax-rates');
  mkdirSync(library, { recursive: true });
  writeFileSync(path.join(repo, 'package.json'), JSON.stringify({ name: 'shop', version: '1.0.0', dependencies: { 'tax-rates': '^2.0.0' } }));
  writeFileSync(path.join(repo, 'package-lock.json'), JSON.stringify({ name: 'shop', version: '1.0.0', lockfileVersion: 3, packages: { '': { name: 'shop', version: '1.0.0', dependencies: { 'tax-rates': '^2.0.0' } }, 'node_modules/tax-rates': { version: '2.3.4', resolved: 'https://registry.npmjs.org/tax-rates/-/tax-rates-2.3.4.tgz' } } }));
  writeFileSync(path.join(library, 'package.json'), JSON.stringify({ name: 'tax-rates', version: '2.3.4', main: 'index.js' }));
  writeFileSync(path.join(library, 'README.md'), '# tax-rates\n\nRates by country.\n\n## Rounding\n\nRates are rounded half up, to four digits.\n');
});
afterAll(async () => {
  await endAll();
  rmSync(root, { recursive: true, force: true });
});

describe('conversations and feedback', () => {
  it('are kept by one running engine, understood, shown and deleted', async () => {
    const up = startCli(['up', '--port', '0'], here);
    const [url] = await outputOf(up, /http:\/\/127\.0\.0\.1:\d+/);
    expect((await runCli(['index', '.'], here)).code).toBe(0);
    const ask = async (question: string, ...more: string[]) => ContextAnswer.parse(JSON.parse((await runCli(['ask', question, '--conversation', 'review', '--json', ...more], here)).stdout));

    // On a busy machine the store takes longer to open than a question waits for it.
    let opened = false;
    for (let i = 0; i < 20 && !opened; i++) opened = ContextAnswer.parse(JSON.parse((await runCli(['ask', 'anything', '--conversation', 'opening', '--json'], here)).stdout)).conversation?.turn != null;
    expect(opened).toBe(true);
    await runCli(['conversation', 'all', '--forget-all'], here);

    const first = await ask('how does totalWithTax work');
    expect(first.conversation).toMatchObject({ name: 'review', turn: 1 });
    expect(first.items.map(({ citation }) => citation.path)).toContain('src/cart.ts');
    const second = await ask('who calls it?');
    expect(second.conversation).toMatchObject({ turn: 2, recalled: [1], readAs: expect.stringContaining('totalWithTax') });
    expect(second.omitted).toContainEqual(expect.objectContaining({ reason: 'sent', turn: 1 }));

    const shown = await runCli(['conversation', 'review'], here);
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(/1\. how does totalWithTax work .*\n2\. who calls it\?/)]);
    // Documentation that is read for the first time on a busy machine comes with a later question.
    let documented = await ask('how does tax-rates do the rounding of a total?', '--resend');
    for (let i = 0; i < 20 && documented.degraded.length > 0; i++) documented = await ask('how does tax-rates do the rounding of a total?', '--resend');
    expect(documented.items.find(({ sources }) => sources.includes('library'))).toMatchObject({ citation: { path: 'tax-rates@2.3.4/README.md' }, text: expect.stringContaining('rounded half up') });
    expect(documented.items.map(({ citation }) => citation.path)).toContain('src/cart.ts');

    const { workspaceId } = first;
    const listed = (await (await fetch(`${url}/v1/workspaces/${workspaceId}/conversations/review`)).json()) as { turns: unknown[] };
    expect(listed.turns.length).toBeGreaterThanOrEqual(3);
    expect(await (await fetch(`${url}/v1/workspaces/${workspaceId}/conversations`, { method: 'DELETE' })).json()).toEqual({ forgotten: 1 });
    expect((await runCli(['conversation', 'review'], here)).code).toBe(3);

    const told = await fetch(`${url}/v1/feedback`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ workspaceId, query: 'sum of all items', used: ['src/cart.ts'] }) });
    expect([told.status, await told.json()]).toEqual([200, expect.objectContaining({ learnt: true })]);
    expect((await runCli(['feedback', 'sum of all items', '--used', 'src/cart.ts:1-4'], here)).stdout).toContain('2 answers told about');
    const exported = await runCli(['feedback', '--export'], here);
    expect(LearntWeights.parse(JSON.parse(exported.stdout))).toMatchObject({ observations: 2 });
    writeFileSync(path.join(root, 'weights.json'), exported.stdout);
    expect((await runCli(['feedback', '--reset'], here)).stdout).toContain('Nothing learnt');
    expect((await runCli(['feedback', '--import', '../weights.json'], here)).stdout).toContain('2 answers told about');
    writeFileSync(path.join(root, 'weights.json'), '{"generators":{"symbol":900}}');
    expect(await runCli(['feedback', '--import', '../weights.json'], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('no exported weights') });
    expect(await runCli(['feedback', 'a question'], here)).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing is said about the answer') });
    expect(readFileSync(path.join(here.dataDir, 'relational', 'PG_VERSION'), 'utf8').trim()).toMatch(/^\d+$/);
  });
});
