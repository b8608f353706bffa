import { libraryResolution, type DependencyAnalysis, type DependencyPath, type Ecosystem, type RpcOutput, type RpcParsedInput } from '@twinmcp/contracts';
import { DomainError, isDomainError } from '@twinmcp/kernel';
import { checkImports, compareVersions, findBuiltIns, findConflicts, findCycles, findDuplicates, findLicenceIssues, libraryId, pathsTo, peerAskedBy, satisfies, viewGraph, writeDot, writeMermaid, type GraphIndex, type ImportUse, type PathStep, type ScanLimits } from '@twinmcp/libraries';
import { childContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { whereNamed } from './name-in-code.ts';
import { externalImports, scanWorkspace, type ExternalImport, type WorkspaceScan } from './scan-workspace.ts';

type Input = RpcParsedInput<typeof libraryResolution.analyzeDependencies>;

const MAX_PATHS = 5;
/** A graph of more nodes would not fit into a message. */
const MAX_GRAPH_NODES = 1_500;
const MAX_CYCLE = 50;
/** Newest versions asked of the catalogue for one answer. */
const MAX_LOOK_UPS = 300;
const LOOK_UP_MS = 1_500;
const PLAIN = 0.85;

/** What the catalogue says of a direct dependency. */
type Described = Pick<RpcOutput<typeof libraryResolution.getLibrary>['library'], 'description' | 'keywords' | 'importNames'>;

export class AnalyzeDependencies {
  readonly #rpc: RpcClient;
  readonly #limits: () => ScanLimits;

  constructor(rpc: RpcClient, limits: () => ScanLimits) {
    this.#rpc = rpc;
    this.#limits = limits;
  }

  async execute(input: Input, ctx: CallContext): Promise<DependencyAnalysis> {
    const scan = await scanWorkspace(this.#rpc, input.workspaceId, this.#limits(), ctx);
    const { index } = scan;
    const degraded: string[] = [];
    const truncated: string[] = [];
    const cut = <T>(name: string, list: readonly T[]): T[] => {
      if (list.length > input.limit) truncated.push(name);
      return list.slice(0, input.limit);
    };
    const wanted = input.why.map((name) => ({ name, nodes: index.named(name) }));
    const unknown = wanted.filter(({ nodes }) => nodes.length === 0);
    if (unknown.length > 0 && unknown.length === wanted.length && input.graph === 'none') throw new DomainError('not-found', `No lock file or manifest has ${unknown.map(({ name }) => name).join(', ')}.`);
    degraded.push(...unknown.map(({ name }) => `${name}: not in the graph`));
    const described = new Map<string, Described>();
    const outdated = await this.#outdated(scan, described, ctx);
    const imports = input.imports ? await this.#imports(scan, input.workspaceId, described, ctx) : null;
    if (typeof imports === 'string') degraded.push(`unused and missing: ${imports}`);
    const { unused, missing } = imports === null || typeof imports === 'string' ? { unused: [], missing: [] } : imports;
    if (outdated === null) degraded.push('outdated: the catalogue knows no versions of what is installed (libraries.registries.enabled lets registries be asked)');
    const view = input.graph === 'none' ? null : viewGraph(index, { depth: input.depth, limit: MAX_GRAPH_NODES, production: input.production, ...(wanted.length > 0 && { targets: wanted.flatMap(({ nodes }) => nodes) }) });
    const packages = index.packages.flatMap(({ origin }, node) => (origin !== 'project' ? [node] : []));
    return {
      summary: summaryOf(scan, packages),
      graph: view && {
        nodes: view.nodes.map((id) => ({ id, ecosystem: index.packages[id]!.ecosystem, name: index.packages[id]!.name, version: index.packages[id]!.version, origin: index.packages[id]!.origin, licence: index.packages[id]!.licence, depth: index.depth[id]!, production: index.production[id] === 1 })),
        edges: view.edges.map(({ from, to, scope, requirement }) => ({ from, to, scope: scope as 'runtime', requirement: requirement?.slice(0, 200) ?? null })),
        text: input.graph === 'dot' ? writeDot(index, view) : input.graph === 'mermaid' ? writeMermaid(index, view) : null,
        truncated: view.truncated,
      },
      why: wanted.flatMap(({ nodes }) => nodes).slice(0, input.limit).map((node) => ({ package: index.label(node), paths: pathsTo(index, node, MAX_PATHS).map((path) => toPath(index, path)) })),
      duplicates: cut('duplicates', findDuplicates(index)).map(({ name, versions, common }) => ({ name, common, versions: versions.map(({ version, nodes }) => ({ version, askedBy: [...new Set(nodes.flatMap((node) => index.incoming[node]!.map(({ from }) => index.label(from))))].slice(0, 10) })) })),
      conflicts: cut('conflicts', findConflicts(index).filter(({ from }) => !input.production || index.production[from] === 1)).map(({ kind, from, to, name, requirement }) => ({ kind, from: index.label(from), name, requirement, got: to === null ? null : index.packages[to]!.version })),
      cycles: cut('cycles', findCycles(index)).map((cycle) => cycle.slice(0, MAX_CYCLE).map((node) => index.label(node))),
      unused: cut('unused', unused).map(({ ecosystem, name, manifest, scope, certainty, reason }) => ({ ecosystem, name, manifest, scope, certainty, reason })),
      missing: cut('missing', missing),
      licences: cut('licences', findLicenceIssues(index)).map(({ node, ...issue }) => ({ package: index.label(node), ...issue })),
      outdated: cut('outdated', outdated ?? []),
      deprecated: cut('deprecated', index.packages.flatMap(({ deprecated }, node) => (deprecated === undefined ? [] : [{ package: index.label(node), message: deprecated.slice(0, 500) }]))),
      builtIns: cut('builtIns', builtInsOf(scan, described)),
      problems: scan.problems, degraded, truncated,
    };
  }

  async #imports({ manifests, index }: WorkspaceScan, workspaceId: string, described: ReadonlyMap<string, Described>, ctx: CallContext) {
    const external = await externalImports(this.#rpc, workspaceId, ctx);
    if (typeof external === 'string') return external;
    const ecosystems = new Set(manifests.map(({ ecosystem }) => ecosystem));
    const bins = new Set(index.packages.flatMap(({ name, hasBin }) => (hasBin ? [name] : [])));
    const own = new Set([...manifests.flatMap(({ name }) => name ?? []), ...index.packages.flatMap(({ origin, name }) => (origin === 'project' ? [name] : []))]);
    const { unused, ...rest } = checkImports({
      imports: external.flatMap((one) => languagesOf(one, ecosystems).map((language) => ({ module: one.module, files: one.files, language }))),
      importNames: (name) => described.get(libraryId('pypi', name))?.importNames ?? [],
      declared: manifests.flatMap(({ ecosystem, path, dependencies }) => dependencies.map(({ name, scope }) => ({ ecosystem, name, scope, manifest: path, hasBin: bins.has(name) }))),
      own, scripts: manifests.map(({ scripts }) => scripts ?? '').join('\n'),
    });
    const peers = unused.map((one) => {
      const by = one.certainty === 'likely' ? peerAskedBy(index, one.name) : null;
      return by === null ? one : { ...one, certainty: 'possible' as const, reason: `nothing imports it, but ${by} asks for it as a peer` };
    });
    const found = { ...rest, unused: await whereNamed(this.#rpc, workspaceId, peers, ctx) };
    // With code of several languages a bare module may be of either: what cannot be told is not called missing.
    return external.some(({ family }) => family === undefined) && ecosystems.has('npm') && ecosystems.has('pypi') ? { ...found, missing: found.missing.filter(({ name }) => name.startsWith('@')) } : found;
  }

  /** Null when the catalogue knows nothing of any of them. */
  async #outdated({ dependencies }: WorkspaceScan, described: Map<string, Described>, ctx: CallContext): Promise<DependencyAnalysis['outdated'] | null> {
    const direct = new Map(dependencies.map((one) => [`${one.ecosystem} ${one.name} ${one.version}`, one]));
    const queue = [...direct.values()].slice(0, MAX_LOOK_UPS);
    const found: DependencyAnalysis['outdated'] = [];
    let known = 0;
    // What is newer is worth a moment, not the whole answer: a catalogue that does not answer is not waited for.
    const within = childContext(ctx, LOOK_UP_MS);
    let away = false;
    const work = async () => {
      for (let next = queue.pop(); next && !away; next = queue.pop()) {
        const { ecosystem, name, version, requirement } = next;
        const latest = await this.#rpc.call(libraryResolution.getLibrary, { library: { ecosystem, name }, refresh: 'never' }, within).then(({ library }) => {
          described.set(library.id, library);
          return library.latest;
        }, (error: unknown) => {
          away ||= !isDomainError(error) || error.code !== 'not-found';
          return null;
        });
        if (latest === null || version === null) continue;
        known++;
        if ((compareVersions(ecosystem, latest, version) ?? 0) > 0) found.push({ ecosystem, name, version, latest, requirement, allowed: requirement === null || satisfies(ecosystem, latest, requirement) === true });
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return known === 0 ? null : found.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }
}

/** Of what the project asks for itself; the word of a name alone has to be a plain one. */
function builtInsOf({ dependencies }: WorkspaceScan, described: ReadonlyMap<string, Described>): DependencyAnalysis['builtIns'] {
  const direct = new Map(dependencies.map((one) => [`${one.ecosystem} ${one.name}`, one]));
  return [...direct.values()].flatMap(({ ecosystem, name, manifest }) => {
    const about = described.get(libraryId(ecosystem, name));
    const [instead] = findBuiltIns({ ecosystem, name, ...about });
    return instead && (about || instead.confidence >= PLAIN) ? [{ ecosystem, name, manifest, instead }] : [];
  });
}

function summaryOf({ graphs, index, dependencies, manifests }: WorkspaceScan, packages: readonly number[]): DependencyAnalysis['summary'] {
  const byEcosystem: Record<string, number> = {};
  for (const node of packages) byEcosystem[index.packages[node]!.ecosystem] = (byEcosystem[index.packages[node]!.ecosystem] ?? 0) + 1;
  const direct = new Set(index.roots.flatMap((root) => index.out[root]!.flatMap(({ to, optional, scope }) => (to >= 0 && index.packages[to]!.origin !== 'project' && !(optional && scope === 'runtime') ? [to] : []))));
  return {
    packages: packages.length, direct: direct.size, transitive: packages.length - direct.size, production: packages.filter((node) => index.production[node] === 1).length,
    depth: index.depth.reduce((most, depth) => Math.max(most, depth), 0), byEcosystem,
    files: [...new Set([...graphs.map(({ file }) => file), ...manifests.map(({ path }) => path)])].slice(0, 500), complete: graphs.every(({ complete }) => complete) && (dependencies.length === 0 || graphs.length > 0),
  };
}

export function toPath(index: GraphIndex, steps: readonly PathStep[]): DependencyPath {
  return steps.map(({ node, requirement, scope }) => ({ package: index.label(node), requirement, scope }));
}

const FAMILIES: Readonly<Record<string, ImportUse['language']>> = { ecmascript: 'javascript', python: 'python', rust: 'rust', go: 'go' };

/** Whose import a module is; of an index that does not say, by its form and by what the project has at all. */
function languagesOf({ module, family }: ExternalImport, ecosystems: ReadonlySet<Ecosystem>): ImportUse['language'][] {
  if (family !== undefined) return [FAMILIES[family] ?? 'other'];
  if (module.includes('::')) return ['rust'];
  if (/^[\w-]+(\.[\w-]+)+\//.test(module) && ecosystems.has('go')) return ['go'];
  const possible: ImportUse['language'][] = [];
  if (ecosystems.has('npm')) possible.push('javascript');
  if (ecosystems.has('pypi') && /^[\w.]+$/.test(module)) possible.push('python');
  if (ecosystems.has('cargo') && /^\w+$/.test(module)) possible.push('rust');
  return possible;
}
