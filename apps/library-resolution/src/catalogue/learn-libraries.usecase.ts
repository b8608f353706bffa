import { stat } from 'node:fs/promises';
import { astAnalysis, type libraryResolution, type RpcOutput, type RpcParsedInput } from '@twinmcp/contracts';
import type { InstalledPackages } from '@twinmcp/installed-packages';
import { errorMessage } from '@twinmcp/kernel';
import { emptyRecord, libraryId, type LibraryRecord, type ManifestSighting } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { CatalogueAnalytics } from './catalogue-analytics.ts';
import type { LibraryShelf } from './library-shelf.ts';
import type { WorkspaceLibraries } from './workspace-libraries.ts';

type Output = RpcOutput<typeof libraryResolution.learnLibraries>;

const BATCH = 500;

/** Takes what a workspace declares and has installed into the catalogue, and what stands together in those manifests. */
export class LearnLibraries {
  readonly #shelf: LibraryShelf;
  readonly #workspaces: WorkspaceLibraries;
  readonly #installed: InstalledPackages;
  readonly #rpc: RpcClient;
  readonly #analytics: Pick<CatalogueAnalytics, 'note' | 'refresh'>;

  constructor(shelf: LibraryShelf, workspaces: WorkspaceLibraries, installed: InstalledPackages, rpc: RpcClient, analytics: Pick<CatalogueAnalytics, 'note' | 'refresh'>) {
    this.#shelf = shelf;
    this.#workspaces = workspaces;
    this.#installed = installed;
    this.#rpc = rpc;
    this.#analytics = analytics;
  }

  async execute({ workspaceId }: RpcParsedInput<typeof libraryResolution.learnLibraries>, ctx: CallContext): Promise<Output> {
    const dependencies = await this.#workspaces.dependencies(workspaceId, ctx);
    const found = await this.#installedIn(workspaceId, ctx);
    const records = new Map<string, LibraryRecord>();
    for (const { ecosystem, name } of dependencies) records.set(libraryId(ecosystem, name), emptyRecord(ecosystem, name, 'manifest'));
    for (const { record } of found.packages) records.set(record.id, record);
    const problems = [...found.problems];
    const all = [...records.values()];
    for (let at = 0; at < all.length; at += BATCH) {
      const trouble = await this.#shelf.put(all.slice(at, at + BATCH));
      if (trouble) { problems.push({ path: 'catalogue', message: trouble }); break; }
    }
    const sightings = [...sightingsOf(workspaceId, dependencies), ...found.packages.filter(({ uses }) => uses.length > 1).map(({ record, version, uses }) => ({ key: `${record.id}@${version}`, libraries: uses.map((name) => libraryId(record.ecosystem, name)) }))];
    const pairs = await this.#shelf.catalogue.sight(sightings).catch((error: unknown) => {
      problems.push({ path: 'catalogue', message: errorMessage(error) });
      return 0;
    });
    this.#analytics.note('learnt', null, { libraries: records.size, manifests: pairs });
    await this.#analytics.refresh();
    return { libraries: records.size, installed: found.packages.length, pairs, problems: problems.slice(0, 100) };
  }

  /** Only where the folder of the workspace is on this machine; a git workspace has nothing installed. */
  async #installedIn(workspaceId: string, ctx: CallContext): ReturnType<InstalledPackages['scan']> {
    const { workspaces } = await this.#rpc.call(astAnalysis.listWorkspaces, {}, ctx);
    const source = workspaces.find(({ id }) => id === workspaceId)?.source;
    if (source?.kind !== 'directory') return { packages: [], problems: [] };
    const here = await stat(source.root).then((stats) => stats.isDirectory(), () => false);
    return here ? this.#installed.scan(source.root, ctx.signal) : { packages: [], problems: [{ path: '.', message: 'the folder of the workspace is on another machine: what is installed was not read' }] };
  }
}

function sightingsOf(workspaceId: string, dependencies: Awaited<ReturnType<WorkspaceLibraries['dependencies']>>): ManifestSighting[] {
  const manifests = new Map<string, string[]>();
  for (const { ecosystem, name, manifest } of dependencies) manifests.set(manifest, [...(manifests.get(manifest) ?? []), libraryId(ecosystem, name)]);
  return [...manifests].map(([manifest, libraries]) => ({ key: `${workspaceId}/${manifest}`, libraries }));
}
