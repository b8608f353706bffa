import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { astAnalysis, libraryResolution, type DocumentedLibrary, type Ecosystem, type Workspace } from '@twinmcp/contracts';
import { DomainError, errorMessage } from '@twinmcp/kernel';
import { editSimilarity, parseLibraryName, type AskedLibrary, type GraphIndex, type PackageFiles, type ScanLimits } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { isServerTrouble } from '@twinmcp/registries';
import { ARCHIVE_LIMITS, findInstalled, readArchive } from '@twinmcp/package-files';
import { scanWorkspace } from '../dependencies/scan-workspace.ts';
import type { FetchPackage, PackageAsked } from './fetch-package.ts';
import { readRepository, type RepositorySettings } from './read-repository.ts';

export interface LocateSettings {
  readonly limits: ScanLimits;
  /** Archives that somebody put there: `<ecosystem>/<name>-<version>.tgz`, with `+` for `/` in names. */
  readonly archives: string;
  readonly maxArchiveBytes: number;
  readonly goModuleCache: string;
  readonly cargoHome: string;
  readonly git: RepositorySettings;
}

export interface LocatedPackage {
  readonly files: PackageFiles;
  readonly pinned: DocumentedLibrary['pinned'];
  /** What is to be known of where they come from. */
  readonly notes: readonly string[];
}

/** Files whose change may change a version; looked at before every answer, which costs less than reading them. */
const PINNING = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'pyproject.toml', 'uv.lock', 'poetry.lock', 'requirements.txt', 'go.mod', 'go.sum', 'Cargo.toml', 'Cargo.lock'];
const EVERYWHERE: readonly Ecosystem[] = ['npm', 'pypi', 'cargo', 'go'];
/** How long the pins of a workspace without a folder here, and the list of workspaces, are believed. */
const BELIEVED_MS = 5_000;
/** Archives of the folder that are kept unpacked. */
const MAX_UNPACKED = 4;

interface Pins {
  readonly stamp: string;
  readonly at: number;
  readonly index: GraphIndex;
}

/** What was looked for and not found, for the answer that says so. */
class Search {
  readonly others = new Set<string>();
  readonly troubles = new Set<string>();
  /** A registry that did not answer: whether it has the library nobody knows then. */
  unheard: DomainError | null = null;
  wanted: string | null = null;

  trouble(error: unknown): void {
    this.troubles.add(errorMessage(error));
    if (isServerTrouble(error)) this.unheard ??= error;
  }
}

/** Finds the files of a library in the version that the project has. The exact version or an explicit no. */
export class LocatePackage {
  readonly #rpc: RpcClient;
  readonly #settings: () => LocateSettings;
  readonly #fetch: FetchPackage;
  readonly #pins = new Map<string, Pins>();
  readonly #workspaces = new Map<string, { readonly at: number; readonly workspace: Workspace }>();
  readonly #unpacked = new Map<string, { readonly stamp: string; readonly files: PackageFiles }>();

  constructor(rpc: RpcClient, settings: () => LocateSettings, fetch: FetchPackage) {
    this.#rpc = rpc;
    this.#settings = settings;
    this.#fetch = fetch;
  }

