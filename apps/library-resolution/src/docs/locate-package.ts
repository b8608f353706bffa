import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { astAnalysis, type DocumentedLibrary, type Ecosystem, type Workspace } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import { parseLibraryName, type GraphIndex, type PackageFiles, type ScanLimits } from '@twinmcp/libraries';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { findInstalled, readArchive } from '@twinmcp/package-files';
import { scanWorkspace } from '../dependencies/scan-workspace.ts';

export interface LocateSettings {
  readonly limits: ScanLimits;
  /** Archives that were put there or fetched: `<ecosystem>/<name>-<version>.tgz`, with `+` for `/` in names. */
  readonly archives: string;
  readonly goModuleCache: string;
  readonly cargoHome: string;
}

export interface LocatedPackage {
  readonly files: PackageFiles;
  readonly pinned: DocumentedLibrary['pinned'];
}

/** Files whose change may change a version; looked at before every answer, which costs less than reading them. */
const PINNING = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'pyproject.toml', 'uv.lock', 'poetry.lock', 'requirements.txt', 'go.mod', 'Cargo.toml', 'Cargo.lock'];
/** How long the pins of a workspace without a folder here, and the list of workspaces, are believed. */
const BELIEVED_MS = 5_000;

interface Pins {
  readonly stamp: string;
  readonly at: number;
  readonly index: GraphIndex;
}

/** Finds the files of a library in the version that the project has. The exact version or an explicit no. */
export class LocatePackage {
  readonly #rpc: RpcClient;
  readonly #settings: () => LocateSettings;
  readonly #pins = new Map<string, Pins>();
  readonly #workspaces = new Map<string, { readonly at: number; readonly workspace: Workspace }>();

  constructor(rpc: RpcClient, settings: () => LocateSettings) {
    this.#rpc = rpc;
    this.#settings = settings;
  }

  async execute(library: string, workspaceId: string | undefined, ctx: CallContext): Promise<LocatedPackage> {
    const asked = parseLibraryName(library);
    const settings = this.#settings();
    const workspace = workspaceId === undefined ? null : await this.#workspace(workspaceId, ctx);
    const root = workspace?.source.kind === 'directory' && existsSync(workspace.source.root) ? workspace.source.root : null;
    const index = workspace ? await this.#pinsOf(workspace, root, ctx) : null;
    const others = new Set<string>();
    const wanted: { ecosystem: Ecosystem; name: string }[] = [];
    for (const name of asked.names) {
      const nodes = (index?.named(name) ?? []).filter((node) => index!.packages[node]!.origin !== 'project' && (asked.ecosystem === null || index!.packages[node]!.ecosystem === asked.ecosystem));
      const fitting = nodes.filter((node) => index!.packages[node]!.version !== null && (asked.version === null || index!.packages[node]!.version === asked.version)).sort((a, b) => depthOf(index!, a) - depthOf(index!, b));
      for (const node of nodes) if (!fitting.includes(node)) others.add(index!.packages[node]!.version ?? 'an unknown version');
      for (const node of fitting) {
        const { ecosystem, name: exact, version, origin } = index!.packages[node]!;
        const places = nodes.filter((one) => index!.packages[one]!.version === version).flatMap((one) => index!.packages[one]!.place ?? []);
        const installed = root === null ? null : await findInstalled({ ecosystem, name: exact, version, root, places, private: origin !== 'registry', ...settings });
        for (const other of installed?.others ?? []) others.add(`${other} (installed, but the lock file says ${version})`);
        const files = installed?.files ?? (await this.#archive(ecosystem, exact, version!, settings));
        if (files) return { files, pinned: asked.version === null ? 'lock-file' : 'asked' };
        wanted.push({ ecosystem, name: `${exact}@${version}` });
      }
      const ecosystems: readonly Ecosystem[] = asked.ecosystem ? [asked.ecosystem] : nodes.length > 0 ? [...new Set(nodes.map((node) => index!.packages[node]!.ecosystem))] : ['npm', 'pypi', 'cargo', 'go'];
      // The lock file does not know it, or there is none: what is installed says its version itself.
      if (fitting.length > 0) continue;
      for (const ecosystem of ecosystems) {
        const installed = root === null ? null : await findInstalled({ ecosystem, name, version: asked.version, root, ...settings });
        for (const other of installed?.others ?? []) others.add(other);
        const files = installed?.files ?? (asked.version === null ? null : await this.#archive(ecosystem, name, asked.version, settings));
        if (files) return { files, pinned: asked.version === null ? 'installed' : 'asked' };
      }
    }
    const what = wanted[0]?.name ?? `${asked.names[0]}${asked.version === null ? '' : `@${asked.version}`}`;
    const reason = wanted.length > 0 ? `the lock file has it, but its files are not here${others.size > 0 ? ` (there is ${[...others].slice(0, 5).join(', ')})` : ''}: install the dependencies of the project` : others.size > 0 ? `there is only ${[...others].slice(0, 5).join(', ')}` : root === null && workspace ? 'the files of this workspace are not on this machine' : 'the project does not have it';
    throw new DomainError('not-found', `The documentation of ${what} is not available: ${reason}. Nothing else is shown in its place.`);
  }

  async #workspace(id: string, ctx: CallContext): Promise<Workspace> {
    const known = this.#workspaces.get(id);
    if (known && Date.now() - known.at < BELIEVED_MS) return known.workspace;
    const { workspaces } = await this.#rpc.call(astAnalysis.listWorkspaces, {}, ctx);
    const workspace = workspaces.find((one) => one.id === id);
    if (!workspace) throw new DomainError('workspace-not-found', `There is no workspace "${id}".`);
    remember(this.#workspaces, id, { at: Date.now(), workspace });
    return workspace;
  }

  async #pinsOf({ id }: Workspace, root: string | null, ctx: CallContext): Promise<GraphIndex> {
    const stamp = root === null ? '' : (await Promise.all(PINNING.map((file) => stat(path.join(root, file)).then(({ mtimeMs, size }) => `${mtimeMs}:${size}`, () => '-')))).join(' ');
    const known = this.#pins.get(id);
    if (known && known.stamp === stamp && (root !== null || Date.now() - known.at < BELIEVED_MS)) return known.index;
    const { index } = await scanWorkspace(this.#rpc, id, this.#settings().limits, ctx);
    remember(this.#pins, id, { stamp, at: Date.now(), index });
    return index;
  }

  async #archive(ecosystem: Ecosystem, name: string, version: string, { archives }: LocateSettings): Promise<PackageFiles | null> {
    const file = path.join(archives, ecosystem, `${name.replaceAll('/', '+')}-${version}.tgz`);
    if (/[\\\0]|(^|\/)\.\.?(\/|$)/.test(`${name}/${version}`) || !file.startsWith(archives + path.sep) || !existsSync(file)) return null;
    return readArchive(file, { ecosystem, name, version });
  }
}

const depthOf = (index: GraphIndex, node: number): number => (index.depth[node]! < 0 ? Number.MAX_SAFE_INTEGER : index.depth[node]!);

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > 50) map.delete(map.keys().next().value!);
}
