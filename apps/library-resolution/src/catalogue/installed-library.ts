import { astAnalysis, type LibraryRef } from '@twinmcp/contracts';
import type { InstalledPackages } from '@twinmcp/installed-packages';
import { libraryId } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { LibraryShelf } from './library-shelf.ts';

/** What was looked for and not found is not looked for again with every question. */
const BELIEVED_MS = 60_000;
const MAX_REMEMBERED = 2_000;

/** A library that a workspace has installed is read where it lies when it is asked for: nobody needs to have learnt it before. */
export class InstalledLibrary {
  readonly #shelf: LibraryShelf;
  readonly #installed: InstalledPackages;
  readonly #rpc: RpcClient;
  readonly #looked = new Map<string, number>();

  constructor(shelf: LibraryShelf, installed: InstalledPackages, rpc: RpcClient) {
    this.#shelf = shelf;
    this.#installed = installed;
    this.#rpc = rpc;
  }

  /** Afterwards the catalogue knows it, if it is installed here. What cannot be read is as if it were not. */
  async look({ ecosystem, name }: LibraryRef, workspaceId: string | undefined, ctx: CallContext): Promise<void> {
    if (workspaceId === undefined) return;
    const id = libraryId(ecosystem, name);
    const { index } = await this.#shelf.view({ semantic: false });
    const told = index.get(id)?.sources ?? [];
    const key = `${workspaceId} ${id}`;
    if (told.includes('installed') || told.includes('registry') || (this.#looked.get(key) ?? 0) > Date.now() - BELIEVED_MS) return;
    if (this.#looked.size >= MAX_REMEMBERED) this.#looked.clear();
    this.#looked.set(key, Date.now());
    try {
      const { workspaces } = await this.#rpc.call(astAnalysis.listWorkspaces, {}, ctx);
      const source = workspaces.find((one) => one.id === workspaceId)?.source;
      const found = source?.kind === 'directory' ? await this.#installed.one(source.root, { ecosystem, name }, ctx.signal) : null;
      if (found) await this.#shelf.know(found.record);
    } catch (error) {
      if (ctx.signal?.aborted) throw error;
    }
  }
}
