import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Git } from './git.ts';
import { HistoryClone, LabelRepository } from './history-clone.ts';

let root: string;
let source: Git;
const commits: string[] = [];

const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
async function commit(file: string, text: string, message: string): Promise<string> {
  await writeFile(path.join(root, 'source', file), text);
  await source.text('add', '.');
  await source.text(...identity, 'commit', '--quiet', '-m', message);
  return (await source.text('rev-parse', 'HEAD')).trim();
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'twinmcp-history-'));
  await new Git(root, process.env).text('init', '--quiet', '--initial-branch=main', 'source');
  source = new Git(path.join(root, 'source'), process.env);
  commits.push(await commit('a.txt', 'one\ntwo\nthree\n', 'first'));
  commits.push(await commit('b.txt', 'other\n', 'second'));
  commits.push(await commit('a.txt', 'one\nTWO\nthree\n', 'third'));
  await source.text('tag', 'v1', commits[2]!);
  commits.push(await commit('c.txt', 'last\n', 'fourth'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('HistoryClone', () => {
  it('never holds an object from after the commit it stands at', async () => {
    const clone = await HistoryClone.create(path.join(root, 'clone'), path.join(root, 'source'), process.env);
    const objectsOf = new Git(clone.folder, process.env);
    for (const [i, here] of commits.entries()) {
      await clone.moveTo(here);
      for (const [j, other] of commits.entries()) {
        expect(await clone.has(other)).toBe(j <= i);
        expect(await clone.assertAbsent(other).then(() => 'absent', String)).toMatch(j <= i ? /leak/ : /^absent$/);
      }
      // Not only commits: the trees and blobs of later ones are absent too, packed or loose.
      const later = (await source.text('rev-list', '--objects', commits.at(-1)!, `^${here}`)).trim().split('\n').filter(Boolean).map((line) => line.split(' ')[0]!);
      for (const object of later) expect(await objectsOf.succeeds('cat-file', '-e', object)).toBe(false);
    }
    expect((await objectsOf.text('tag')).trim()).toBe('');
  });

  it('moves the work tree and leaves untouched files untouched', async () => {
    const clone = await HistoryClone.create(path.join(root, 'moving'), path.join(root, 'source'), process.env);
    await clone.moveTo(commits[1]!);
    const before = await stat(path.join(clone.folder, 'b.txt'), { bigint: true });
    await writeFile(path.join(clone.folder, 'stray.txt'), 'left by someone');
    await clone.moveTo(commits[2]!);
    expect(await readFile(path.join(clone.folder, 'a.txt'), 'utf8')).toBe('one\nTWO\nthree\n');
    expect((await stat(path.join(clone.folder, 'b.txt'), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
    await expect(stat(path.join(clone.folder, 'stray.txt'))).rejects.toThrow();
    const files = await clone.files(commits[2]!);
    expect(files.map((file) => file.path)).toEqual(['a.txt', 'b.txt']);
    expect((await clone.blobs(files.map((file) => file.blob))).map(String)).toEqual(['one\nTWO\nthree\n', 'other\n']);
  });
});

describe('LabelRepository', () => {
  it('orders ancestors first and reads what a commit changed', async () => {
    const labels = new LabelRepository(path.join(root, 'source'), process.env);
    expect(await labels.oldestFirst([commits[3]!, commits[0]!, commits[2]!])).toEqual([commits[0], commits[2], commits[3]]);
    expect(await labels.changesOf(commits[2]!.slice(0, 10), commits[1]!)).toMatch(/^@@ -2 \+2 @@/m);
    expect(await labels.changesOf(commits[2]!, commits[0]!)).toBeNull();
    expect(await labels.changesOf('0'.repeat(40), commits[0]!)).toBeNull();
  });
});
