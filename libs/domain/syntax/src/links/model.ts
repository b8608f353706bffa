import type { SymbolKind } from '@twinmcp/contracts';

/** How a name is used. `read` is every use that none of the others describes (a value passed on, a re-export by name, JSX included). */
export const REFERENCE_KINDS = ['call', 'new', 'type', 'extends', 'implements', 'decorator', 'read', 'write'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/**
 * A use of a name that may stand for a symbol of this or another file. Names that a parameter or a local variable binds
 * are no references; what is reached through such a variable is, with the variable's type where the text tells it.
 */
export interface CodeReference {
  readonly name: string;
  /** What stands before the dot, without whitespace: `this`, `fs`, `a.b`; `?` for an expression that is no chain of names; null for a bare name. At most 128 characters. */
  readonly receiver: string | null;
  /** Type of the receiver as this file writes it, where a declaration, a parameter or `new` tells it: `Server`, `http.Server`. */
  readonly receiverType: string | null;
  readonly kind: ReferenceKind;
  /** 1-based line, 0-based column in UTF-16 units, of the name itself. */
  readonly line: number;
  readonly column: number;
  /** Index into the file's symbols of the innermost one around it, -1 at the top of the file. */
  readonly symbol: number;
}

export interface ImportBinding {
  /** Name in the other module; `default`; `*` for the module as a whole (`local` names it), or for all its names at once when `local` is `*` too (`from m import *`). */
  readonly imported: string;
  /** Name in this file; null when nothing is bound here (side effect, `export … from`). */
  readonly local: string | null;
  /** Name under which this file passes it on (`export { a as b } from`), null when it does not; `*` for `export * from`. */
  readonly exported: string | null;
  /** Erased at run time (`import type`). */
  readonly typeOnly: boolean;
}

export interface ImportLink {
  /** As written: './x.js', 'react', 'fmt', '..pkg.mod', 'java.util.List', '<stdio.h>' without the brackets. */
  readonly module: string;
  readonly kind: 'import' | 'reexport' | 'require' | 'dynamic' | 'include';
  /** Empty for a pure side effect. */
  readonly bindings: readonly ImportBinding[];
  readonly line: number;
}

/** A name of this file that others see under another one: `export { a as b }`, `export default a`, `module.exports = a`, `__all__`. */
export interface ExportBinding {
  readonly local: string;
  readonly exported: string;
}

/** What the graph knows of a symbol; the order is that of `FileAnalysis.symbols`. */
export interface LinkSymbol {
  readonly name: string;
  readonly qualifiedName: string;
  readonly kind: SymbolKind;
  readonly startLine: number;
  readonly endLine: number;
  readonly nameLine: number;
  readonly nameColumn: number;
  /** Index of the symbol it is a member of, -1 when it stands at the top or its container is in another file. */
  readonly container: number;
  readonly exported: boolean;
  readonly visibility: 'public' | 'protected' | 'private' | null;
  /** Type as written: of a variable or field, the return type of a function; null when the text does not say. At most 128 characters. */
  readonly type: string | null;
}

/** Measures of a function or method, for findings. Hashes are of token kinds, never of names or literals. */
export interface CodeShape {
  readonly symbol: number;
  readonly tokens: number;
  readonly statements: number;
  /** Deepest nesting of control structures. */
  readonly nesting: number;
  /** Cyclomatic complexity: 1 + decisions. */
  readonly complexity: number;
  readonly parameters: number;
  /** Winnowed fingerprints (Schleimer, Wilkerson, Aiken 2003), unsigned 32-bit, ascending, distinct. */
  readonly fingerprints: readonly number[];
}

/** Everything that the code graph needs of one file. No text beyond names and types as written (HM-7). */
export interface FileLinks {
  /** Go package, Java/Kotlin/Scala package, PHP/C# namespace; null when the language or the file has none. */
  readonly packageName: string | null;
  readonly symbols: readonly LinkSymbol[];
  readonly imports: readonly ImportLink[];
  readonly exports: readonly ExportBinding[];
  readonly references: readonly CodeReference[];
  readonly shapes: readonly CodeShape[];
}
