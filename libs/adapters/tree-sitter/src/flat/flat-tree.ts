import type { Language, Tree } from 'web-tree-sitter';
import { ERROR_TYPE, PRODUCTION, readLayout, type LanguageLayout } from './language-layout.ts';

/**
 * A tree as arrays, in the order of the source: a parent before its children. Reading all of it from the parser's memory
 * costs a small part of parsing it, asking the parser node by node costs as much as parsing.
 * The arrays are reused: a tree is valid until the next one is read by the same reader.
 */
export interface FlatTree {
  readonly language: Language;
  readonly count: number;
  /** Node type as `language.types` names it, after aliases; 65535 for errors. */
  readonly type: Uint16Array;
  /** Field in its parent, 0 = none; a field id of the grammar. */
  readonly field: Uint8Array;
  /** UTF-16 index. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** −1 for the root. */
  readonly parent: Int32Array;
  /** First node behind this one and all below it. A leaf has `next = index + 1`. */
  readonly next: Int32Array;
}

/** Offsets of SubtreeHeapData (subtree.h) in 32-bit memory; children stand right before it, 8 bytes each. */
const PADDING_BYTES = 4;
const SIZE_BYTES = 16;
const CHILD_COUNT = 36;
const SYMBOL = 40;
const FLAGS = 44;
const PRODUCTION_ID = 66;
/** Flags of inline subtrees (their first byte) and of heap ones. */
const INLINE_VISIBLE = 2;
const INLINE_EXTRA = 8;
const HEAP_VISIBLE = 1;
const HEAP_EXTRA = 4;

export class FlatTreeReader {
  private readonly memory: { readonly buffer: ArrayBuffer };
  private readonly layouts = new Map<Language, LanguageLayout>();
  private capacity = 0;
  private type = new Uint16Array(0);
  private field = new Uint8Array(0);
  private start = new Int32Array(0);
  private end = new Int32Array(0);
  private parent = new Int32Array(0);
  private next = new Int32Array(0);
  /** One entry a level: address of the subtree, next child, position, its visible node, field handed down, structural child. */
  private stack = new Int32Array(6 * 256);

  constructor(memory: { readonly buffer: ArrayBuffer }) {
    this.memory = memory;
  }

  read(tree: Tree): FlatTree {
    const { language } = tree;
    let layout = this.layouts.get(language);
    if (!layout) this.layouts.set(language, (layout = readLayout(language, this.memory.buffer)));
    const count = this.walk((tree as unknown as { 0: number })[0], layout);
    return { language, count, type: this.type, field: this.field, start: this.start, end: this.end, parent: this.parent, next: this.next };
  }

