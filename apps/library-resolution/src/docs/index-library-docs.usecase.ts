import type { libraryResolution, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { errorMessage, isDomainError } from '@twinmcp/kernel';
import type { ScanLimits } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { scanWorkspace } from '../dependencies/scan-workspace.ts';
import type { DocShelf } from './doc-shelf.ts';
import type { LocatePackage } from './locate-package.ts';

type Input = RpcParsedInput<typeof libraryResolution.indexLibraryDocs>;
type Output = RpcOutput<typeof libraryResolution.indexLibraryDocs>;

export class IndexLibraryDocs {
  readonly #rpc: RpcClient;
  readonly #limits: () => ScanLimits;
  readonly #locate: LocatePackage;
  readonly #shelf: DocShelf;

  constructor(rpc: RpcClient, limits: () => ScanLimits, locate: LocatePackage, shelf: DocShelf) {
    this.#rpc = rpc;
    this.#limits = limits;
    this.#locate = locate;
    this.#shelf = shelf;
  }

  /** One after the other: what somebody waits for goes first. */
  async execute({ workspaceId, libraries, limit }: Input, ctx: CallContext): Promise<Output> {
    const wanted = libraries.length > 0 ? libraries : await this.#direct(workspaceId, ctx);
    const done: Output = { indexed: [], present: [], unavailable: [] };
    for (const library of [...new Set(wanted)].slice(0, limit)) {
      if (ctx.signal?.aborted || ctx.deadline.remainingMs() < 1_000) {
        done.unavailable.push({ library, reason: 'there was no time left' });
        continue;
      }
      try {
        const { files } = await this.#locate.execute(library, workspaceId, ctx);
        const docs = await this.#shelf.open(files, ctx);
        (docs.made ? done.indexed : done.present).push(`${files.name}@${files.version}`);
      } catch (error) {
        if (isDomainError(error) && error.code === 'workspace-not-found') throw error;
        done.unavailable.push({ library, reason: errorMessage(error) });
      }
    }
    return done;
  }

  async #direct(workspaceId: string, ctx: CallContext): Promise<string[]> {
    const { dependencies, index } = await scanWorkspace(this.#rpc, workspaceId, this.#limits(), ctx);
    const own = new Set(index.roots.map((root) => index.packages[root]!.name));
    return dependencies.filter(({ scope, name, version }) => scope === 'runtime' && version !== null && !own.has(name)).map(({ ecosystem, name, version }) => `${ecosystem}:${name}@${version}`);
  }
}
