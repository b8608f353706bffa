import type { Dependency, DependencyChange } from '@twinmcp/contracts';

/** What a workspace depended on when it was looked at last: `ecosystem name manifest` → version and scope. */
export type DependencySnapshot = Readonly<Record<string, readonly [version: string | null, scope: string]>>;

export function snapshotOf(dependencies: readonly Dependency[]): DependencySnapshot {
  return Object.fromEntries(dependencies.map(({ ecosystem, name, manifest, version, scope }) => [`${ecosystem}\t${name}\t${manifest}`, [version, scope] as const]));
}

export interface DependencyDifference {
  readonly added: DependencyChange[];
  readonly removed: DependencyChange[];
  readonly updated: DependencyChange[];
}

export function compareDependencies(before: DependencySnapshot, now: DependencySnapshot): DependencyDifference {
  const change = (key: string, [version, scope]: readonly [string | null, string], was: string | null): DependencyChange => {
    const [ecosystem, name, manifest] = key.split('\t') as [Dependency['ecosystem'], string, string];
    return { ecosystem, name, manifest, version, scope, before: was };
  };
  return {
    added: Object.entries(now).filter(([key]) => !Object.hasOwn(before, key)).map(([key, value]) => change(key, value, null)),
    removed: Object.entries(before).filter(([key]) => !Object.hasOwn(now, key)).map(([key, [version, scope]]) => change(key, [null, scope], version)),
    updated: Object.entries(now).filter(([key, [version]]) => Object.hasOwn(before, key) && before[key]![0] !== version).map(([key, value]) => change(key, value, before[key]![0])),
  };
}

const MANIFESTS = /(?:^|\/)(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lock|pyproject\.toml|uv\.lock|poetry\.lock|requirements[^/]*\.txt|requirements\/[^/]+\.(?:txt|in)|go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|libs\.versions\.toml|gradle\.lockfile)$/;

/** Whether a change of this file may change what a project depends on. */
export const isManifest = (path: string): boolean => MANIFESTS.test(path);
