import type { DependencyScope } from '../manifest.ts';
import type { GraphEdge, GraphPackage, PackageGraph } from '../manifests/package-graph.ts';

/** The graphs of a workspace as one, with what is asked of it again and again. Nodes are numbers. */
export class GraphIndex {
  readonly packages: readonly GraphPackage[];
  readonly edges: readonly GraphEdge[];
  readonly out: readonly (readonly GraphEdge[])[];
  readonly incoming: readonly (readonly GraphEdge[])[];
  /** The project and its members. */
  readonly roots: readonly number[];
  /** Steps from the nearest root; -1 for what nothing leads to. */
  readonly depth: Int32Array;
  /** Needed when the project runs: reached without an edge of development. */
  readonly production: Uint8Array;

  constructor(graphs: readonly PackageGraph[]) {
    const packages: GraphPackage[] = [];
    const edges: GraphEdge[] = [];
    for (const graph of graphs) {
      const offset = packages.length;
      for (const one of graph.packages) packages.push(one);
      for (const edge of graph.edges) edges.push(offset === 0 ? edge : { ...edge, from: edge.from + offset, to: edge.to < 0 ? -1 : edge.to + offset });
    }
    this.packages = packages;
    this.edges = edges;
    const out: GraphEdge[][] = packages.map(() => []);
    const incoming: GraphEdge[][] = packages.map(() => []);
    for (const edge of edges) {
      out[edge.from]!.push(edge);
      if (edge.to >= 0) incoming[edge.to]!.push(edge);
    }
    this.out = out;
    this.incoming = incoming;
    this.roots = packages.flatMap(({ origin }, index) => (origin === 'project' ? [index] : []));
    this.depth = new Int32Array(packages.length).fill(-1);
    this.production = new Uint8Array(packages.length);
    this.#measure();
  }

  #measure(): void {
    const walk = (follow: (edge: GraphEdge) => boolean, visit: (node: number, depth: number) => boolean) => {
      let level = [...this.roots];
      for (let depth = 0; level.length > 0; depth++) {
        const next: number[] = [];
        for (const node of level) {
          if (!visit(node, depth)) continue;
          for (const edge of this.out[node]!) if (edge.to >= 0 && follow(edge)) next.push(edge.to);
        }
        level = next;
      }
    };
    walk(() => true, (node, depth) => this.depth[node] === -1 && ((this.depth[node] = depth), true));
    walk(({ scope }) => scope !== 'development', (node) => this.production[node] === 0 && ((this.production[node] = 1), true));
  }

  label(node: number): string {
    const { name, version } = this.packages[node]!;
    return version === null ? name : `${name}@${version}`;
  }

  /** All nodes of a name, as it is written or as its registry compares it. */
  named(name: string): number[] {
    const [bare, version] = splitVersion(name);
    return this.packages.flatMap((one, index) => (one.name.toLowerCase() === bare.toLowerCase() && (version === null || one.version === version) ? [index] : []));
  }
}

/** `zod@4.1.0`, `@scope/name@1.0.0`, `zod`. */
export function splitVersion(text: string): [name: string, version: string | null] {
  const at = text.indexOf('@', 1);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

export interface PathStep {
  readonly node: number;
  /** How the step before asks for it; null for the project. */
  readonly requirement: string | null;
  readonly scope: DependencyScope | null;
}

/** Ways from the project to a package, shortest first, each through another of those that ask for it directly. */
export function pathsTo(index: GraphIndex, target: number, limit: number): PathStep[][] {
  const paths: PathStep[][] = [];
  for (const last of [...index.incoming[target]!].sort((a, b) => index.depth[a.from]! - index.depth[b.from]!)) {
    if (paths.length >= limit) break;
    const before = shortest(index, last.from, target);
    if (before) paths.push([...before, { node: target, requirement: last.requirement, scope: last.scope }]);
  }
  return paths.sort((a, b) => a.length - b.length);
}

/** Follows falling depths back to a root; null for what no root leads to without passing `avoid`. */
function shortest(index: GraphIndex, node: number, avoid: number): PathStep[] | null {
  const steps: PathStep[] = [];
  let at = node;
  while (index.depth[at]! > 0) {
    const edge = index.incoming[at]!.find(({ from }) => index.depth[from] === index.depth[at]! - 1 && from !== avoid);
    if (!edge) return null;
    steps.push({ node: at, requirement: edge.requirement, scope: edge.scope });
    at = edge.from;
  }
  return index.depth[at] === 0 ? [...steps, { node: at, requirement: null, scope: null }].reverse() : null;
}

/** A package that wants the project to bring another: what it is installed for need not be imported. */
export function peerAskedBy(index: GraphIndex, name: string): string | null {
  for (const node of index.named(name)) for (const { from, scope } of index.incoming[node] ?? []) if (scope === 'peer' && index.packages[from]!.origin !== 'project') return index.label(from);
  return null;
}
