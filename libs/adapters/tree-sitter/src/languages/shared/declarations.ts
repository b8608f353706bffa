import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place, Scope } from '../../outline.ts';

export const childrenOf = (node: Node | null): Node[] => (node?.namedChildren ?? []) as Node[];

/** A node that only holds others: what it holds belongs to the scope around it. */
export const block: Rule = (node, place, outline) => outline.enter(childrenOf(node), { ...place.scope, depth: place.scope.depth + 1 }, { exported: place.exported, modifiers: place.modifiers });

/** The symbol around a place, or null at the top of the file. */
export function ownerOf(place: Place, outline: Outline): Outline['symbols'][number] | null {
  return place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]! : null;
}

export interface Words {
  /** In the order of the source, without visibility. */
  readonly modifiers: readonly string[];
  readonly visibility: 'public' | 'protected' | 'private' | null;
  /** All of them. */
  readonly all: ReadonlySet<string>;
  /** Where the declaration begins behind its annotations. */
  readonly signatureIndex: number;
}

const ANNOTATIONS = new Set(['annotation', 'marker_annotation', 'attribute_list', 'attribute', 'attribute_item']);
const VISIBILITY = new Set(['public', 'protected', 'private']);

/** The modifiers of a declaration, however its grammar wraps them: `modifiers`, `modifier`, `visibility_modifier` … */
export function wordsOf(node: Node, before: Node, outline: Outline): Words {
  const all = new Set<string>();
  let signatureIndex = node.startIndex;
  const read = (child: Node): void => {
    const type = outline.typeOf(child);
    if (ANNOTATIONS.has(type)) signatureIndex = child.endIndex;
    else if (type === 'modifiers') {
      let at = child.startIndex;
      for (const part of childrenOf(child)) {
        add(outline.text.slice(at, part.startIndex));
        read(part);
        at = part.endIndex;
      }
      add(outline.text.slice(at, child.endIndex));
    } else if (type.includes('modifier')) add(outline.textOf(child));
  };
  const add = (text: string): void => {
    for (const word of text.slice(0, 300).split(/\s+/)) if (/\w/.test(word)) all.add(word);
  };
  for (const child of childrenOf(node)) {
    if (child.startIndex >= before.startIndex) break;
    read(child);
  }
  const visibility = [...all].find((word) => VISIBILITY.has(word)) as Words['visibility'] | undefined;
  return { all, modifiers: [...all].filter((word) => !VISIBILITY.has(word)), visibility: visibility ?? null, signatureIndex };
}

/** Whether other files can use it. */
export type ExportRule = (words: Words, place: Place, outline: Outline) => boolean;

export interface NamedOptions {
  readonly exports: ExportRule;
  /** What the body holds; absent: nothing that is looked for. */
  readonly inner?: Scope['kind'];
  readonly modifiers?: readonly string[];
  readonly body?: (node: Node, outline: Outline) => Node | null;
  readonly name?: (node: Node, outline: Outline) => Node | null;
}

const bodyField = (node: Node): Node | null => node.childForFieldName('body');
const nameField = (node: Node): Node | null => node.childForFieldName('name');

/** Declares a node by its name, and enters its body. */
export function named(kind: Declaration['kind'] | ((node: Node, place: Place, outline: Outline) => Declaration['kind']), options: NamedOptions): Rule {
  return (node, place, outline) => {
    const nameNode = (options.name ?? nameField)(node, outline);
    if (!nameNode) return;
    const body = (options.body ?? bodyField)(node, outline);
    const words = wordsOf(node, nameNode, outline);
    const symbol = outline.declare({
      kind: typeof kind === 'string' ? kind : kind(node, place, outline),
      name: outline.textOf(nameNode).replace(/^`(.*)`$/, '$1'), nameNode, node, bodyIndex: body?.startIndex, signatureIndex: words.signatureIndex,
      visibility: words.visibility, modifiers: [...(options.modifiers ?? []), ...words.modifiers], exported: options.exports(words, place, outline),
    }, place);
    if (symbol >= 0 && body && options.inner) outline.enter(childrenOf(body), outline.inside(symbol, options.inner, place.scope));
  };
}

/** One declaration with several names: `int a, b = 1;` */
export function declareEach(nameNodes: readonly Node[], kind: Declaration['kind'], node: Node, place: Place, outline: Outline, exports: ExportRule): void {
  if (nameNodes.length === 0) return;
  const words = wordsOf(node, nameNodes[0]!, outline);
  for (const nameNode of nameNodes) {
    outline.declare({
      kind, name: outline.textOf(nameNode), nameNode, node, signatureIndex: words.signatureIndex, shared: nameNodes.length > 1,
      visibility: words.visibility, modifiers: words.modifiers, exported: exports(words, place, outline),
    }, place);
  }
}