  async execute(library: string, workspaceId: string | undefined, ctx: CallContext): Promise<LocatedPackage> {
    const asked = parseLibraryName(library);
    const workspace = workspaceId === undefined ? null : await this.#workspace(workspaceId, ctx);
    const root = workspace?.source.kind === 'directory' && existsSync(workspace.source.root) ? workspace.source.root : null;
    const index = workspace ? await this.#pinsOf(workspace, root, ctx) : null;
    const search = new Search();
    const remote: (PackageAsked & { readonly pinned: LocatedPackage['pinned'] })[] = [];
    for (const name of asked.names) {
      const nodes = (index?.named(name) ?? []).filter((node) => index!.packages[node]!.origin !== 'project' && (asked.ecosystem === null || index!.packages[node]!.ecosystem === asked.ecosystem));
      const fitting = nodes.filter((node) => index!.packages[node]!.version !== null && (asked.version === null || index!.packages[node]!.version === asked.version)).sort((a, b) => depthOf(index!, a) - depthOf(index!, b));
      for (const node of nodes) if (!fitting.includes(node)) search.others.add(index!.packages[node]!.version ?? UNKNOWN);
      for (const node of fitting) {
        const { ecosystem, name: exact, version, origin, registry, integrity, repository } = index!.packages[node]!;
        const pinned = asked.version === null ? 'lock-file' : 'asked';
        const places = nodes.filter((one) => index!.packages[one]!.version === version).flatMap((one) => index!.packages[one]!.place ?? []);
        const installed = root === null ? null : await findInstalled({ ecosystem, name: exact, version, root, places, private: origin !== 'registry', ...this.#settings() });
        for (const other of installed?.others ?? []) search.others.add(`${other} (installed, but the lock file says ${version})`);
        const files = installed?.files ?? (await this.#archive(ecosystem, exact, version!));
        if (files) return { files, pinned, notes: [] };
        search.wanted ??= `${exact}@${version}`;
        // What a lock file has from a folder, a repository or an address is in no registry: another package of that name may be.
        if (origin === 'registry') remote.push({ ecosystem, name: exact, version: version!, lock: { ...(registry !== undefined && { registry }), ...(integrity !== undefined && { integrity }) }, pinned });
        else if (repository !== undefined) {
          const cloned = await this.#repository({ ecosystem, name: exact, version: version!, address: repository }, search, ctx);
          if (cloned) return { files: cloned, pinned, notes: [] };
        } else search.troubles.add(`it comes from a ${origin}, not from a registry`);
      }
      // The lock file does not know it, or there is none: what is installed says its version itself.
      if (fitting.length > 0) continue;
      for (const ecosystem of ecosystemsOf(asked, nodes, index)) {
        const installed = root === null ? null : await findInstalled({ ecosystem, name, version: asked.version, root, ...this.#settings() });
        for (const other of installed?.others ?? []) search.others.add(other);
        const files = installed?.files ?? (asked.version === null ? null : await this.#archive(ecosystem, name, asked.version));
        if (files) return { files, pinned: asked.version === null ? 'installed' : 'asked', notes: [] };
        // Where the project has another version from is where this one is looked for.
        const own = nodes.map((node) => index!.packages[node]!).find((one) => one.ecosystem === ecosystem);
        if (own && own.origin !== 'registry') search.troubles.add(`the project has it from a ${own.origin}, not from a registry`);
        else if (asked.version !== null) remote.push({ ecosystem, name, version: asked.version, pinned: 'asked', ...(own?.registry !== undefined && { lock: { registry: own.registry } }) });
      }
    }
    const fetched = await this.#fetched(asked, index, remote, search, ctx);
    if (fetched) return { ...fetched, notes: [...(await this.#warnings(fetched.files, ctx)), ...fetched.notes] };
    return this.#nothing(asked, search, workspace !== null && root === null, index);
  }

  /** What the workspace itself asks for and has an exact version of; by name, the nearest version of each. */
  async direct(workspaceId: string, ctx: CallContext): Promise<{ ecosystem: Ecosystem; name: string; version: string }[]> {
    const workspace = await this.#workspace(workspaceId, ctx);
    const root = workspace.source.kind === 'directory' && existsSync(workspace.source.root) ? workspace.source.root : null;
    const index = await this.#pinsOf(workspace, root, ctx);
    const own = new Set(index.roots.map((node) => index.packages[node]!.name));
    const found = new Map<string, { ecosystem: Ecosystem; name: string; version: string }>();
    for (const [node, { ecosystem, name, version }] of index.packages.entries()) {
      if (index.depth[node] === 1 && version !== null && !own.has(name) && !found.has(`${ecosystem}:${name}`)) found.set(`${ecosystem}:${name}`, { ecosystem, name, version });
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** After all that is here was looked at. Without a version the newest, if the project has none of its own. */
  async #fetched(asked: AskedLibrary, index: GraphIndex | null, remote: readonly (PackageAsked & { readonly pinned: LocatedPackage['pinned'] })[], search: Search, { signal }: CallContext): Promise<LocatedPackage | null> {
    const attempt = async (one: PackageAsked, pinned: LocatedPackage['pinned']): Promise<LocatedPackage | null> => {
      try {
        if (asked.repository !== null && one.lock === undefined && !(await this.#fetch.belongsTo(one.ecosystem, one.name, asked.repository, signal))) return null;
        const found = await this.#fetch.execute(one, signal);
        return found && { ...found, pinned };
      } catch (error) {
        if (signal?.aborted) throw error;
        search.trouble(error);
        return null;
      }
    };
    for (const { pinned, ...one } of remote) {
      const found = await attempt(one, pinned);
      if (found) return found;
    }
    if (asked.version !== null || search.others.size > 0 || search.wanted !== null || this.#fetch.off !== null) return null;
    // A name alone may be of several registries: then it has to be said, or the repository decides.
    const ecosystems = asked.ecosystem ? [asked.ecosystem] : asked.repository !== null ? EVERYWHERE : usedBy(index);
    for (const name of asked.names) {
      for (const ecosystem of ecosystems) {
        const version = await this.#fetch.newest(ecosystem, name, asked.repository, signal).catch((error: unknown) => search.trouble(error));
        const found = version ? await attempt({ ecosystem, name, version, lock: {} }, 'newest') : null;
        if (found) return found;
      }
    }
    if (ecosystems.length === 0) search.troubles.add(`nobody says which registry is meant: ask for npm:${asked.names[0]}, pypi:${asked.names[0]} or another`);
    return null;
  }

  /** What the project does not have yet may be a slip of the pen, which somebody waits for: nobody is led to it without a word. */
  async #warnings({ ecosystem, name }: PackageFiles, ctx: CallContext): Promise<string[]> {
    try {
      const { matches: [first], warnings } = await this.#rpc.call(libraryResolution.resolveLibrary, { query: name, ecosystems: [ecosystem], kind: 'package', semantic: false, limit: 1 }, ctx);
      const own = first?.matched === 'exact' ? first.warnings : [];
      const alike = first?.matched === 'typo' ? [`${name} is not ${first.name}, which is known and spelt almost the same: make sure that it is what you mean`] : [];
      return [...new Set([...[...warnings, ...own].map(({ message }) => message), ...alike])].map((message) => `warning: ${message}`);
    } catch (error) {
      if (ctx.signal?.aborted) throw error;
      return [];
    }
  }

  #nothing(asked: AskedLibrary, { wanted, others, troubles, unheard }: Search, isElsewhere: boolean, index: GraphIndex | null): never {
    const what = wanted ?? `${asked.names[0]}${asked.version === null ? '' : `@${asked.version}`}`;
    const there = [...others].filter((one) => one !== UNKNOWN).slice(0, 5).join(', ');
    const reason = wanted !== null ? `the lock file has it, but its files are not here${there === '' ? '' : ` (there is ${there})`}: install the dependencies of the project` : there !== '' ? `there is only ${there}` : others.has(UNKNOWN) ? `the project asks for it, but no lock file says in which version${asked.version === null ? ': make one, or ask for a version (name@version)' : ', and it is not installed'}` : isElsewhere ? 'the files of this workspace are not on this machine' : asked.version === null ? 'the project does not have it' : 'it is not installed';
    const { off } = this.#fetch;
    const remote = off ?? ([...troubles].slice(0, 3).join('; ') || (asked.version === null && wanted === null ? null : 'its registry does not have it'));
    const message = `The documentation of ${what} is not available: ${reason}${remote === null ? '' : `; ${remote}`}. Nothing else is shown in its place.`;
    const meant = wanted === null && others.size === 0 ? spelledAlike(asked.names[0]!, index) : [];
    if (meant.length > 0 && !unheard) throw new DomainError('not-found', message, { details: { hint: `The project has ${meant.join(', ')}, spelt almost the same.` } });
    throw unheard ? new DomainError(unheard.code, message, { details: unheard.details, cause: unheard }) : new DomainError('not-found', message);
  }

  async #workspace(id: string, ctx: CallContext): Promise<Workspace> {
    const known = this.#workspaces.get(id);
    if (known && Date.now() - known.at < BELIEVED_MS) return known.workspace;
    const { workspaces } = await this.#rpc.call(astAnalysis.listWorkspaces, {}, ctx);
    const workspace = workspaces.find((one) => one.id === id);
    if (!workspace) throw new DomainError('workspace-not-found', `There is no workspace "${id}".`);
    remember(this.#workspaces, id, { at: Date.now(), workspace }, 50);
    return workspace;
  }

  async #pinsOf({ id }: Workspace, root: string | null, ctx: CallContext): Promise<GraphIndex> {
    const stamp = root === null ? '' : (await Promise.all(PINNING.map((file) => stat(path.join(root, file)).then(({ mtimeMs, size }) => `${mtimeMs}:${size}`, () => '-')))).join(' ');
    const known = this.#pins.get(id);
    if (known && known.stamp === stamp && (root !== null || Date.now() - known.at < BELIEVED_MS)) return known.index;
    const { index } = await scanWorkspace(this.#rpc, id, this.#settings().limits, ctx);
    remember(this.#pins, id, { stamp, at: Date.now(), index }, 50);
    return index;
  }

  /** Cloned once while it is asked about: the commit does not change. */
  async #repository(asked: Parameters<typeof readRepository>[0], search: Search, { signal }: CallContext): Promise<PackageFiles | null> {
    const known = this.#unpacked.get(asked.address);
    if (known?.stamp === asked.version) return known.files;
    try {
      const files = await readRepository(asked, this.#settings().git, signal);
      if (files) remember(this.#unpacked, asked.address, { stamp: asked.version, files }, MAX_UNPACKED);
      return files;
    } catch (error) {
      if (signal?.aborted) throw error;
      search.troubles.add(errorMessage(error));
      return null;
    }
  }

  async #archive(ecosystem: Ecosystem, name: string, version: string): Promise<PackageFiles | null> {
    const { archives, maxArchiveBytes } = this.#settings();
    const file = path.join(archives, ecosystem, `${name.replaceAll('/', '+')}-${version}.tgz`);
    if (/[\\\0]|(^|\/)\.\.?(\/|$)/.test(`${name}/${version}`) || !file.startsWith(archives + path.sep)) return null;
    const info = await stat(file).catch(() => null);
    if (info === null) return null;
    const stamp = `${info.mtimeMs}:${info.size}`;
    const known = this.#unpacked.get(file);
    if (known?.stamp === stamp) return known.files;
    const files = await readArchive(file, { ecosystem, name, version }, { limits: { ...ARCHIVE_LIMITS, archiveBytes: maxArchiveBytes } });
    remember(this.#unpacked, file, { stamp, files }, MAX_UNPACKED);
    return files;
  }
}

/** Of what is declared and not locked. */
const UNKNOWN = 'an unknown version';
const ALIKE = 0.75;
const MOST_ALIKE = 3;

/** Names of the project that a slip of the pen may have meant, the likeliest first. */
function spelledAlike(asked: string, index: GraphIndex | null): string[] {
  const name = asked.toLowerCase().slice(0, 100);
  const found = new Map<string, number>();
  for (const one of index?.packages ?? []) {
    if (one.origin === 'project' || found.has(one.name) || Math.abs(one.name.length - name.length) > 3) continue;
    const likeness = editSimilarity(name, one.name.toLowerCase(), ALIKE);
    if (likeness >= ALIKE) found.set(one.name, likeness);
  }
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_ALIKE).map(([one]) => one);
}

function ecosystemsOf(asked: AskedLibrary, nodes: readonly number[], index: GraphIndex | null): readonly Ecosystem[] {
  if (asked.ecosystem) return [asked.ecosystem];
  return nodes.length > 0 ? [...new Set(nodes.map((node) => index!.packages[node]!.ecosystem))] : EVERYWHERE;
}

/** The registries that a project takes its dependencies from. */
function usedBy(index: GraphIndex | null): Ecosystem[] {
  const used = new Set(index?.packages.map(({ ecosystem }) => ecosystem));
  return used.size === 1 ? [...used] : [];
}

const depthOf = (index: GraphIndex, node: number): number => (index.depth[node]! < 0 ? Number.MAX_SAFE_INTEGER : index.depth[node]!);

function remember<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
