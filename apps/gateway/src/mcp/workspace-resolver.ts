import path from 'node:path';
import { astAnalysis, type Workspace, type WorkspaceSource } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { assertMayRegister } from '../security/registration-policy.ts';
import type { ToolCall } from './tool.ts';

const MAX_LISTED = 20;
const GIT_URL = /^(?:[a-z][a-z0-9+.-]*:\/\/|[\w.-]+@[\w.-]+:)/i;
const LOCAL = { local: true, keyId: null };

/** The workspace that an argument names: id, path in it, git URL or name. Without argument: the directory of this server, else the only one. */
export async function resolveWorkspace(named: string | undefined, call: ToolCall): Promise<Workspace> {
  const { workspaces } = await call.rpc.call(astAnalysis.listWorkspaces, {}, call.context());
  if (named !== undefined) return findWorkspace(named, workspaces, call) ?? fail('workspace-not-found', `There is no workspace "${named}".`);
  const { directory } = call.options;
  if (directory !== undefined) return byPath(directory, workspaces) ?? fail('workspace-not-indexed', `${directory} has no index yet.`);
  if (workspaces.length === 1) return workspaces[0]!;
  if (workspaces.length === 0) return fail('workspace-not-found', 'There is no workspace yet: call index-workspace with the absolute path of a directory.');
  const ids = workspaces.slice(0, MAX_LISTED).map((workspace) => workspace.id);
  return fail('invalid-input', `There are ${workspaces.length} workspaces, so say which one: ${ids.join(', ')}${workspaces.length > MAX_LISTED ? ', …' : ''}.`);
}

/** As `resolveWorkspace`, but makes a source known that is not yet. */
export async function resolveOrRegister(named: string | undefined, ref: string | undefined, call: ToolCall): Promise<Workspace> {
  const { directory } = call.options;
  const target = named ?? directory;
  if (target === undefined) return resolveWorkspace(undefined, call);
  if (ref === undefined) {
    const { workspaces } = await call.rpc.call(astAnalysis.listWorkspaces, {}, call.context());
    const known = findWorkspace(target, workspaces, call);
    // A directory inside a known workspace is that workspace: indexing it again under another id would double every answer.
    if (known) return known;
  }
  const source = sourceOf(target, ref, call);
  assertMayRegister(source, call.options.caller ?? LOCAL);
  const { workspace } = await call.rpc.call(astAnalysis.registerWorkspace, { source }, call.context());
  return workspace;
}

function findWorkspace(named: string, workspaces: readonly Workspace[], call: ToolCall): Workspace | undefined {
  const file = asPath(named, call.options.directory);
  return (
    workspaces.find((workspace) => workspace.id === named) ??
    (file === null ? undefined : byPath(file, workspaces)) ??
    workspaces.find(({ source }) => source.kind === 'git' && source.url === named) ??
    only(workspaces.filter((workspace) => workspace.name === named))
  );
}

/** The innermost workspace that holds the path. */
function byPath(file: string, workspaces: readonly Workspace[]): Workspace | undefined {
  const wanted = path.resolve(file);
  return workspaces
    .filter(({ source }) => source.kind === 'directory' && (wanted === source.root || wanted.startsWith(source.root.endsWith(path.sep) ? source.root : source.root + path.sep)))
    .sort((a, b) => rootLength(b) - rootLength(a))[0];
}

function sourceOf(target: string, ref: string | undefined, { options }: ToolCall): WorkspaceSource {
  if (GIT_URL.test(target) || target.includes('::')) return { kind: 'git', url: target, ref: ref ?? 'HEAD' };
  const file = asPath(target, options.directory);
  if (file === null) return fail('workspace-not-found', `"${target}" is neither the id of a workspace nor an absolute path nor a git URL.`);
  return ref === undefined ? { kind: 'directory', root: file } : { kind: 'git', url: file, ref };
}

/** A relative path means something only where the server was started for a directory. */
function asPath(value: string, base: string | undefined): string | null {
  if (path.isAbsolute(value)) return path.resolve(value);
  const relative = value === '.' || value.startsWith('./') || value.startsWith('../');
  return relative && base !== undefined ? path.resolve(base, value) : null;
}

function rootLength({ source }: Workspace): number {
  return source.kind === 'directory' ? source.root.length : 0;
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function fail(code: 'workspace-not-found' | 'workspace-not-indexed' | 'invalid-input', message: string): never {
  throw new DomainError(code, message);
}
