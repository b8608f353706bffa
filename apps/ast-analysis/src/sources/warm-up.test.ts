import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import type { Workspace } from '@twinmcp/contracts';
import { WorkspaceRegistry, type WorkspaceRecord } from '../state/workspace-registry.ts';
import type { LocalGeneration } from './local-generation.ts';
import type { OpenWorkspaces } from './open-workspaces.ts';
import { WarmUp } from './warm-up.ts';
import type { WorkspaceHistories } from './workspace-histories.ts';

const git = { kind: 'git', url: 'https://git.example.com/a.git', ref: null } as unknown as Workspace['source'];
const directory = { kind: 'directory', root: '/src' } as unknown as Workspace['source'];

async function warmUp(records: readonly { id: string; source: Workspace['source']; generation: number; indexedAt: number }[], make: (id: string) => Promise<void>) {
  const registry = new WorkspaceRegistry(new MemoryKeyValueStore());
  for (const { id, source, generation, indexedAt } of records) {
    await registry.create({ id, name: id, source } as unknown as Workspace, 'default');
    await registry.update(id, (record) => ({ ...record, generation, indexedAt, summary: { commit: `commit of ${id}` } as WorkspaceRecord['summary'] }));
  }
  const made: string[] = [];
  const read: string[] = [];
  const notices: string[] = [];
  const warm = new WarmUp({
    registry,
    local: { make: async ({ workspace }: WorkspaceRecord) => (await make(workspace.id), void made.push(workspace.id)) } as unknown as LocalGeneration,
    open: { reader: async () => undefined } as unknown as OpenWorkspaces,
    histories: { of: async (_workspace: Workspace, commit: string) => void read.push(commit) } as unknown as WorkspaceHistories,
    onNotice: (notice) => void notices.push(notice),
  });
  return { warm, made, read, notices };
}

describe('WarmUp', () => {
  it('makes the git workspaces that are indexed, the newest first, and leaves directories and empty ones alone', async () => {
    const { warm, made, read } = await warmUp([
      { id: 'old', source: git, generation: 1, indexedAt: 1 }, { id: 'new', source: git, generation: 3, indexedAt: 3 }, { id: 'middle', source: git, generation: 2, indexedAt: 2 },
      { id: 'directory', source: directory, generation: 1, indexedAt: 9 }, { id: 'empty', source: git, generation: 0, indexedAt: 9 },
    ], async () => {});
    expect(await warm.execute(10_000)).toEqual({ made: 3, left: 0 });
    expect(made).toEqual(['new', 'middle', 'old']);
    expect(read).toEqual(['commit of new', 'commit of middle', 'commit of old']);
  });

  it('goes on after one that cannot be cloned, and says which', async () => {
    const { warm, made, notices } = await warmUp([{ id: 'gone', source: git, generation: 1, indexedAt: 2 }, { id: 'there', source: git, generation: 1, indexedAt: 1 }], async (id) => {
      if (id === 'gone') throw new Error('the remote does not answer');
    });
    expect(await warm.execute(10_000)).toEqual({ made: 1, left: 1 });
    expect([made, notices]).toEqual([['there'], ['the workspace gone is not warm yet: the remote does not answer']]);
  });

  it('ends in time, however long a clone takes, and starts none after that', async () => {
    const begun: string[] = [];
    const { warm } = await warmUp(['a', 'b', 'c', 'd'].map((id, at) => ({ id, source: git, generation: 1, indexedAt: 10 - at })), (id) => {
      begun.push(id);
      return new Promise(() => {});
    });
    expect(await warm.execute(50)).toEqual({ made: 0, left: 4 });
    expect(begun).toEqual(['a', 'b']);
  });
});
