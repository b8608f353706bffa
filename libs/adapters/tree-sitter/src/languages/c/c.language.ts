import type { LanguageSpec, Rule } from '../../language-spec.ts';
import { block, childrenOf } from '../shared/declarations.ts';
import { maskC } from './mask.ts';
import { declareMacroCalls, preprocessorRules } from './preprocessor.ts';
import { declaration, fieldDeclaration, functionDefinition, typeDefinition } from './statements.ts';
import { enumerator, typeSpecifier } from './types.ts';
import { cLinks } from './links.ts';

/** `extern "C" { … }` or before a single declaration. */
const linkage: Rule = (node, place, outline) => {
  const body = node.childForFieldName('body');
  if (!body) return;
  if (outline.typeOf(body) === 'declaration_list') outline.enter(childrenOf(body), { ...place.scope, depth: place.scope.depth + 1 });
  else outline.visit(body, { ...place, outer: place.outer ?? node });
};

/** A block at the top of a file is the body of something that was not understood: its variables are nobody's business. */
const nested: Rule = (node, place, outline) => outline.enter(childrenOf(node), { ...place.scope, kind: place.scope.kind === 'module' ? 'function' : place.scope.kind, depth: place.scope.depth + 1 });

export const cRules: Readonly<Record<string, Rule>> = {
  ...preprocessorRules,
  struct_specifier: typeSpecifier, union_specifier: typeSpecifier, enum_specifier: typeSpecifier, enumerator,
  type_definition: typeDefinition, declaration, field_declaration: fieldDeclaration, function_definition: functionDefinition,
  linkage_specification: linkage, declaration_list: block, compound_statement: nested, ERROR: block,
};

export const c: LanguageSpec = { links: cLinks, languages: ['c'], grammar: 'tree-sitter-c/tree-sitter-c.wasm', comments: new Set(['comment']), decorators: new Set(), rules: cRules, mask: maskC, finish: declareMacroCalls };
