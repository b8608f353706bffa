import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endAll, outputOf, runCli, startCli, type CliOptions } from '../test-support/run-cli.ts';

// The built command, in processes of its own. On a busy machine each start takes its time.
jest.setTimeout(120_000);

const places: string[] = [];
let here: CliOptions & { repo: string };
beforeEach(() => {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-watch-')));
  places.push(base);
  here = { repo: path.join(base, 'repo'), cwd: path.join(base, 'repo'), dataDir: path.join(base, 'data') };
  mkdirSync(here.repo);
  mkdirSync(here.dataDir, { mode: 0o700 });
  write('a.ts', 'export function original() {}\n');
});
afterAll(async () => {
  await endAll();
  for (const place of places) rmSync(place, { recursive: true, force: true });
});
const write = (file: string, text: string): void => writeFileSync(path.join(here.repo, file), text);
const lines = (text: string): Record<string, unknown>[] => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('twinmcp watch', () => {
  it('indexes, tells of each change line by line, answers other commands, and ends with Ctrl-C', async () => {
    const watch = startCli(['watch', '--json'], here);
    await outputOf(watch, /"state":"native"/);
    write('b.ts', 'export function written() {}\n');
    await outputOf(watch, /"type":"changed"/);
    const found = await runCli(['symbols', 'written', '--exact', '--json'], here); // through the engine of the watch
    expect(found.code).toBe(0);
    watch.kill('SIGINT');
    const { code, stdout, stderr } = await watch.result;
    expect([code, stderr.includes('Error')]).toEqual([130, false]);
    expect(lines(stdout)).toMatchObject([{ type: 'indexed', summary: { files: 1 } }, { type: 'state', state: 'native' }, { type: 'changed', added: 1, generation: 2, paths: ['b.ts'] }]);
    expect((await runCli(['symbols', 'written', '--exact'], here)).code).toBe(0);
  });

  it('works beside a running engine, which watches by itself what is indexed', async () => {
    const up = startCli(['up', '--port', '0', '--json'], here);
    await outputOf(up, /"url":/);
    const watch = startCli(['watch', here.repo], here);
    await outputOf(watch, /watching/);
    const told = outputOf(watch, /1 changed in .*a\.ts/);
    write('a.ts', 'export function renamedFunction() {}\n');
    await told;
    watch.kill('SIGTERM');
    await watch.result;
    write('c.ts', 'export function withoutTheCommand() {}\n');
    for (let i = 0; i < 100 && (await runCli(['symbols', 'withoutTheCommand', '--exact'], here)).code !== 0; i++);
    const status = await runCli(['status', '--json'], here);
    expect(JSON.parse(status.stdout)).toMatchObject({ workspaces: [{ watch: { state: 'native', error: null }, summary: { files: 2 } }] });
    expect((await runCli(['status'], here)).stdout).toMatch(/, watched/);
    up.kill('SIGTERM');
    expect((await up.result).code).toBe(0);
  });
});
