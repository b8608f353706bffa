import type { DocKind } from '@twinmcp/contracts';
import type { PackageFile } from './package-files.ts';

export interface ChosenFile extends PackageFile {
  readonly kind: DocKind;
}

const MAX_GUIDES = 150;
const MAX_EXAMPLES = 40;
const MAX_SOURCES = 250;
const MAX_DOC_BYTES = 1_048_576;
const MAX_SOURCE_BYTES = 786_432;

const README = /^(?:[^/]+\/)?readme(?:\.[\w-]+)?(?:\.(?:md|markdown|mdx|rst|txt))?$/i;
export const CHANGELOG = /^(?:docs?\/)?(?:changelog|changes|history|releases?|news|release[-_]notes)(?:\.(?:md|markdown|mdx|rst|txt))?$/i;
/** Packages of Python carry their README behind the headers of their metadata. */
export const METADATA = /^(?:[^/]+\.dist-info\/METADATA|PKG-INFO)$/;
const PROSE = /\.(?:md|markdown|mdx|rst)$/i;
const EXAMPLES = /(?:^|\/)(?:examples?|demos?|samples?|snippets)\//i;
const TESTS = /(?:^|\/)(?:__tests__|tests?|spec)\/|[._](?:test|spec)\.[cm]?[jt]sx?$|_test\.go$|(?:^|\/)test_[^/]+\.py$/i;
const SKIPPED = /(?:^|\/)(?:node_modules|locales?|fixtures?|__pycache__|\.github|benchmarks?|vendor|dist\/umd)\//i;
const DECLARATION = /\.d\.[cm]?ts$|\.pyi$/;
const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb)$/;

/** The files that document a package: what it says of itself, what it declares, how it is used. */
export function chooseDocFiles(files: readonly PackageFile[], entryPoints: readonly string[] = [], primary: readonly string[] = []): ChosenFile[] {
  const chosen = new Map<string, ChosenFile>();
  const add = (kind: DocKind, of: readonly PackageFile[], most: number) => {
    for (const file of of) {
      if (most <= 0) break;
      if (chosen.has(file.path)) continue;
      chosen.set(file.path, { ...file, kind });
      most--;
    }
  };
  const usable = files.filter(({ path, bytes }) => !SKIPPED.test(path) && bytes > 0);
  const prose = usable.filter(({ path, bytes }) => bytes <= MAX_DOC_BYTES && (PROSE.test(path) || README.test(path) || CHANGELOG.test(path)));
  const shallow = (a: PackageFile, b: PackageFile) => a.path.split('/').length - b.path.split('/').length || a.path.localeCompare(b.path, 'en');
  add('readme', prose.filter(({ path }) => README.test(path)).sort(shallow), 6);
  if (chosen.size === 0) add('readme', usable.filter(({ path, bytes }) => METADATA.test(path) && bytes <= MAX_DOC_BYTES).sort(shallow), 1);
  add('changelog', prose.filter(({ path }) => CHANGELOG.test(path)).sort(shallow), 3);
  add('example', prose.filter(({ path }) => EXAMPLES.test(path)).sort(shallow), MAX_EXAMPLES);
  add('guide', prose.filter(({ path }) => !/(?:^|\/)(?:licen[cs]e|code_of_conduct|contributing|security|notice|authors|third[-_]party)/i.test(path)).sort(shallow), MAX_GUIDES);
  const code = usable.filter(({ path, bytes }) => bytes <= MAX_SOURCE_BYTES && CODE.test(path) && !/\.min\.[cm]?js$/.test(path));
  const entries = new Set(entryPoints);
  const reached = code.filter(({ path }) => entries.has(path));
  const declarations = code.filter(({ path }) => DECLARATION.test(path) && !TESTS.test(path)).sort(shallow);
  // With declarations the sources say nothing more about the interface; without them they are all there is.
  add('api', reached, MAX_SOURCES);
  if (declarations.length > 0) {
    if (entries.size === 0) add('api', withoutTwins(declarations), MAX_SOURCES);
  } else if (entries.size === 0) add('api', code.filter(({ path }) => !TESTS.test(path) && !EXAMPLES.test(path)).sort(shallow), MAX_SOURCES);
  const examples = code.filter(({ path }) => EXAMPLES.test(path)).sort(shallow);
  // Tests show the use of what they stand beside: those beside the main interface first.
  const homes = new Set(primary.map(folderOf).filter((folder) => folder !== ''));
  const beside = ({ path }: PackageFile) => Number(!homes.has(folderOf(path).replace(/^(?:src|lib)\//, '').replace(/\/(?:__tests__|tests?|spec)$/, '')));
  add('example', examples.length > 0 ? examples : code.filter(({ path, bytes }) => TESTS.test(path) && bytes <= 65_536).sort((a, b) => beside(a) - beside(b) || shallow(a, b)), MAX_EXAMPLES);
  return [...chosen.values()];
}

/** `a.d.ts`, `a.d.mts` and `a.d.cts` say the same. */
function withoutTwins(files: readonly PackageFile[]): PackageFile[] {
  const seen = new Set<string>();
  return [...files].sort((a, b) => a.path.length - b.path.length).filter(({ path }) => {
    const stem = path.replace(/\.d\.[cm]?ts$/, '');
    return !seen.has(stem) && seen.add(stem);
  });
}

/** Where the types of a package begin: `types` of package.json and of its exports; the declarations beside its programs where it names none. */
export function typeEntries(manifest: Readonly<Record<string, unknown>>, files: readonly PackageFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const found: string[] = [];
  const take = (value: unknown) => {
    if (typeof value !== 'string') return;
    const path = value.replace(/^\.\//, '');
    for (const candidate of DECLARATION.test(path) ? [path] : declarationsOf(path)) {
      if (!paths.has(candidate)) continue;
      if (!found.includes(candidate)) found.push(candidate);
      return;
    }
  };
  const walk = (value: unknown, depth: number) => {
    if (depth > 8) return;
    if (typeof value === 'string') take(value);
    else if (Array.isArray(value)) for (const one of value) walk(one, depth + 1);
    else if (typeof value === 'object' && value !== null) {
      const record = value as Record<string, unknown>;
      // In an object of conditions the types come first, and one form of the same thing is enough.
      if (record['types'] !== undefined) walk(record['types'], depth + 1);
      else for (const one of Object.values(record)) walk(one, depth + 1);
    }
  };
  const exports = manifest['exports'];
  if (typeof exports === 'object' && exports !== null && '.' in exports) walk((exports as Record<string, unknown>)['.'], 0);
  take(manifest['types'] ?? manifest['typings']);
  walk(exports, 0);
  if (found.length === 0) for (const value of [manifest['module'], manifest['main'], 'index.js']) take(value);
  return found.slice(0, 40);
}

/** What a relative import of a declaration file may mean. */
export function declarationsOf(path: string): string[] {
  const bare = path.replace(/\.([cm]?)[jt]s$/, '');
  const form = /\.([cm])[jt]s$/.exec(path)?.[1] ?? '';
  return [...new Set([`${bare}.d.${form}ts`, `${bare}.d.ts`, `${bare}.d.mts`, `${bare}.d.cts`, `${path}.d.ts`, `${path}/index.d.ts`, `${path}/index.d.mts`, `${path}/index.d.cts`])];
}

const folderOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
