import type { Ecosystem } from '@twinmcp/contracts';
import type { DependencyScope } from '../manifest.ts';
import type { LockProvenance } from './lock-provenance.ts';

/** Where a package comes from. Only `registry` packages can be looked up anywhere; the others are private or local. */
export type PackageOrigin = 'project' | 'registry' | 'git' | 'file' | 'url';

export interface GraphPackage extends LockProvenance {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  /** Exact; null when neither lock file nor manifest says. */
  readonly version: string | null;
  readonly origin: PackageOrigin;
  /** SPDX expression as the lock file has it. */
  readonly licence: string | null;
  /** Of a project: its manifest. Of an npm package: the folder it is installed in. */
  readonly place: string | null;
  readonly deprecated?: string;
  /** It brings commands: a development dependency that is run and never imported. */
  readonly hasBin?: boolean;
}

export interface GraphEdge {
  readonly from: number;
  /** -1: the lock file does not have it (an optional package of another system, a peer that nobody installed). */
  readonly to: number;
  readonly name: string;
  readonly requirement: string | null;
  readonly scope: DependencyScope;
  /** A peer that may be missing. */
  readonly optional?: boolean;
}

/** Everything one lock file (or, without one, the manifests) says about who depends on what. */
export interface PackageGraph {
  readonly ecosystem: Ecosystem;
  /** The file it was read from. */
  readonly file: string;
  readonly packages: readonly GraphPackage[];
  readonly edges: readonly GraphEdge[];
  /** Whether edges between packages are known; go.mod and requirements files name packages only. */
  readonly complete: boolean;
}

/** Collects packages by a key of the lock file, then edges between them. */
export class GraphBuilder {
  readonly ecosystem: Ecosystem;
  readonly file: string;
  readonly #packages: GraphPackage[] = [];
  readonly #edges: GraphEdge[] = [];
  readonly #byKey = new Map<string, number>();

  constructor(ecosystem: Ecosystem, file: string) {
    this.ecosystem = ecosystem;
    this.file = file;
  }

  /** The first of a key wins; a repeated key is the same package. */
  add(key: string, one: Partial<GraphPackage> & Pick<GraphPackage, 'name'>): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const index = this.#packages.push({ ecosystem: this.ecosystem, version: null, origin: 'registry', licence: null, place: null, ...one }) - 1;
    this.#byKey.set(key, index);
    return index;
  }

  alias(key: string, index: number): void {
    if (!this.#byKey.has(key)) this.#byKey.set(key, index);
  }

  find(key: string): number | undefined {
    return this.#byKey.get(key);
  }

  package(index: number): GraphPackage | undefined {
    return this.#packages[index];
  }

  link(edge: GraphEdge): void {
    this.#edges.push(edge);
  }

  build(complete = true): PackageGraph {
    return { ecosystem: this.ecosystem, file: this.file, packages: this.#packages, edges: this.#edges, complete };
  }
}

export interface ParsedLock {
  readonly graph: PackageGraph | null;
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** What a manifest of the project declares, for lock files that do not repeat it. */
export interface ProjectManifest {
  readonly path: string;
  /** Name of the package that the manifest makes, null when it has none. */
  readonly name: string | null;
  readonly version?: string | null;
  readonly licence?: string | null;
  readonly dependencies: readonly { readonly name: string; readonly requirement: string | null; readonly scope: DependencyScope; readonly version?: string }[];
}
