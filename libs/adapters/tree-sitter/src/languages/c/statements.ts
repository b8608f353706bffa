import type { Node } from '../../flat/node.ts';
import type { Rule } from '../../language-spec.ts';
import type { Declaration, Outline, Place } from '../../outline.ts';
import { childrenOf } from '../shared/declarations.ts';
import { declaredBy, type Declared } from './declarators.ts';
import { declareType } from './types.ts';
import { isVisible, visibilityIn } from './visibility.ts';

const WORDS = /\b(?:static|extern|inline|const|constexpr|consteval|constinit|virtual|explicit|volatile|mutable|thread_local|friend|_Noreturn)\b/g;

function declare(declared: Declared, kind: Declaration['kind'], node: Node, place: Place, outline: Outline, more: { bodyIndex?: number; modifiers?: readonly string[]; shared?: boolean }): number {
  const outer = place.outer ?? node;
  const head = outline.text.slice(outer.startIndex, declared.nameNode.startIndex).slice(-300);
  const around = place.scope.container ?? (place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]!.qualifiedName : undefined);
  return outline.declare({
    kind, name: declared.name, nameNode: declared.nameNode, node, bodyIndex: more.bodyIndex, shared: more.shared, signatureIndex: behindMacro(outer, outline),
    container: declared.qualifier === undefined ? undefined : around === undefined ? declared.qualifier : `${around}.${declared.qualifier}`,
    visibility: visibilityIn(place, outline), exported: isVisible(head, place, outline),
    modifiers: [...new Set([...(more.modifiers ?? []), ...(head.match(WORDS) ?? [])])],
  }, place);
}

/** The parser never saw the macro of `API(int) f(void)`; the signature shows it. */
function behindMacro(node: Node, outline: Outline): number | undefined {
  const before = outline.text.slice(Math.max(0, node.startIndex - 80), node.startIndex);
  const macro = /(?:^|\n)(?:[a-z]+[ \t]+)*[A-Z]\w*\($/.exec(before)?.[0].trimStart();
  return macro ? node.startIndex - macro.length : undefined;
}

function callableKind(declared: Declared, place: Place, outline: Outline): Declaration['kind'] {
  if (place.scope.kind !== 'type' && declared.qualifier === undefined) return 'function';
  const owner = declared.qualifier?.split('.').at(-1) ?? (place.scope.symbol >= 0 ? outline.symbols[place.scope.symbol]!.name : '');
  return declared.name === owner ? 'constructor' : 'method';
}

/** The type of a declaration may itself be declared there; an anonymous one is called like the first thing of its type. */
function inlineType(node: Node, place: Place, outline: Outline, declared: Declared | undefined, kind?: 'field' | 'variable'): Node | null {
  const type = node.childForFieldName('type');
  if (!type?.childForFieldName('body')) return null;
  declareType(type, { ...place, outer: place.outer ?? node }, outline, declared?.nameNode, kind);
  return type;
}

export const functionDefinition: Rule = (node, place, outline) => {
  const declarator = node.childForFieldName('declarator');
  const declared = declarator && declaredBy(declarator, outline);
  inlineType(node, place, outline, undefined);
  if (!declared) return;
  const body = node.childForFieldName('body') ?? childrenOf(node).find((child) => outline.typeOf(child) === 'try_statement') ?? null;
  const initializers = childrenOf(node).find((child) => outline.typeOf(child) === 'field_initializer_list');
  const symbol = declare(declared, callableKind(declared, place, outline), node, place, outline, { bodyIndex: initializers?.startIndex ?? body?.startIndex });
  if (symbol >= 0 && body) outline.enter(childrenOf(body), outline.inside(symbol, 'function', place.scope));
};

/** Variables, fields and prototypes, each with several names. In functions only the types among them are symbols. */
const declarationOf = (field: boolean): Rule => (node, place, outline) => {
  const all = (node.childrenForFieldName('declarator') as Node[]).slice(0, 1_000).flatMap((declarator) => declaredBy(declarator, outline) ?? []);
  const anonymous = inlineType(node, place, outline, all[0], field ? 'field' : 'variable');
  if (place.scope.kind === 'function') return;
  const named = anonymous && !anonymous.childForFieldName('name') ? all.slice(1) : all;
  for (const declared of named) {
    const head = outline.text.slice(node.startIndex, declared.nameNode.startIndex);
    const kind = declared.callable ? callableKind(declared, place, outline) : field ? 'field' : /\b(?:const|constexpr)\b(?![^;]*\*)/.test(head) ? 'constant' : 'variable';
    const only = declared.callable && !field ? ['declaration'] : [];
    declare(declared, kind, node, place, outline, { shared: all.length > 1, modifiers: only });
  }
};

export const declaration = declarationOf(false);
export const fieldDeclaration = declarationOf(true);

export const typeDefinition: Rule = (node, place, outline) => {
  const all = (node.childrenForFieldName('declarator') as Node[]).slice(0, 1_000).flatMap((declarator) => declaredBy(declarator, outline) ?? []);
  const type = inlineType(node, place, outline, all[0]);
  const typeName = type?.childForFieldName('name');
  const own = typeName ? outline.textOf(typeName) : null;
  const names = type && !typeName ? all.slice(1) : all.filter((declared) => declared.name !== own);
  for (const declared of names) declare({ ...declared, callable: false }, 'type', node, place, outline, { bodyIndex: type?.childForFieldName('body')?.startIndex, shared: all.length > 1 });
};
