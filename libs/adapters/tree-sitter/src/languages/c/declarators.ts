import type { Node } from '../../flat/node.ts';
import type { Outline } from '../../outline.ts';

export interface Declared {
  readonly nameNode: Node;
  readonly name: string;
  /** What stands before `::`, with dots and without template arguments. */
  readonly qualifier: string | undefined;
  readonly callable: boolean;
}

const NAMES = new Set(['identifier', 'field_identifier', 'type_identifier', 'primitive_type', 'qualified_identifier', 'destructor_name', 'operator_name', 'operator_cast', 'template_function', 'template_method']);
const MAX_WRAPPERS = 50;

/** The name inside `*(*name[3])(int)`; null where there is none. */
export function declaredBy(declarator: Node, outline: Outline): Declared | null {
  let node: Node | null = declarator;
  let callable = false;
  for (let i = 0; node && i < MAX_WRAPPERS; i++) {
    const type = outline.typeOf(node);
    if (NAMES.has(type)) return nameOf(node, type, callable, outline);
    if (type === 'function_declarator') callable = true;
    else if (type !== 'parenthesized_declarator' && type !== 'attributed_declarator') callable = false;
    node = node.childForFieldName('declarator') ?? innerDeclarator(node, outline);
  }
  return null;
}

function innerDeclarator(node: Node, outline: Outline): Node | null {
  return ((node.namedChildren as Node[]).find((child) => outline.typeOf(child).endsWith('declarator') || NAMES.has(outline.typeOf(child)))) ?? null;
}

function nameOf(node: Node, type: string, callable: boolean, outline: Outline): Declared | null {
  const qualifiers: string[] = [];
  let nameNode: Node = node;
  for (let i = 0; type === 'qualified_identifier' && i < MAX_WRAPPERS && outline.typeOf(nameNode) === 'qualified_identifier'; i++) {
    const scope = nameNode.childForFieldName('scope');
    if (scope) qualifiers.push(/^[^<\s]*/.exec(outline.textOf(scope).slice(0, 200))![0]);
    const inner: Node | null = nameNode.childForFieldName('name');
    if (!inner) return null;
    nameNode = inner;
  }
  const at = outline.typeOf(nameNode);
  if (at.endsWith('declarator')) return declaredBy(nameNode, outline);
  if (at === 'template_function' || at === 'template_method') nameNode = nameNode.childForFieldName('name') ?? nameNode;
  const name = (at === 'operator_cast' ? outline.textOf(nameNode).slice(0, 200).replace(/\(.*$/s, '') : outline.textOf(nameNode).slice(0, 300)).replace(/\s+/g, ' ').trim();
  return { nameNode, name: at === 'destructor_name' ? name.replace('~ ', '~') : name, qualifier: qualifiers.length > 0 ? qualifiers.join('.') : undefined, callable: callable || at === 'operator_cast' };
}
