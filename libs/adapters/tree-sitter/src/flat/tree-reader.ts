import type { Language, Tree } from 'web-tree-sitter';
import { firstDifference, readByCursor } from './cursor-tree.ts';
import { FlatTreeReader, type FlatTree } from './flat-tree.ts';
import { GrammarNames, TreeView } from './tree-view.ts';

/** The release whose memory layout is read; another one is checked before it is believed (see `TreeReader`), and a test holds this to package.json. */
export const READ_LAYOUT_OF = '0.27.1';
/** Trees of each grammar that are read both ways before memory alone is trusted, and how much of each. */
const CHECKED_TREES = 3;
const CHECKED_NODES = 3_000;

/**
 * Reads trees from the parser's memory. The first trees of each grammar are read through the public cursor as well: should they ever
 * differ, that grammar is read by cursor from then on, which gives the same at the price of time.
 */
export class TreeReader {
  private readonly flat: FlatTreeReader;
  private readonly names = new Map<Language, GrammarNames>();
  private readonly checks = new Map<Language, number>();
  /** Grammars that are read by cursor. */
  readonly distrusted = new Set<Language>();

  constructor(memory: { readonly buffer: ArrayBuffer }) {
    this.flat = new FlatTreeReader(memory);
  }

  view(tree: Tree, text: string): TreeView {
    let names = this.names.get(tree.language);
    if (!names) this.names.set(tree.language, (names = new GrammarNames(tree.language)));
    return new TreeView(this.read(tree), text, names);
  }

  private read(tree: Tree): FlatTree {
    const { language } = tree;
    if (this.distrusted.has(language)) return readByCursor(tree);
    let read: FlatTree;
    try {
      read = this.flat.read(tree);
    } catch (error) {
      if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
      this.distrusted.add(language);
      return readByCursor(tree);
    }
    const checked = this.checks.get(language) ?? 0;
    if (checked >= CHECKED_TREES) return read;
    this.checks.set(language, checked + 1);
    if (firstDifference(read, readByCursor(tree, CHECKED_NODES), CHECKED_NODES) < 0) return read;
    this.distrusted.add(language);
    return readByCursor(tree);
  }
}
