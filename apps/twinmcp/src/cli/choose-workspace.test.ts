import { describe, expect, it } from '@jest/globals';
import type { Workspace } from '@twinmcp/contracts';
import { rpcOf } from '../../test-support/fake-rpc.ts';
import { testIo } from '../../test-support/test-io.ts';
import { chooseWorkspace, holding } from './choose-workspace.ts';

const folder = (id: string, root: string): Workspace => ({ id, name: id, source: { kind: 'directory', root }, createdAt: 0 });
const workspaces = [folder('app', '/home/a/app'), folder('inner', '/home/a/app/packages/inner'), folder('appendix', '/home/a/appendix'), { id: 'remote', name: 'remote', source: { kind: 'git' as const, url: 'https://example.org/x.git', ref: 'HEAD' }, createdAt: 0 }];
const rpc = rpcOf(() => ({ workspaces }));

describe('the workspace of a command', () => {
  it('is the innermost one around the folder', () => {
    expect(holding(workspaces, '/home/a/app/src')?.id).toBe('app');
    expect(holding(workspaces, '/home/a/app/packages/inner')?.id).toBe('inner');
    expect(holding(workspaces, '/home/a/appendix/x')?.id).toBe('appendix');
    expect(holding(workspaces, '/home/a')).toBeUndefined();
    expect(holding([folder('root', '/')], '/anything')?.id).toBe('root');
  });

  it('can be named by id, URL and path', async () => {
    expect((await chooseWorkspace(rpc, 'inner', testIo())).id).toBe('inner');
    expect((await chooseWorkspace(rpc, 'https://example.org/x.git', testIo())).id).toBe('remote');
    expect((await chooseWorkspace(rpc, './src', testIo({ cwd: '/home/a/app' }))).id).toBe('app');
    expect((await chooseWorkspace(rpc, undefined, testIo({ cwd: '/home/a/app/lib' }))).id).toBe('app');
  });

  it('that is not there is refused with what to do', async () => {
    await expect(chooseWorkspace(rpc, 'nothing-here', testIo())).rejects.toMatchObject({ code: 'workspace-not-found', message: expect.stringMatching(/id "nothing-here"/) });
    await expect(chooseWorkspace(rpc, undefined, testIo({ cwd: '/tmp' }))).rejects.toMatchObject({ code: 'workspace-not-found', details: { hint: expect.stringMatching(/twinmcp index \./) } });
  });
});
