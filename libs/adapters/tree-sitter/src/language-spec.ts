import type { Node } from './flat/node.ts';
import type { LinkSpec } from './links/link-spec.ts';
import type { Outline, Place } from './outline.ts';

/** Decides what a node is; declares symbols and enters bodies through the outline. */
export type Rule = (node: Node, place: Place, outline: Outline) => void;

/** All that one language needs. A new language is a folder with one of these, listed in `languages/language-specs.ts`. */
export interface LanguageSpec {
  /** Names of `detectLanguage` that this grammar reads. */
  readonly languages: readonly string[];
  /** The grammar inside its package. */
  readonly grammar: string;
  readonly comments: ReadonlySet<string>;
  /** Nodes before a declaration that belong to it, beside comments. */
  readonly decorators: ReadonlySet<string>;
  /** By node type. Nodes without a rule, and all below them, hold no symbols. */
  readonly rules: Readonly<Record<string, Rule>>;
  /** What the parser reads instead of the text: the same characters in the same places, less what the grammar cannot know. */
  readonly mask?: (text: string) => string;
  /** Takes the markup out of a doc comment. */
  readonly cleanDoc?: (doc: string) => string;
  /** How names are used: imports, exports, references. */
  readonly links?: LinkSpec;
  /** After the walk: what only the whole file tells (export lists). */
  readonly finish?: (outline: Outline) => void;
}
