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

/** An error as a runtime, a compiler or a log printed it. */
export interface ErrorMention {
  /** `TypeError`, `java.lang.IllegalStateException`, `panic`, `error` … */
  readonly type: string | null;
  /** `TS2345`, `E0382`, `ECONNREFUSED`, `CS0103` … */
  readonly code: string | null;
  /** At most 300 characters. */
  readonly message: string;
}

export interface LibraryMention {
  readonly name: string;
  /** As written, with its operator (`^18.2`, `>=2`); null when only the name is there. */
  readonly version: string | null;
}

export type TimeKind = 'recent' | 'range' | 'date' | 'release';

export interface TimeMention {
  readonly phrase: string;
  readonly kind: TimeKind;
  /** How many days back the words reach; null when they do not say (`last release`). */
  readonly days: number | null;
}

export const INTENTS = ['navigate', 'explain', 'troubleshoot', 'implement', 'change', 'example', 'compare', 'test', 'refactor', 'impact', 'configure', 'history', 'plan'] as const;
export type IntentKind = (typeof INTENTS)[number];

export interface Intent {
  readonly kind: IntentKind;
  /** 0..1; those of one question add up to at most 1. */
  readonly confidence: number;
  /** The words or features that speak for it. */
  readonly because: readonly string[];
}

export type ContextNeed = 'code' | 'tests' | 'docs' | 'library-docs' | 'configuration' | 'history' | 'tasks';

/** What of a thing's surroundings a question is after: who uses it, what it calls, what implements it, what tests it. */
export type AskedRelation = 'uses' | 'callees' | 'implementations' | 'tests';

export interface QueryUnderstanding {
  /** The question as it is searched for: with `translated` behind it. */
  readonly text: string;
  /** What code calls the words of a question in another script; empty for Latin script. */
  readonly translated: readonly string[];
  /** Surest first, at most 32, no name twice. */
  readonly names: readonly QueryName[];
  /** In order of appearance, at most 32; paths of stack frames are in `frames` only. */
  readonly paths: readonly PathMention[];
  /** Innermost first as the runtime printed them, at most 64; places of compiler diagnostics are here too. */
  readonly frames: readonly StackFrame[];
  /** At most 8. */
  readonly errors: readonly ErrorMention[];
  /** Fenced or multi-word backticked code, at most 8. */
  readonly quotedCode: readonly string[];
  /** Text in quotation marks, at most 8. */
  readonly phrases: readonly string[];
  /** At most 16. */
  readonly libraries: readonly LibraryMention[];
  /** Programming languages that the question names, or whose files it names. */
  readonly languages: readonly string[];
  /** ISO 639-1 of the language it is asked in; null when too little is written to tell. */
  readonly naturalLanguage: string | null;
  readonly times: readonly TimeMention[];
  /** Natural-language words in lower case, without function words, names and paths; at most 64, no word twice. */
  readonly words: readonly string[];
  /** Likeliest first; the first is the primary one. Never empty. */
  readonly intents: readonly Intent[];
  /** Empty where the question is after the things it names, or wants something made or changed. */
  readonly relations: readonly AskedRelation[];
  /** What an answer should hold, most needed first. */
  readonly needs: readonly ContextNeed[];
  /** 0 = one thing is asked for by name, 1 = many things at once. */
  readonly complexity: number;
}
