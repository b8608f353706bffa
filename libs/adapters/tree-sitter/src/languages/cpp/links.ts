import type { LinkSpec } from '../../links/link-spec.ts';
import { cLinks, declaredType, declarator, firstSkipped, parameter } from '../c/links.ts';

const typedName = { declarator: 'bind', type: 'type', default_value: 'read' } as const;

export const cppLinks: LinkSpec = {
  ...cLinks,
  roles: {
    ...cLinks.roles,
    class_specifier: { name: declaredType }, alias_declaration: { name: 'bind', type: 'type' }, namespace_definition: { name: 'skip' }, namespace_alias_definition: { name: 'bind' }, nested_namespace_specifier: { '*': 'skip' },
    optional_parameter_declaration: { ...typedName, declarator: parameter }, variadic_parameter_declaration: { ...typedName, declarator: parameter }, for_range_loop: typedName, reference_declarator: { '*': declarator }, variadic_declarator: { '*': 'inherit' }, structured_binding_declarator: { '*': 'inherit' },
    type_parameter_declaration: { '*': 'bind' }, variadic_type_parameter_declaration: { '*': 'bind' }, optional_type_parameter_declaration: { name: 'bind', default_type: 'type' }, concept_definition: { name: 'bind' },
    base_class_clause: { '*': 'extends' }, template_type: { name: 'inherit', arguments: 'type' }, template_function: { name: 'inherit' }, template_method: { name: 'inherit' }, dependent_name: { '*': 'inherit' },
    qualified_identifier: { scope: 'read', name: 'inherit' }, new_expression: { type: 'new' }, field_initializer: { '*': firstSkipped }, destructor_name: { '*': 'skip' }, operator_name: { '*': 'skip' }, lambda_capture_initializer: { left: 'bind', right: 'read' }, attribute_declaration: { '*': 'skip' },
  },
  names: { ...cLinks.names, namespace_identifier: 'name' },
  scopes: { ...cLinks.scopes, class_specifier: 'type', namespace_definition: 'function', lambda_expression: 'function', template_declaration: 'block', for_range_loop: 'block', catch_clause: 'block', if_statement: 'block', while_statement: 'block', switch_statement: 'block' },
  members: { ...cLinks.members, qualified_identifier: ['scope', 'name'] },
  news: { ...cLinks.news, new_expression: 'type' },
  carriers: ['template_method', 'template_function', 'template_type'],
  capitalMakes: true,
  self: ['this'],
  through: { ...cLinks.through, template_type: 'name', template_function: 'name', template_method: 'name' },
  declarators: [...cLinks.declarators!, 'reference_declarator'],
  typed: { ...cLinks.typed, optional_parameter_declaration: { type: 'type' }, for_range_loop: { type: 'type' } },
};
