import { astAnalysis, Ecosystem as EcosystemName, libraryRefOf, libraryResolution, type Ecosystem, type LibraryRef, type Workspace } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { chooseWorkspace } from './choose-workspace.ts';
import { callContext, withEngine } from './engine-access.ts';
import type { CommandIo, CommonOptions } from './io.ts';
import { badInput } from './report-error.ts';
import { parseSource } from './source.ts';

export interface LibraryOptions extends CommonOptions {
  readonly workspace?: string;
}

export interface LibraryAsker {
  readonly rpc: RpcClient;
  readonly ctx: CallContext;
  /** The workspace that holds the current folder, made known when it is not: manifests need no index. Null outside of any project when none is named. */
  readonly workspace: Workspace;
}

/** The first docs of a large library are parsed and indexed before they are answered. */
const TIMEOUT_MS = 180_000;

export async function askLibraries<T>(options: LibraryOptions, io: CommandIo, ask: (asker: LibraryAsker) => Promise<T>): Promise<T> {
  return withEngine(options, io, {}, async ({ rpc }) => {
    const workspace = await chooseWorkspace(rpc, options.workspace, io).catch(async (error: unknown) => {
      if ((error as { code?: string }).code !== 'workspace-not-found') throw error;
      const source = await parseSource(options.workspace ?? '.', undefined, io);
      return (await rpc.call(astAnalysis.registerWorkspace, { source }, callContext(io))).workspace;
    });
    return ask({ rpc, workspace, ctx: callContext(io, TIMEOUT_MS) });
  });
}

/** As a person writes them: `npm:zod@4.1.0`, `zod`; without an ecosystem that of the project decides. */
export async function libraryRefs(written: readonly string[], { rpc, workspace, ctx }: LibraryAsker): Promise<LibraryRef[]> {
  if (written.some((one) => one.trim() === '')) throw badInput('The library is empty.', 'twinmcp lib docs zod, or npm:zod@4.1.0');
  const isOpen = written.some((one) => !/^\/?[a-z]+[:/]/.test(one));
  const used = isOpen ? await rpc.call(libraryResolution.listDependencies, { workspaceId: workspace.id }, ctx).then(({ dependencies }) => dependencies, () => []) : [];
  return written.map((one) => libraryRefOf(one, used));
}

const ECOSYSTEMS: readonly string[] = EcosystemName.options;

export function ecosystemsOf(given: readonly string[] | undefined): Ecosystem[] | undefined {
  return given?.map((name) => {
    if (!ECOSYSTEMS.includes(name)) throw badInput(`"${name}" is no ecosystem.`, `There are: ${ECOSYSTEMS.join(', ')}.`);
    return name as Ecosystem;
  });
}
