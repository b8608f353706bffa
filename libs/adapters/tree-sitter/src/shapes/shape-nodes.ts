import type { GrammarNames } from '../flat/tree-view.ts';

/** Names of nodes in all grammars here that decide which way a program goes: each adds one to the cyclomatic complexity. */
const DECISIONS = [
  'if_statement', 'if_expression', 'elif_clause', 'else_if_clause', 'elseif_statement', 'if', 'unless', 'elsif', 'if_modifier', 'unless_modifier', 'if_clause', 'guard',
  'for_statement', 'for_in_statement', 'for_expression', 'for_range_loop', 'enhanced_for_statement', 'foreach_statement', 'for_in_clause', 'for', 'c_style_for_statement', 'for_numeric_clause',
  'while_statement', 'while_expression', 'while', 'until', 'while_modifier', 'until_modifier', 'do_statement', 'do_while_statement', 'repeat_statement', 'do_while_expression',
  'switch_case', 'expression_case', 'type_case', 'communication_case', 'case_clause', 'case_statement', 'case_item', 'match_arm', 'match_conditional_expression', 'when_entry', 'when', 'switch_section', 'switch_expression_arm', 'switch_label', 'in_clause',
  'catch_clause', 'except_clause', 'rescue', 'catch_block', 'ternary_expression', 'conditional_expression', 'conditional',
];
/** Those that put what they hold one level deeper. */
const NESTING = [
  'if_statement', 'if_expression', 'if', 'unless', 'for_statement', 'for_in_statement', 'for_expression', 'for_range_loop', 'enhanced_for_statement', 'foreach_statement', 'for', 'c_style_for_statement',
  'while_statement', 'while_expression', 'while', 'until', 'do_statement', 'do_while_statement', 'repeat_statement', 'loop_expression', 'try_statement', 'try_expression', 'begin', 'try_with_resources_statement',
  'switch_statement', 'switch_expression', 'expression_switch_statement', 'type_switch_statement', 'select_statement', 'match_statement', 'match_expression', 'when_expression', 'case', 'case_statement', 'with_statement', 'do_while_expression', 'unsafe_block', 'synchronized_statement', 'lock_statement', 'using_statement',
];
/** Nodes whose named children are statements, whatever they are called. */
const BLOCKS = ['block', 'statement_block', 'compound_statement', 'body_statement', 'statements', 'statement_list', 'do_block', 'then', 'template_body', 'chunk', 'do_group', 'indented_block'];
/** Literals that count as one token, and whose content says nothing. */
const ATOMS = /^(?:string|string_literal|raw_string_literal|interpreted_string_literal|verbatim_string_literal|char_literal|character_literal|rune_literal|regex|regex_literal|encapsed_string|heredoc|heredoc_body|string_array|symbol_array|raw_string|ansi_c_string|nowdoc|line_string_literal|multi_line_string_literal|multiline_string_literal)$/;
const COMMENT = /comment/;
const JOINTS = ['&&', '||', '??', 'and', 'or'];
const JOINED = /binary|boolean|logical|infix|conjunction|disjunction|elvis/;

/** What each node type of a grammar is to the shape of a function. */
export class ShapeNodes {
  readonly decision: Uint8Array;
  readonly nesting: Uint8Array;
  readonly block: Uint8Array;
  readonly statement: Uint8Array;
  readonly atom: Uint8Array;
  readonly comment: Uint8Array;
  readonly joint: Uint8Array;
  readonly joined: Uint8Array;
  /** Of the name of the type, so that dialects agree; 0 = no token. */
  readonly hash: Uint32Array;

  constructor(names: GrammarNames) {
    const size = names.errorRow + 1;
    this.decision = names.flags(DECISIONS);
    this.nesting = names.flags(NESTING);
    this.block = names.flags(BLOCKS);
    this.joint = names.flags(JOINTS.map((token) => `"${token}"`));
    this.statement = new Uint8Array(size);
    this.atom = new Uint8Array(size);
    this.comment = new Uint8Array(size);
    this.joined = new Uint8Array(size);
    this.hash = new Uint32Array(size);
    for (let type = 0; type < size; type++) {
      const name = names.types[type] ?? 'ERROR';
      const named = names.isNamed(type);
      if (COMMENT.test(name) && named) this.comment[type] = 1;
      else if (name !== ';') this.hash[type] = hashOf(name);
      if (named && /_(?:statement|declaration)$/.test(name) && !this.block[type]) this.statement[type] = 1;
      if (named && ATOMS.test(name)) this.atom[type] = 1;
      if (JOINED.test(name)) this.joined[type] = 1;
    }
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}
