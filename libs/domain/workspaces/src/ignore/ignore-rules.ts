import { compilePath, compileSegment } from './glob.ts';

interface Rule {
  readonly include: boolean;
  readonly directoriesOnly: boolean;
  readonly matches: (segments: readonly string[]) => boolean;
}

/** An ignore file may be as long as its author likes; rules past this are not read. */
const MAX_RULES = 10_000;

/** The rules of one ignore file, gitignore(5) syntax. Paths are relative to the directory of the file. */
export class IgnoreRules {
  readonly #rules: readonly Rule[];

  private constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  static parse(text: string): IgnoreRules {
    const lines = text.replace(/^\uFEFF/, '').split('\n', MAX_RULES);
    return new IgnoreRules(lines.flatMap((line) => parseRule(line) ?? []));
  }

  /** The last rule that matches decides; null when none does. Parents are the caller's business: it does not enter an ignored directory. */
  decide(segments: readonly string[], isDirectory: boolean): 'ignore' | 'include' | null {
    for (let i = this.#rules.length - 1; i >= 0; i--) {
      const rule = this.#rules[i]!;
      if ((isDirectory || !rule.directoriesOnly) && rule.matches(segments)) return rule.include ? 'include' : 'ignore';
    }
    return null;
  }
}

function parseRule(raw: string): Rule | null {
  let line = raw.replace(/\r$/, '').replace(/(?<!\\)((?:\\\\)*) +$/, '$1');
  if (line === '' || line.startsWith('#')) return null;
  const include = line.startsWith('!');
  if (include) line = line.slice(1);
  const directoriesOnly = line.endsWith('/');
  if (directoriesOnly) line = line.slice(0, -1);
  if (line === '' || line === '/') return null;
  if (!line.includes('/')) {
    const matcher = compileSegment(line === '**' ? '*' : line);
    return { include, directoriesOnly, matches: (segments) => matcher(segments.at(-1)!) };
  }
  return { include, directoriesOnly, matches: compilePath(line.replace(/^\//, '').split('/')) };
}

/** Ignore files from the outermost down to a directory; a deeper one outranks a higher one. Immutable: a walk keeps one per directory. */
export class IgnoreScope {
  static readonly empty = new IgnoreScope(null, null, (segments) => segments);
  readonly #parent: IgnoreScope | null;
  readonly #rules: IgnoreRules | null;
  readonly #relative: (segments: readonly string[]) => readonly string[];

  private constructor(parent: IgnoreScope | null, rules: IgnoreRules | null, relative: (segments: readonly string[]) => readonly string[]) {
    this.#parent = parent;
    this.#rules = rules;
    this.#relative = relative;
  }

  /** Rules of a file in a directory that lies `depth` levels below the root. */
  below(rules: IgnoreRules, depth: number): IgnoreScope {
    return new IgnoreScope(this, rules, depth === 0 ? (segments) => segments : (segments) => segments.slice(depth));
  }

  /** Rules of a file above the root: `prefix` leads from its directory down to the root. */
  above(rules: IgnoreRules, prefix: readonly string[]): IgnoreScope {
    return new IgnoreScope(this, rules, (segments) => [...prefix, ...segments]);
  }

  decide(segments: readonly string[], isDirectory: boolean): 'ignore' | 'include' | null {
    for (let scope: IgnoreScope | null = this; scope; scope = scope.#parent) {
      const decision = scope.#rules?.decide(scope.#relative(segments), isDirectory);
      if (decision) return decision;
    }
    return null;
  }
}
