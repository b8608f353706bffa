import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crashFile, crashIdentity } from './test-support/crash-fixture.ts';
import { SqliteIndexStore } from './index.ts';

const PROGRAM = fileURLToPath(new URL('./test-support/full-disk-fixture.ts', import.meta.url));
const root = mkdtempSync(path.join(tmpdir(), 'full-disk-'));
const mounts: string[] = [];
afterAll(() => {
  for (const mount of mounts) execFileSync('umount', [mount]);
  rmSync(root, { recursive: true, force: true });
});

interface Said {
  readonly opened: number | undefined;
  readonly wrote: readonly number[];
  readonly found: number | undefined;
  readonly refused: string;
  readonly why: string;
}

/** `kib`: no file may grow past it (RLIMIT_FSIZE). */
function write(folder: string, from: number, kib: number | null, kind = 'process'): Said {
  const command = `${kib === null ? '' : `ulimit -f ${kib}; `}exec "$0" --no-warnings --conditions=twinmcp-source "$@"`;
  const lines = execFileSync('bash', ['-c', command, process.execPath, PROGRAM, folder, String(from), kind], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line) as Record<string, never>);
  const last = <T>(key: string): T | undefined => lines.findLast((line) => key in line)?.[key];
  return { opened: last('opened'), wrote: lines.flatMap((line) => ('wrote' in line ? [line['wrote']!] : [])), found: last('found'), refused: last<string>('refused')!, why: last<string>('why')! };
}

async function held(folder: string): Promise<number[]> {
  const index = await new SqliteIndexStore(path.dirname(folder), crashIdentity).open(path.basename(folder));
  const paths = (await index.listFiles('', 10_000)).map(({ path: file }) => Number(file.match(/\d+/)![0]));
  for (const i of [paths[0]!, paths.at(-1)!]) expect((await index.lexical(`marker${i}`, 1, {}))[0]!.path).toBe(`src/file${i}.ts`);
  await index.close();
  return paths.sort((a, b) => a - b);
}

it.each(['process', 'thread'])('past a limit on file sizes writes are refused with the reason, reading goes on, and all that was acknowledged is there (%s)', async (kind) => {
  const folder = path.join(root, `limit-${kind}`);
  const said = write(folder, 0, 400, kind);
  expect(said.wrote.length).toBeGreaterThan(0);
  expect(said).toMatchObject({ refused: 'unavailable', why: expect.stringContaining('limit on file sizes'), found: said.wrote.length });
  expect(await held(folder)).toEqual(said.wrote);
}, 120_000);

it('when nothing at all can be written at the start, it says so and leaves what was there', async () => {
  const folder = path.join(root, 'start');
  const index = await new SqliteIndexStore(root, crashIdentity).open('start');
  for (let i = 0; i < 5; i++) await index.replaceFiles([crashFile(i)]);
  await index.close();
  const said = write(folder, 5, 0);
  expect(said.wrote).toEqual([]);
  expect(said.refused).toMatch(/^(unavailable|storage-full)$/);
  expect(await held(folder)).toEqual([0, 1, 2, 3, 4]);
  const fresh = write(path.join(root, 'fresh'), 0, 0);
  expect(fresh).toMatchObject({ opened: undefined, wrote: [], refused: expect.stringMatching(/^(unavailable|storage-full)$/) });
}, 120_000);

/** Needs the right to mount, which containers of a CI often lack. */
function smallDisk(): string | null {
  const mount = path.join(root, 'disk');
  mkdirSync(mount);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mount], { stdio: 'ignore' });
  } catch {
    return null;
  }
  mounts.push(mount);
  return mount;
}
const disk = process.platform === 'linux' ? smallDisk() : null;

(disk === null ? it.skip : it)('on a full disk (skipped where none can be mounted) writes say storage-full, also those at the start, and all that was acknowledged is there', async () => {
  const folder = path.join(disk!, 'w');
  const said = write(folder, 0, null);
  expect(said.wrote.length).toBeGreaterThan(0);
  expect(said).toMatchObject({ refused: 'storage-full', why: expect.stringContaining('free space'), found: said.wrote.length });
  expect(await held(folder)).toEqual(said.wrote);
  const filler = path.join(disk!, 'filler');
  try {
    for (let i = 0; ; i++) writeFileSync(filler, Buffer.alloc(1_024), { flag: 'a' });
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
  const full = write(folder, 1_000, null);
  expect(full.wrote).toEqual([]);
  expect(full.refused).toBe('storage-full');
  expect(write(path.join(disk!, 'new'), 0, null)).toMatchObject({ opened: undefined, refused: 'storage-full' });
  rmSync(filler);
  expect(await held(folder)).toEqual(said.wrote);
}, 120_000);