  private walk(treeAddress: number, layout: LanguageLayout): number {
    const { buffer } = this.memory;
    const bytes = new Uint8Array(buffer);
    const halves = new Uint16Array(buffer);
    const words = new Uint32Array(buffer);
    const { publicSymbols, aliasWidth, aliases, fields, fieldWidth, productions } = layout;
    let count = 0;
    if (this.capacity === 0) this.grow(8_192);

    // The root: visible whatever it is, and of the type that its symbol has.
    const root = words[treeAddress >> 2]!;
    if (root & 1) { // a tree of one token
      this.add(0, publicSymbols[bytes[treeAddress + 1]!]!, 0, -1, bytes[treeAddress + 6]! >> 1, (bytes[treeAddress + 6]! + bytes[treeAddress + 7]!) >> 1);
      return 1;
    }
    const symbolOf = (symbol: number): number => (symbol === ERROR_TYPE ? ERROR_TYPE : publicSymbols[symbol]!);
    const rootStart = words[(root + PADDING_BYTES) >> 2]!;
    this.add(count++, symbolOf(halves[(root + SYMBOL) >> 1]!), 0, -1, rootStart >> 1, (rootStart + words[(root + SIZE_BYTES) >> 2]!) >> 1);
    let steps = 256 * (words[(root + SIZE_BYTES) >> 2]! + 64); // far more than a tree of the text can have: memory that holds none must not be walked for ever
    let { stack } = this;
    let top = 0;
    stack.set([root, 0, rootStart, 0, 0, 0]);
    if (words[(root + CHILD_COUNT) >> 2] === 0) top = -6;

    while (top >= 0) {
      const parent = stack[top]!;
      const childCount = words[(parent + CHILD_COUNT) >> 2]!;
      const index = stack[top + 1]!;
      const visibleParent = stack[top + 3]!;
      if (index === childCount) {
        top -= 6;
        // A visible node ends when its own level does; a hidden one has handed its parent on.
        if (top < 0 || stack[top + 3] !== visibleParent) this.next[visibleParent] = count;
        continue;
      }
      if (--steps < 0) throw new RangeError('no tree of the known layout');
      stack[top + 1] = index + 1;
      const child = parent - 8 * (childCount - index);
      const head = words[child >> 2]!;
      const production = halves[(parent + PRODUCTION_ID) >> 1]!;
      let position = stack[top + 2]!;
      let symbol: number, visible: boolean, extra: boolean, size: number, below: number;
      if (head & 1) {
        symbol = bytes[child + 1]!;
        visible = (head & INLINE_VISIBLE) !== 0;
        extra = (head & INLINE_EXTRA) !== 0;
        if (index > 0) position += bytes[child + 6]!;
        size = bytes[child + 7]!;
        below = 0;
      } else {
        symbol = halves[(head + SYMBOL) >> 1]!;
        const flags = bytes[head + FLAGS]!;
        visible = (flags & HEAP_VISIBLE) !== 0;
        extra = (flags & HEAP_EXTRA) !== 0;
        if (index > 0) position += words[(head + PADDING_BYTES) >> 2]!;
        size = words[(head + SIZE_BYTES) >> 2]!;
        below = words[(head + CHILD_COUNT) >> 2]!;
      }
      stack[top + 2] = position + size;
      let fieldId = 0;
      if (!extra) {
        const structural = stack[top + 5]!;
        stack[top + 5] = structural + 1;
        fieldId = stack[top + 4]!;
        const has = productions[production]!;
        if (has !== 0) {
          if ((has & PRODUCTION.HAS_FIELD) !== 0 && structural < fieldWidth) fieldId = fields[production * fieldWidth + structural]! || fieldId;
          if ((has & PRODUCTION.HAS_ALIAS) !== 0 && structural < aliasWidth) {
            const alias = aliases[production * aliasWidth + structural]!;
            if (alias !== 0) {
              symbol = alias;
              visible = true;
            }
          }
        }
      }
      let node = visibleParent;
      if (visible) {
        if (count === this.capacity) this.grow(2 * count);
        node = count++;
        this.type[node] = symbol === ERROR_TYPE ? ERROR_TYPE : publicSymbols[symbol]!;
        this.field[node] = fieldId;
        this.parent[node] = visibleParent;
        this.start[node] = position >> 1;
        this.end[node] = (position + size) >> 1;
        this.next[node] = count;
        fieldId = 0;
      }
      if (below > 0) {
        top += 6;
        if (top === stack.length) {
          const grown = new Int32Array(2 * top);
          grown.set(stack);
          this.stack = stack = grown;
        }
        stack[top] = head;
        stack[top + 1] = 0;
        stack[top + 2] = position;
        stack[top + 3] = node;
        stack[top + 4] = fieldId;
        stack[top + 5] = 0;
      }
    }
    this.next[0] = count;
    return count;
  }

  private add(node: number, type: number, field: number, parent: number, start: number, end: number): void {
    this.type[node] = type;
    this.field[node] = field;
    this.parent[node] = parent;
    this.start[node] = start;
    this.end[node] = end;
    this.next[node] = node + 1;
  }

  private grow(capacity: number): void {
    const resized = <T extends Uint16Array | Uint8Array | Int32Array>(array: T, made: T): T => {
      made.set(array);
      return made;
    };
    this.type = resized(this.type, new Uint16Array(capacity));
    this.field = resized(this.field, new Uint8Array(capacity));
    this.start = resized(this.start, new Int32Array(capacity));
    this.end = resized(this.end, new Int32Array(capacity));
    this.parent = resized(this.parent, new Int32Array(capacity));
    this.next = resized(this.next, new Int32Array(capacity));
    this.capacity = capacity;
  }
}
