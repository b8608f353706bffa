/** A dependency of a workspace as its lock file has it. */
export interface Dependency {
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

const WORD = /@?[\p{L}\p{N}][\p{L}\p{N}._/-]*/gu;
/** What stands before a plain word that is meant as a library, and what stands behind it. */
const BEFORE = /(?:\b(?:in|with|using|uses?|from|via|by|import|imports|does|do|is|how|library|package|module|dependency)|[`'"])\s*$/iu;
const BEHIND = /^(?:[`'"]|\s*(?:'s\b|library\b|package\b|module\b|docs?\b|documentation\b|version\b|api\b|plugin\b|v?\d))/iu;
const READ = 4_000;

/**
 * The dependencies that a question names, in its order. A name that could be a word ("click", "debug") counts only where it
 * stands like a name: in quotes, after `with`, `in`, `does` …, before `package`, `docs`, a version …
 */
export function namedDependencies(query: string, dependencies: ReadonlyMap<string, Dependency>): Dependency[] {
  const found = new Map<string, Dependency>();
  const text = query.slice(0, READ);
  for (const match of text.matchAll(WORD)) {
    const word = match[0].replace(/[._/-]+$/, '').toLowerCase();
    const dependency = dependencies.get(word) ?? dependencies.get(word.replace(/\.(?:js|py|rs)$/, ''));
    if (dependency === undefined || found.has(dependency.name)) continue;
    const plain = /^\p{L}+$/u.test(word);
    if (!plain || BEFORE.test(text.slice(Math.max(0, match.index - 40), match.index)) || BEHIND.test(text.slice(match.index + word.length, match.index + word.length + 40))) found.set(dependency.name, dependency);
  }
  return [...found.values()];
}
