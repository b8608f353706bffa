import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { astAnalysis, plans } from '@twinmcp/contracts';
import { startAstAnalysis, type ServiceUnderTest } from '../test-support/start-service.ts';

const PLAN = '# Roadmap\r\n\r\n## In progress\r\n\r\n- [ ] **1.1** Draw the map\r\n  - [x] 1.1.1 Buy paper\r\n- [~] **1.2** Cross the river\r\n* [ ] no id here\r\n';

describe('plans of a workspace', () => {
  let base: string;
  let root: string;
  let service: ServiceUnderTest;
  let workspaceId: string;
  const file = () => path.join(root, 'plans/roadmap.md');
  const get = (extra: object = {}) => service.call(plans.getPlan, { workspaceId, path: 'plans/roadmap.md', ...extra });
  const set = (changes: { task: string; status: 'todo' | 'done' | 'blocked' }[], extra: object = {}) => service.call(plans.setTaskStatus, { workspaceId, path: 'plans/roadmap.md', changes, ...extra });

  beforeAll(async () => {
    base = mkdtempSync(path.join(tmpdir(), 'twinmcp-plans-'));
    root = path.join(base, 'project');
    mkdirSync(path.join(root, 'plans'), { recursive: true });
    mkdirSync(path.join(base, 'outside'));
    service = await startAstAnalysis({ dataDir: path.join(base, 'data') });
    workspaceId = (await service.call(astAnalysis.registerWorkspace, { source: { kind: 'directory', root } })).workspace.id;
  });
  beforeEach(() => {
    writeFileSync(file(), PLAN);
    chmodSync(file(), 0o640);
  });
  afterAll(async () => {
    await service.stop();
    rmSync(base, { recursive: true, force: true });
  });

  it('are read as they are: ids, statuses, lines, parents, progress', async () => {
    const plan = await get();
    expect(plan).toMatchObject({ title: 'Roadmap', progress: { 'in-progress': 3, done: 1 }, share: 0.25, omitted: 0 });
    expect(plan.tasks[1]).toEqual({ key: '1.1.1', id: '1.1.1', text: 'Buy paper', status: 'done', line: 6, section: 'Roadmap > In progress', parent: '1.1' });
    expect((await get({ open: true, limit: 2 }))).toMatchObject({ omitted: 1, tasks: [{ id: '1.1' }, { id: '1.2' }] });
  });

  it('take statuses into their boxes, and nothing else of the file changes', async () => {
    const { fileHash } = await get();
    const done = await set([{ task: '1.1', status: 'done' }, { task: '1.2', status: 'blocked' }, { task: '9.9', status: 'done' }], { fileHash });
    expect(done).toMatchObject({ changed: ['1.1', '1.2'], missing: ['9.9'] });
    expect(readFileSync(file(), 'utf8')).toBe(PLAN.replace('[ ] **1.1**', '[x] **1.1**').replace('[~]', '[!]'));
    expect(statSync(file()).mode & 0o777).toBe(0o640);
    expect(readdirSync(path.join(root, 'plans'))).toEqual(['roadmap.md']);
    expect((await get()).fileHash).toBe(done.fileHash);
    expect(await set([{ task: '1.1', status: 'done' }])).toMatchObject({ changed: [] });
    await expect(set([{ task: '1.1', status: 'todo' }], { fileHash })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are refused outside of the workspace, behind links, and where there is no Markdown', async () => {
    writeFileSync(path.join(base, 'outside', 'plan.md'), PLAN);
    symlinkSync(path.join(base, 'outside'), path.join(root, 'linked'));
    writeFileSync(path.join(root, 'latin.md'), Buffer.from([0x2d, 0x20, 0x5b, 0x20, 0x5d, 0x20, 0xe9]));
    writeFileSync(path.join(root, 'list.txt'), PLAN);
    for (const bad of ['linked/plan.md', 'latin.md', 'list.txt', 'gone.md', '.git/plan.md']) {
      await expect(service.call(plans.setTaskStatus, { workspaceId, path: bad, changes: [{ task: '1.1', status: 'done' }] })).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(service.call(plans.getPlan, { workspaceId, path: '../outside/plan.md' })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(readFileSync(path.join(base, 'outside', 'plan.md'), 'utf8')).toBe(PLAN);
  });
});
