/** A name that the question mentions as code. */
export interface QueryName {
  readonly name: string;
  /** Last part of a dotted name (`reply.send` → `send`), else the name itself. */
  readonly leaf: string;
  /** How sure we are that the asker means a symbol: 1 = written as code, lower for what merely looks like a name. */
  readonly certainty: number;
}

export interface PathMention {
  /** `/` between parts; a leading `./`, drive letter or `file://` is taken off. May be absolute, may be a bare file name. */
  readonly path: string;
  readonly line: number | null;
  readonly endLine: number | null;
}

export interface StackFrame {
  readonly function: string | null;
  readonly path: string;
  readonly line: number;
}

export interface QueryUnderstanding {
  readonly text: string;
  /** Surest first, at most 32, no name twice. */
  readonly names: readonly QueryName[];
  /** In order of appearance, at most 32; paths of stack frames are in `frames` only. */
  readonly paths: readonly PathMention[];
  /** Innermost first as the runtime printed them, at most 64. */
  readonly frames: readonly StackFrame[];
  /** Fenced or multi-word backticked code, at most 8. */
  readonly quotedCode: readonly string[];
  /** Natural-language words in lower case, without function words, names and paths; at most 64, no word twice. */
  readonly words: readonly string[];
}
