import { compareVersions, satisfies } from '../versions/versions.ts';
import type { GraphIndex } from './graph-index.ts';

export type ConflictKind = 'peer-conflict' | 'peer-missing' | 'unsatisfied' | 'not-locked';

export interface Conflict {
  readonly kind: ConflictKind;
  /** Who asks. */
  readonly from: number;
  /** What it gets; null when nothing. */
  readonly to: number | null;
  readonly name: string;
  readonly requirement: string | null;
}

/** What somebody asks for and does not get: by the rules of npm (semver), Python (PEP 440), Cargo and Maven. */
export function findConflicts(index: GraphIndex): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const { from, to, name, requirement, scope, optional } of index.edges) {
    const conflict = (kind: ConflictKind) => conflicts.push({ kind, from, to: to < 0 ? null : to, name, requirement });
    if (to < 0) {
      // A project without a lock file gets nothing yet; a package of another system is not there on purpose.
      if (scope === 'peer') {
        if (!optional && index.depth[from] !== -1) conflict('peer-missing');
      } else if (!optional && scope !== 'optional' && index.packages[from]!.origin === 'project' && index.packages[from]!.ecosystem !== 'pypi') conflict('not-locked');
      continue;
    }
    const { version, ecosystem } = index.packages[to]!;
    if (version === null || requirement === null || index.packages[to]!.origin === 'project') continue;
    if (satisfies(ecosystem, version, requirement) === false) conflict(scope === 'peer' ? 'peer-conflict' : 'unsatisfied');
  }
  const order: readonly ConflictKind[] = ['unsatisfied', 'peer-conflict', 'not-locked', 'peer-missing'];
  return conflicts.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (index.depth[a.from]! - index.depth[b.from]!) || a.name.localeCompare(b.name, 'en'));
}

export interface Duplicate {
  readonly name: string;
  /** Oldest first, each with the nodes of that version. */
  readonly versions: readonly { readonly version: string; readonly nodes: readonly number[] }[];
  /** One of the versions that all who ask would take; null when there is none. */
  readonly common: string | null;
}

/** Packages that are there in more than one version. */
export function findDuplicates(index: GraphIndex): Duplicate[] {
  const byName = Map.groupBy(index.packages.map((_, node) => node).filter((node) => index.packages[node]!.version !== null && index.packages[node]!.origin !== 'project'), (node) => `${index.packages[node]!.ecosystem} ${index.packages[node]!.name}`);
  return [...byName.values()].flatMap((nodes) => {
    const versions = Map.groupBy(nodes, (node) => index.packages[node]!.version!);
    if (versions.size < 2) return [];
    const { name, ecosystem } = index.packages[nodes[0]!]!;
    const asked = nodes.flatMap((node) => index.incoming[node]!.flatMap(({ requirement }) => requirement ?? []));
    const sorted = [...versions].sort(([a], [b]) => compareVersions(ecosystem, a, b) ?? a.localeCompare(b, 'en'));
    const common = asked.length === 0 ? null : (sorted.findLast(([version]) => asked.every((requirement) => satisfies(ecosystem, version, requirement) === true))?.[0] ?? null);
    return [{ name, versions: sorted.map(([version, of]) => ({ version, nodes: of })), common }];
  }).sort((a, b) => b.versions.length - a.versions.length || a.name.localeCompare(b.name, 'en'));
}
