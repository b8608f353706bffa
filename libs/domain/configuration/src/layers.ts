export type ConfigTree = Record<string, unknown>;

export function isTree(value: unknown): value is ConfigTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Later layers win key by key; lists are replaced whole; `null` (a YAML key without a value) sets nothing. Trees have no
 * prototype: a key named `__proto__` stays an ordinary, unknown key.
 */
export function mergeLayers(...layers: readonly ConfigTree[]): ConfigTree {
  const merged: ConfigTree = Object.create(null) as ConfigTree;
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === null || value === undefined) continue;
      const below = merged[name];
      merged[name] = isTree(value) ? mergeLayers(isTree(below) ? below : {}, value) : value;
    }
  }
  return merged;
}

export function valueAt(tree: unknown, path: readonly (string | number)[]): unknown {
  let value = tree;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** The tree with one key set; for layers made from flat keys (environment, shared configuration). */
export function setAt(tree: ConfigTree, path: string, value: unknown): void {
  const parts = path.split('.');
  let at = tree;
  for (const part of parts.slice(0, -1)) {
    const next = Object.hasOwn(at, part) ? at[part] : undefined;
    at = isTree(next) ? next : ((at[part] = Object.create(null)) as ConfigTree);
  }
  at[parts.at(-1)!] = value;
}
