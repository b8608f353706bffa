import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pruneFolder } from './prune-folder.ts';

describe('pruneFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-prune-'));
    mkdirSync(path.join(folder, 'npm'));
    for (const [name, bytes, touched] of [['npm/old', 100, 1], ['npm/old.json', 10, 9], ['npm/new', 100, 3], ['npm/new.json', 10, 3], ['middle', 100, 2]] as const) {
      writeFileSync(path.join(folder, name), 'x'.repeat(bytes));
      utimesSync(path.join(folder, name), touched, touched);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const left = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'npm').sort();

  it('removes what was not touched for the longest time, with what stands beside it', async () => {
    await pruneFolder(folder, 200, { beside: '.json' });
    expect(left()).toEqual(['middle', 'npm/new', 'npm/new.json']);
  });

  it('counts every file where none stands beside another', async () => {
    await pruneFolder(folder, 125);
    expect(left()).toEqual(['npm/new', 'npm/new.json', 'npm/old.json']);
  });

  it('leaves what has room, and fails where there is no folder', async () => {
    await pruneFolder(folder, 1_000);
    expect(left()).toHaveLength(5);
    await expect(pruneFolder(path.join(folder, 'nowhere'), 1)).rejects.toThrow('ENOENT');
  });
});
