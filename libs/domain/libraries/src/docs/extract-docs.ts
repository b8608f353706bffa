import type { DocKind } from '@twinmcp/contracts';
import { decodeLinks, type CodeChunk, type CodeSymbol, type FileAnalysis, type SourceAnalyzer } from '@twinmcp/syntax';
import { chooseDocFiles, declarationsOf, METADATA, typeEntries, type ChosenFile } from './doc-files.ts';
import type { PackageFile, PackageFiles } from './package-files.ts';

/** One piece of documentation: a section of prose, or the declaration of a symbol with its comment. */
export interface DocUnit {
  readonly kind: DocKind;
  /** Heading path, or qualified name. */
  readonly title: string;
  readonly symbol: string | null;
  readonly path: string;
  readonly language: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  /** 0..1: less for what only a part of the package leads to, and for what its name calls internal. */
  readonly weight: number;
}

export interface ExtractedDocs {
  readonly files: readonly string[];
  readonly units: readonly DocUnit[];
  readonly symbols: number;
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

const MAX_BYTES = 24 * 1_048_576;
const MAX_UNITS = 12_000;
const MAX_REACHED = 200;
const MAX_UNIT_CHARS = 12_000;

/** README, guides, changelog, examples and the declared interface of a package, in pieces that can be found one by one. */
export async function extractDocs(files: PackageFiles, analyzer: SourceAnalyzer, signal?: AbortSignal): Promise<ExtractedDocs> {
  const listed = await files.list();
  const notes: string[] = [];
  const analysed = new Map<string, { analysis: FileAnalysis; text: string }>();
  let bytes = 0;
  const analyse = async (file: PackageFile) => {
    const known = analysed.get(file.path);
    if (known) return known;
    if (bytes + file.bytes > MAX_BYTES) return null;
    const read = await files.read(file.path, 1_048_576);
    if (read === null) return null;
    bytes += read.length;
    const content = METADATA.test(file.path) ? withoutHeaders(read) : read;
    // rst and mdx are read as the Markdown they resemble.
    const analysis = await analyzer.analyze({ path: file.path.replace(/\.(rst|mdx|txt)$|(?<=^|\/)([A-Za-z]+)$/i, (ending, extension: string | undefined) => (extension ? '.md' : `${ending}.md`)), content }, signal);
    const result = { analysis, text: new TextDecoder().decode(content) };
    analysed.set(file.path, result);
    return result;
  };
  // What `import 'name'` gives comes before what only a path below it gives: an old version of the interface is often kept there.
  const [main = null, ...rest] = files.ecosystem === 'npm' ? typeEntries(files.manifest, listed) : [];
  const primary = main === null ? [] : await reachable([main], listed, analyse);
  const entries = main === null ? [] : withoutForms([...primary, ...(await reachable(rest, listed, analyse))]);
  const isPrimary = new Set(primary);
  const chosen = chooseDocFiles(listed, entries, primary);
  const units: DocUnit[] = [];
  let symbols = 0;
  for (const file of chosen) {
    if (units.length >= MAX_UNITS) {
      notes.push(`${file.path} and what follows is left out: there are more than ${MAX_UNITS} sections`);
      break;
    }
    const read = await analyse(file);
    if (!read) {
      notes.push(`${file.path} is left out: it cannot be read, or the package is too large`);
      continue;
    }
    const made = unitsOf(file, read.analysis, read.text, file.kind !== 'api' || isPrimary.size === 0 || isPrimary.has(file.path) ? 1 : 0.7);
    if (file.kind === 'api') symbols += made.length;
    units.push(...made);
  }
  return { files: chosen.map(({ path }) => path), units: units.slice(0, MAX_UNITS), symbols, notes };
}

/** What comes before the first empty line are headers (core metadata, PEP 643); the lines keep their numbers. */
function withoutHeaders(content: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(content);
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return new TextEncoder().encode(text.slice(0, end).replace(/[^\n]+/g, '') + text.slice(end));
}

/** The declaration files that the entry points lead to: what is not reachable is not the interface. */
async function reachable(entries: readonly string[], listed: readonly PackageFile[], analyse: (file: PackageFile) => Promise<{ analysis: FileAnalysis } | null>): Promise<string[]> {
  const byPath = new Map(listed.map((file) => [file.path, file]));
  const found = new Set(entries);
  for (const path of found) {
    if (found.size > MAX_REACHED) break;
    const read = byPath.has(path) ? await analyse(byPath.get(path)!) : null;
    const links = read?.analysis.links ? decodeLinks(read.analysis.links) : null;
    for (const { module } of links?.imports ?? []) {
      if (!module.startsWith('.')) continue;
      const target = resolve(path, module);
      const declaration = target === null ? undefined : declarationsOf(target).find((one) => byPath.has(one));
      if (declaration) found.add(declaration);
    }
  }
  return withoutForms([...found]);
}

/** Of `a.d.ts` and `a.d.cts` that are both reached one is enough. */
function withoutForms(paths: readonly string[]): string[] {
  const seen = new Set<string>();
  return paths.filter((path) => {
    const stem = path.replace(/\.d\.[cm]?ts$/, '');
    return !seen.has(stem) && seen.add(stem);
  });
}

function resolve(from: string, module: string): string | null {
  const parts = from.split('/').slice(0, -1);
  for (const part of module.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function unitsOf(file: ChosenFile, analysis: FileAnalysis, text: string, weight: number): DocUnit[] {
  const unit = (title: string, symbol: string | null, startLine: number, endLine: number, body: string, share = 1): DocUnit => ({ kind: file.kind, title, symbol, path: file.path, language: analysis.language, startLine, endLine, text: body.slice(0, MAX_UNIT_CHARS), weight: share * (/^[_$]|\b_/.test(symbol ?? '') ? weight * 0.7 : weight) });
  const fromChunks = (chunks: readonly CodeChunk[]) => chunks.filter(({ text: body }) => body.trim() !== '' && !onlyImports(body)).map((chunk) => unit(chunk.symbol ?? file.path, chunk.symbol, chunk.startLine, chunk.endLine, chunk.text));
  if (file.kind !== 'api') return fromChunks(analysis.chunks);
  // Of a program only what others can use, without the bodies.
  if (!/\.d\.[cm]?ts$|\.pyi$/.test(file.path)) return analysis.symbols.filter((symbol) => isPublic(symbol, file.path)).map((symbol) => unit(symbol.qualifiedName, symbol.qualifiedName, symbol.range.startLine, Math.min(symbol.range.endLine, symbol.range.startLine + 40), declaration(symbol, analysis.language), symbol.doc === null ? UNSAID : 1));
  const lines = text.split(/\r?\n/);
  const units: DocUnit[] = [];
  const top = analysis.symbols.filter(({ container, kind }) => container === null && kind !== 'heading');
  for (let i = 0; i < top.length; i++) {
    const symbol = top[i]!;
    let end = symbol.range.endLine;
    // Overloads are one thing to whoever reads them.
    while (top[i + 1]?.name === symbol.name && top[i + 1]!.range.startLine - end <= 40) end = Math.max(end, top[++i]!.range.endLine);
    const start = withComment(lines, symbol.range.startLine);
    if (end - start < MAX_DECLARATION_LINES) units.push(unit(symbol.qualifiedName, symbol.qualifiedName, start, end, lines.slice(start - 1, end).join('\n')));
    else units.push(...fromChunks(analysis.chunks.filter((chunk) => chunk.startLine <= end && chunk.endLine >= start)));
  }
  return units.length > 0 ? units : fromChunks(analysis.chunks);
}

/** Of a program's own symbols: without a word about it a name is seldom the answer. */
const UNSAID = 0.75;
/** A declaration longer than this is cut where the syntax allows it. */
const MAX_DECLARATION_LINES = 90;

/** The first line of the comment right above a declaration. */
function withComment(lines: readonly string[], startLine: number): number {
  let at = startLine - 2;
  if (/^\s*\/\//.test(lines[at] ?? '')) {
    while (at > 0 && /^\s*\/\//.test(lines[at - 1]!)) at--;
    return at + 1;
  }
  if (!/\*\/\s*$/.test(lines[at] ?? '')) return startLine;
  while (at > 0 && !/^\s*\/\*/.test(lines[at]!)) at--;
  return startLine - at > 200 ? startLine : at + 1;
}

const onlyImports = (body: string): boolean => body.split('\n').every((line) => line.trim() === '' || /^\s*(import\b|export \{\};?$|export \* from|\/\/#)/.test(line));

function isPublic({ kind, name, qualifiedName, exported, visibility, doc }: CodeSymbol, path: string): boolean {
  if (!['class', 'interface', 'type', 'enum', 'function', 'method', 'constructor', 'constant'].includes(kind) || visibility === 'private') return false;
  if (path.endsWith('.py')) return qualifiedName.split('.').every((part) => !part.startsWith('_') || part === '__init__') && (doc !== null || kind !== 'constant');
  return exported || doc !== null ? !name.startsWith('_') : false;
}

/** As the language writes it: what an agent copies should be what it could have read. */
function declaration({ signature, doc, decorators }: CodeSymbol, language: string): string {
  const head = [...(decorators ?? []).slice(0, 5).map((one) => `@${one}`), signature.replace(/\s*(?:=>|\{)\s*$/, '')];
  const lines = doc?.trim().split(/\r?\n/) ?? [];
  if (lines.length === 0) return head.join('\n');
  if (language === 'python') return [...head, ...[`"""${lines[0]}`, ...lines.slice(1)].map((line, at) => `    ${line}${at === lines.length - 1 ? '"""' : ''}`.trimEnd())].join('\n');
  const mark = { go: '//', rust: '///' }[language];
  if (mark !== undefined) return [...lines.map((line) => `${mark} ${line}`.trimEnd()), ...head].join('\n');
  return [...(lines.length === 1 ? [`/** ${lines[0]} */`] : ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */']), ...head].join('\n');
}
