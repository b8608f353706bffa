import type { DeclaredDependency, ManifestContent, ManifestFile, ManifestProblem } from '../manifest.ts';
import { readText } from '../read-text.ts';
import { resolveInside } from '../python/parse-requirements-txt.ts';

export interface GoMod extends ManifestContent {
  readonly module: string | null;
  /** What the selection holds beside the direct requirements. */
  readonly indirect: readonly { readonly name: string; readonly version: string }[];
}

/**
 * go.mod ("Go Modules Reference"). The version in a `require` line is the one that is built: since Go 1.17 the file lists
 * the whole selection. `// indirect` marks what is not imported directly. A `replace` changes the version, or takes it
 * away when it points to a folder.
 */
export function parseGoMod(file: ManifestFile): GoMod {
  const read = readText(file, directives);
  if (!read.ok) return { dependencies: [], problems: [read.problem], module: null, indirect: [] };
  const problems: ManifestProblem[] = [];
  const replaced = new Map<string, string | null>();
  for (const { verb, words } of read.value) {
    if (verb !== 'replace') continue;
    const arrow = words.indexOf('=>');
    if (arrow < 1) continue;
    replaced.set(words.slice(0, arrow).join(' '), words[arrow + 2] ?? null);
  }
  const dependencies: DeclaredDependency[] = [];
  const indirect: { name: string; version: string }[] = [];
  for (const { verb, words, comment, line } of read.value) {
    if (verb !== 'require') continue;
    const [name, version] = words;
    const isIndirect = /^\s*indirect\b/.test(comment);
    if (!name || !version || !/^v\d/.test(version)) {
      problems.push({ path: file.path, message: `line ${line} is not a requirement` });
      continue;
    }
    const replacement = [`${name} ${version}`, name].find((key) => replaced.has(key));
    const actual = replacement === undefined ? version : replaced.get(replacement);
    if (isIndirect) indirect.push({ name, version: actual ?? version });
    else dependencies.push({ name, requirement: version, scope: 'runtime', ...(actual ? { version: actual } : {}) });
  }
  return { dependencies, problems, module: read.value.find(({ verb }) => verb === 'module')?.words[0] ?? null, indirect };
}

/** Folders of a go.work file, relative to the workspace; those outside of it are left out. */
export function parseGoWork(file: ManifestFile): { folders: string[]; problems: ManifestProblem[] } {
  const read = readText(file, directives);
  if (!read.ok) return { folders: [], problems: [read.problem] };
  const folders = read.value.filter(({ verb, words }) => verb === 'use' && words.length === 1).map(({ words }) => (words[0] === '.' || words[0] === './' ? '' : resolveInside('', words[0]!)));
  return { folders: folders.filter((folder) => folder !== null), problems: [] };
}

interface Directive {
  readonly verb: string;
  readonly words: readonly string[];
  readonly comment: string;
  readonly line: number;
}

/** `verb args` and `verb ( args … )` → one entry for each line of arguments. */
function directives(text: string): Directive[] {
  const found: Directive[] = [];
  let block: string | null = null;
  for (const [index, raw] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
    const at = raw.indexOf('//');
    const code = (at < 0 ? raw : raw.slice(0, at)).trim();
    const comment = at < 0 ? '' : raw.slice(at + 2);
    if (code === '') continue;
    if (block !== null && code === ')') {
      block = null;
      continue;
    }
    const words = (code.match(/"[^"]*"|`[^`]*`|\S+/g) ?? []).map((word) => word.replace(/^["`](.*)["`]$/, '$1'));
    if (block === null && words.at(-1) === '(') block = words[0]!;
    else found.push(block === null ? { verb: words[0]!, words: words.slice(1), comment, line: index + 1 } : { verb: block, words, comment, line: index + 1 });
  }
  if (block !== null) throw new Error('a block is not closed');
  return found;
}
