import type { Tree } from 'web-tree-sitter';
import type { GrammarRuntime } from '../grammar-runtime.ts';
import { editBetween } from './text-edit.ts';
import type { TreeCache } from './tree-cache.ts';

/** Where the tree of a file is kept between its versions. */
export interface TreePlace {
  readonly cache: TreeCache;
  readonly key: string;
  /** Set by the parse: whether it went on from the version before. */
  reused?: boolean;
}

/**
 * Parses with the tree of the last version at hand. Where the code has errors, a parser that goes on from an older tree may
 * recover from them in another way than one that starts afresh; the same text must give the same answer whatever was there
 * before, so such a file is parsed afresh. Null when the time is up. The caller deletes the tree, or puts it into the cache.
 */
export function parseKept(runtime: GrammarRuntime, grammar: string, text: string, deadline: number, place: TreePlace | undefined): Tree | null {
  const before = place?.cache.take(place.key, grammar) ?? null;
  if (place) place.reused = false;
  if (before === null) return runtime.parse(text, deadline);
  const edit = editBetween(before.text, text);
  if (edit === null) {
    place!.reused = true;
    return before.tree;
  }
  let tree: Tree | null = null;
  try {
    if (before.tree.rootNode.hasError) return runtime.parse(text, deadline);
    before.tree.edit(edit);
    tree = runtime.parse(text, deadline, before.tree);
  } finally {
    before.tree.delete();
  }
  if (tree === null || !tree.rootNode.hasError) {
    place!.reused = tree !== null;
    return tree;
  }
  tree.delete();
  return runtime.parse(text, deadline);
}
