import type { libraryResolution, RpcOutput, RpcParsedInput } from '@twinmcp/contracts';
import { errorMessage, isDomainError } from '@twinmcp/kernel';
import { findBuiltIns, libraryId, recommendOne } from '@twinmcp/libraries';
import type { CallContext } from '@twinmcp/messaging';
import type { FetchLibrary } from './fetch-library.ts';
import type { InstalledLibrary } from './installed-library.ts';
import { withTypes, type JudgeLibrary } from './judge-library.ts';
import type { LibraryShelf } from './library-shelf.ts';
import type { WorkspaceLibraries } from './workspace-libraries.ts';

type Output = RpcOutput<typeof libraryResolution.compareLibraries>;

/** Libraries side by side; one that nobody knows is a row of the table, not a failure. */
export class CompareLibraries {
  readonly #shelf: LibraryShelf;
  readonly #fetch: FetchLibrary;
  readonly #judge: JudgeLibrary;
  readonly #workspaces: WorkspaceLibraries;
  readonly #here: InstalledLibrary;

  constructor(shelf: LibraryShelf, fetch: FetchLibrary, judge: JudgeLibrary, workspaces: WorkspaceLibraries, here: InstalledLibrary) {
    this.#shelf = shelf;
    this.#fetch = fetch;
    this.#judge = judge;
    this.#workspaces = workspaces;
    this.#here = here;
  }

  async execute({ libraries, workspaceId }: RpcParsedInput<typeof libraryResolution.compareLibraries>, ctx: CallContext): Promise<Output> {
    const installed = await this.#workspaces.installed(workspaceId, ctx);
    const { index } = await this.#shelf.view({ semantic: false });
    const degraded = new Set<string>();
    const rows = await Promise.all(libraries.map(async (ref): Promise<Output['libraries'][number]> => {
      const id = libraryId(ref.ecosystem, ref.name);
      try {
        await this.#here.look(ref, workspaceId, ctx);
        const { record: known, degraded: missing } = await this.#fetch.execute(ref, 'stale', ctx.signal);
        for (const what of missing) degraded.add(`${id}: ${what}`);
        const record = withTypes(known, index);
        const version = ref.version ?? installed.get(id) ?? record.latest;
        const quality = await this.#judge.score(record, index, version);
        return {
          id, found: true, description: record.description, version, installed: installed.has(id), licence: record.licence, downloads: record.facts.downloads,
          updatedAt: record.updatedAt, dependencies: record.dependencies?.filter(({ kind }) => kind === 'runtime').length ?? null, types: record.facts.hasTypes, quality, warnings: quality.warnings, builtIns: findBuiltIns(record),
        };
      } catch (error) {
        if (!isDomainError(error)) throw error;
        degraded.add(errorMessage(error));
        return { id, found: false, description: '', version: null, installed: installed.has(id), licence: null, downloads: null, updatedAt: null, dependencies: null, types: null, quality: null, warnings: [], builtIns: findBuiltIns(ref) };
      }
    }));
    return { libraries: rows, ...recommendOne(rows), degraded: [...degraded] };
  }
}
