import { WorkspaceId } from '@twinmcp/contracts';
import fc from 'fast-check';
import { defaultName, workspaceId } from './workspace-identity.ts';

describe('workspaceId', () => {
  it('is readable, stable, and another for another source or tenant', () => {
    const source = { kind: 'directory', root: '/home/x/Mein Projekt' } as const;
    expect(workspaceId(source)).toBe(workspaceId({ ...source }));
    expect(workspaceId(source)).toMatch(/^mein-projekt-[0-9a-f]{10}$/);
    const git = { kind: 'git', url: 'https://x.org/a/fastify.git', ref: 'main' } as const;
    expect(new Set([workspaceId(source), workspaceId(source, 'other'), workspaceId(git), workspaceId({ ...git, ref: 'v1' })]).size).toBe(4);
    expect(defaultName(git)).toBe('fastify');
    expect(defaultName({ kind: 'git', url: '/srv/repos/app/.git', ref: 'HEAD' })).toBe('app');
  });

  it('fits the contract, whatever the path', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1 }), (root) => expect(WorkspaceId.safeParse(workspaceId({ kind: 'directory', root: `/${root}` })).success).toBe(true)));
  });
});
