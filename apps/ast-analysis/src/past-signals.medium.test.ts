import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis } from '@twinmcp/contracts';
import { startAstAnalysis, type ServiceUnderTest } from './test-support/start-service.ts';

const env = { ...process.env, GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b.c', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b.c', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

describe('What git says about files', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { env, encoding: 'utf8' }).trim();
  const commit = (message: string, files: Record<string, string>): string => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    git('add', '-A');
    git('commit', '-q', '-m', message);
    return git('rev-parse', 'HEAD');
  };

  beforeAll(async () => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-past-'));
    root = path.join(base, 'small');
    mkdirSync(root);
    git('init', '-q', '-b', 'main');
    service = await startAstAnalysis({ dataDir: path.join(base, 'data') });
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(base, { recursive: true, force: true });
  });

  it('comes from ancestors of the indexed commit, also where the repository holds later ones', async () => {
    commit('start', { 'src/a.ts': 'export const a = 1;\n', 'src/b.ts': 'export const b = 1;\n', 'src/c.ts': 'export const c = 1;\n' });
    const indexed = commit('rotate the keys of a session', { 'src/a.ts': 'export const a = 2;\n', 'src/b.ts': 'export const b = 2;\n' });
    for (let n = 0; n < 5; n++) commit('limit uploads of pictures', { 'src/c.ts': `export const c = ${n + 2};\n` });
    git('checkout', '-q', '--detach', indexed);
    const { workspaceId } = await service.index({ kind: 'directory', root });

    expect(await service.call(astAnalysis.findPastChanges, { workspaceId, query: 'limit uploads of pictures' })).toMatchObject({ files: [], commits: 2 });
    const past = await service.call(astAnalysis.findPastChanges, { workspaceId, query: 'rotate the keys' });
    expect(past.files.map((file) => file.path).sort()).toEqual(['src/a.ts', 'src/b.ts']);

    const answer = await service.call(astAnalysis.relateFiles, { workspaceId, seeds: [{ path: 'src/a.ts', weight: 1 }], paths: ['src/a.ts', 'src/c.ts'] });
    const [[ageOfA], [ageOfC, togetherC]] = answer.relations as [number[], number[]];
    expect({ ageOfA, ageOfC }).toEqual({ ageOfA: 0, ageOfC: 1 });
    expect(answer.commits).toBe(2);
    // b changes with a: it is found beside what was asked about.
    expect(answer.more.map((file) => file.path)).toEqual(['src/b.ts']);
    expect(answer.more[0]!.relation[1]!).toBeGreaterThan(togetherC!);
  }, 120_000);
});
