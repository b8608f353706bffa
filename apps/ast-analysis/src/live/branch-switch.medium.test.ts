import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitSource } from '@twinmcp/git';
import { PlainTextAnalyzer } from '@twinmcp/syntax';
import { DirectorySource } from '@twinmcp/workspace-fs';
import { IndexingRun, MemoryChunkSink, MemorySyntaxStore, type WorkspaceSourceReader } from '@twinmcp/workspaces';

/** What a branch switch and a pull cost is what differs: counted in files that are read. */
describe('a change of commits', () => {
  let base: string;
  let root: string;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(tmpdir(), 'twinmcp-switch-')));
    root = path.join(base, 'project');
    mkdirSync(path.join(root, 'src'), { recursive: true });
    git('init', '-q', '-b', 'main');
    for (let i = 0; i < 300; i++) writeFileSync(path.join(root, `src/f${i}.ts`), `export const f${i} = ${i};\n`);
    commit('one');
    git('checkout', '-q', '-b', 'topic');
    for (let i = 0; i < 7; i++) writeFileSync(path.join(root, `src/f${i}.ts`), `export const topic${i} = ${i};\n`);
    writeFileSync(path.join(root, 'src/new.ts'), 'export const added = 1;\n');
    rmSync(path.join(root, 'src/f299.ts'));
    git('mv', 'src/f200.ts', 'src/moved.ts');
    commit('two');
    git('checkout', '-q', 'main');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  function git(...args: string[]): void {
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { stdio: ['ignore', 'ignore', 'ignore'] });
  }
  function commit(message: string): void {
    git('add', '-A');
    git('commit', '-q', '-m', message);
  }

  const reads: string[] = [];
  const counted = (source: WorkspaceSourceReader): WorkspaceSourceReader => ({
    snapshot: (signal) => source.snapshot(signal), assertThere: () => source.assertThere(), revision: () => source.revision(), close: () => source.close(),
    read: (file) => {
      reads.push(file);
      return source.read(file);
    },
  });
  const changed = ['src/f0.ts', 'src/f1.ts', 'src/f2.ts', 'src/f3.ts', 'src/f4.ts', 'src/f5.ts', 'src/f6.ts'];
  const toTopic = { changed: 7, added: 2, removed: 2, renamed: 1, files: 300 };

  it('reads only the files that differ, in a working directory', async () => {
    const ports = { source: counted(new DirectorySource({ root })), analyzer: new PlainTextAnalyzer(), store: new MemorySyntaxStore(), sink: new MemoryChunkSink() };
    expect(await new IndexingRun(ports).execute()).toMatchObject({ files: 300 });
    // What was written a moment ago is read once more, because it could change without its time stamp changing.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await new IndexingRun(ports).execute();
    reads.length = 0;
    git('checkout', '-q', 'topic');
    expect(await new IndexingRun(ports).execute()).toMatchObject(toTopic);
    expect(reads.toSorted()).toEqual([...changed, 'src/moved.ts', 'src/new.ts']);
    git('checkout', '-q', 'main');
    expect(await new IndexingRun(ports).execute()).toMatchObject({ changed: 7, added: 2, removed: 2, renamed: 1 });
    expect([...ports.sink.files.keys()].filter((file) => /new|moved/.test(file))).toEqual([]);
  });

  it('reads only the blobs that differ, of a git URL', async () => {
    const open = (): WorkspaceSourceReader => counted(new GitSource({ url: root, ref: 'HEAD', cacheDir: path.join(base, 'clones'), env: { PATH: process.env['PATH'] } }));
    const ports = { analyzer: new PlainTextAnalyzer(), store: new MemorySyntaxStore(), sink: new MemoryChunkSink() };
    const first = open();
    await new IndexingRun({ ...ports, source: first }).execute();
    await first.close();
    git('checkout', '-q', 'topic');
    reads.length = 0;
    const second = open();
    expect(await new IndexingRun({ ...ports, source: second }).execute()).toMatchObject(toTopic);
    expect(reads.filter((file) => file !== '.twinmcpignore').toSorted()).toEqual([...changed, 'src/moved.ts', 'src/new.ts']);
    await second.close();
  });
});
