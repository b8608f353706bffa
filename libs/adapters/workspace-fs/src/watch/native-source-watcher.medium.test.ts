import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sleep } from '@twinmcp/kernel';
import type { SourceWatch, WatchListener } from '@twinmcp/workspaces';
import { NativeSourceWatcher } from './native-source-watcher.ts';

class Heard implements WatchListener {
  readonly paths = new Set<string>();
  lostEvents = 0;
  gone = 0;
  failures: string[] = [];
  changed(paths: readonly string[]): void {
    for (const one of paths) this.paths.add(one);
  }
  lost(): void {
    this.lostEvents++;
  }
  rootGone(): void {
    this.gone++;
  }
  failed(reason: string): void {
    this.failures.push(reason);
  }
}

describe('NativeSourceWatcher on a real file system', () => {
  let base: string;
  let root: string;
  let heard: Heard;
  let watch: SourceWatch;

  beforeEach(async () => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-watch-')));
    root = path.join(base, 'project');
    for (const folder of ['src/deep', 'node_modules/x', 'build']) mkdirSync(path.join(root, folder), { recursive: true });
    heard = new Heard();
    watch = await new NativeSourceWatcher().watch(root, { ignoredFolders: ['build'], ignoredNames: ['node_modules', '.git'] }, heard);
  });
  afterEach(async () => {
    await watch.stop();
    rmSync(base, { recursive: true, force: true });
  });

  const write = (file: string, content = 'x\n'): void => writeFileSync(path.join(root, file), content);
  const until = async (what: string, holds: () => boolean, withinMs = 20_000): Promise<void> => {
    for (const end = Date.now() + withinMs; !holds(); await sleep(10)) if (Date.now() > end) throw new Error(`${what}: heard of ${heard.paths.size} paths, ${JSON.stringify([...heard.paths].slice(0, 50))}`);
  };

  it('tells of files written, saved by rename, and deleted', async () => {
    write('src/a.ts');
    await until('a new file', () => heard.paths.has('src/a.ts'));
    heard.paths.clear();
    write('src/a.ts~');
    renameSync(path.join(root, 'src/a.ts~'), path.join(root, 'src/a.ts'));
    await until('a save by rename', () => heard.paths.has('src/a.ts'));
    heard.paths.clear();
    rmSync(path.join(root, 'src/a.ts'));
    await until('a deletion', () => heard.paths.has('src/a.ts'));
  });

  it('tells names as they are', async () => {
    for (const name of ['back\\slash.ts', 'größe 日本.ts', 'new\nline.ts']) write(name);
    await until('all names', () => heard.paths.has('back\\slash.ts') && heard.paths.has('größe 日本.ts') && heard.paths.has('new\nline.ts'));
  });

  it('hears nothing of what is ignored, by folder and by name', async () => {
    mkdirSync(path.join(root, 'src/node_modules'));
    write('build/out.js');
    write('node_modules/x/i.js');
    write('src/node_modules/i.js');
    write('end.ts');
    await until('the last', () => heard.paths.has('end.ts'));
    expect([...heard.paths]).toEqual(['end.ts']);
  });

  it('hears of changes in folders that came in whole, deep and moved', async () => {
    mkdirSync(path.join(root, 'n/e/w'), { recursive: true });
    mkdirSync(path.join(base, 'outside/in/ner'), { recursive: true });
    renameSync(path.join(base, 'outside'), path.join(root, 'moved'));
    await until('the new watch', () => heard.lostEvents > 0);
    await sleep(1_200); // a second renewal, if the two came apart
    heard.paths.clear();
    write('n/e/w/f.ts');
    write('moved/in/ner/g.ts');
    await until('both', () => heard.paths.has('n/e/w/f.ts') && heard.paths.has('moved/in/ner/g.ts'));
  });

  it('does not follow links: neither in circles nor out of the root', async () => {
    mkdirSync(path.join(base, 'elsewhere'));
    symlinkSync('..', path.join(root, 'src/loop'));
    symlinkSync(path.join(base, 'elsewhere'), path.join(root, 'out'));
    await until('the links', () => heard.paths.has('src/loop') && heard.paths.has('out'));
    writeFileSync(path.join(base, 'elsewhere/secret.ts'), 'x');
    write('src/deep/end.ts');
    await until('the last', () => heard.paths.has('src/deep/end.ts'));
    expect([...heard.paths].filter((one) => /secret|loop\//.test(one))).toEqual([]);
  });

  it('tells when the root is deleted or moved away', async () => {
    renameSync(root, `${root}2`);
    await until('the move', () => heard.gone > 0);
  });

  it('misses nothing of 10,000 files at once without saying so', async () => {
    for (let i = 0; i < 10_000; i++) write(`src/f${i}.ts`, '');
    await until('all', () => heard.lostEvents > 0 || heard.paths.size >= 10_000, 60_000);
  }, 90_000);

  it('asks for a comparison after a storm of events, not after single ones', async () => {
    for (let i = 0; i < 4; i++) {
      write(`src/few${i}.ts`, '');
      await until('one', () => heard.paths.has(`src/few${i}.ts`));
    }
    await sleep(1_000);
    expect(heard.lostEvents).toBe(0);
    for (let i = 0; i < 30; i++) write(`src/many${i}.ts`, '');
    await until('the comparison', () => heard.lostEvents === 1);
  });

  it('rejects a root that is not there', async () => {
    await expect(new NativeSourceWatcher().watch(path.join(base, 'nowhere'), { ignoredFolders: [], ignoredNames: [] }, heard)).rejects.toMatchObject({ code: 'workspace-unreadable' });
  });
});
