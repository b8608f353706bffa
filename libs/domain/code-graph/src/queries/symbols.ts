import { baseName } from '../files/path-index.ts';
import type { FileNode } from '../files/file-table.ts';
import type { GraphSymbol, SymbolTarget } from '../model.ts';
import type { LinkedWorkspace } from '../linked-workspace.ts';
import { CONTAINER_KINDS, type Target } from '../names/resolution.ts';

export interface SymbolRef {
  readonly file: FileNode;
  /** -1: the file itself, for code that stands in no symbol. */
  readonly symbol: number;
}

export function keyOf({ file, symbol }: SymbolRef): string {
  return `${file.path}\0${symbol}`;
}

export function toSymbol({ file, symbol }: SymbolRef): GraphSymbol {
  const { path, language, hash: fileHash, test } = file;
  if (symbol < 0) {
    const last = file.skeleton.symbols.reduce((line, { endLine }) => Math.max(line, endLine), 1);
    return { path, language, fileHash, name: baseName(path), qualifiedName: baseName(path), kind: 'module', startLine: 1, endLine: last, nameLine: 1, exported: true, test };
  }
  const { name, qualifiedName, kind, startLine, endLine, nameLine, exported } = file.skeleton.symbols[symbol]!;
  return { path, language, fileHash, name, qualifiedName, kind, startLine, endLine, nameLine, exported, test };
}

export function compareRefs(a: SymbolRef, b: SymbolRef): number {
  return a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : a.symbol - b.symbol;
}

/** The symbols that a person means; best first: exported and outside tests before the others. */
export function findTargets(workspace: LinkedWorkspace, target: SymbolTarget): SymbolRef[] {
  const { table } = workspace;
  const path = target.path?.replace(/^\.\//, '').replace(/\/$/, '');
  const file = path === undefined ? undefined : table.at(path);
  if (target.name === undefined) return file && target.line !== undefined ? atLine(workspace, file, target.line) : [];
  const { name, last } = asked(target.name);
  if (file) {
    const own = matching(file, name, last);
    if (own.length > 0) return target.line === undefined ? own : nearest(own, target.line);
    return usedIn(workspace, file, last, target.line);
  }
  const found = table.mentioning([last]).filter((one) => path === undefined || path === '' || one.path.startsWith(`${path}/`)).flatMap((one) => matching(one, name, last));
  if (found.length === 0 && name !== last) return inheritedMembers(workspace, name, path);
  return found.sort((a, b) => weight(b) - weight(a) || compareRefs(a, b));
}

/** `Flask.route`, where `route` stands in a class above `Flask`. */
function inheritedMembers(workspace: LinkedWorkspace, name: string, path: string | undefined): SymbolRef[] {
  const dot = name.lastIndexOf('.');
  const owners = findTargets(workspace, { name: name.slice(0, dot), path }).filter(({ symbol }) => symbol >= 0).slice(0, 20);
  const found = owners.flatMap((owner) => workspace.context.members.member({ ...owner, confidence: 1, reason: 'self' }, name.slice(dot + 1), 'any') ?? []);
  return [...new Map(found.filter(({ symbol }) => symbol >= 0).map((one) => [keyOf(one), { file: one.file, symbol: one.symbol }])).values()];
}

function asked(written: string): { name: string; last: string } {
  const name = written.trim().replace(/\(\)?$/, '').replace(/::|#|->|\\/g, '.').replace(/^\.+/, '');
  return { name, last: name.slice(name.lastIndexOf('.') + 1) };
}

function matching(file: FileNode, name: string, last: string): SymbolRef[] {
  const { symbols, packageName } = file.skeleton;
  const prefixes = packageName === null ? [modulePath(file.path)] : [packageName, modulePath(file.path)];
  const found: SymbolRef[] = [];
  symbols.forEach((symbol, i) => {
    if (symbol.name === name) found.push({ file, symbol: i });
    else if (symbol.name === last && name !== last) {
      const full = symbol.qualifiedName.replace(/::|#|\\/g, '.');
      if (full === name || full.endsWith(`.${name}`) || prefixes.some((prefix) => `.${prefix}.${full}`.endsWith(`.${name}`))) found.push({ file, symbol: i });
    }
  });
  return found;
}

/** `src/net/mod.rs` → `src.net`: as modules are written in code. */
function modulePath(path: string): string {
  return path.replace(/(?:\/(?:index|__init__|mod))?\.[^/.]+$/, '').replaceAll('/', '.');
}

function nearest(found: readonly SymbolRef[], line: number): SymbolRef[] {
  const distance = ({ file, symbol }: SymbolRef): number => {
    const { startLine, endLine, nameLine } = file.skeleton.symbols[symbol]!;
    return line >= startLine && line <= endLine ? Math.abs(nameLine - line) / 1e6 : Math.min(Math.abs(startLine - line), Math.abs(endLine - line));
  };
  const best = Math.min(...found.map(distance));
  return found.filter((one) => distance(one) === best);
}

/** What the uses of a name in a file stand for: at a line, or anywhere in it. */
function usedIn(workspace: LinkedWorkspace, file: FileNode, name: string, line: number | undefined): SymbolRef[] {
  const resolver = workspace.resolver;
  const references = file.links().references.filter((reference) => reference.name === name && (line === undefined || reference.line === line));
  const found: Target[] = references.flatMap((reference) => resolver.resolve(file, reference));
  if (found.length === 0) {
    const bound = file.skeleton.binding(name);
    if (bound && (line === undefined || bound.link.line === line)) found.push(...workspace.context.exports.binding(file, bound.link, bound.link.bindings[bound.binding]!, 'any'));
  }
  const distinct = new Map(found.filter(({ symbol, confidence }) => symbol >= 0 && confidence >= 0.5).map((one) => [keyOf(one), { file: one.file, symbol: one.symbol }]));
  return [...distinct.values()];
}

/** The innermost symbol around the line. */
function atLine(_workspace: LinkedWorkspace, file: FileNode, line: number): SymbolRef[] {
  let best = -1;
  file.skeleton.symbols.forEach(({ startLine, endLine }, i) => {
    if (line < startLine || line > endLine) return;
    const known = best < 0 ? null : file.skeleton.symbols[best]!;
    if (known === null || endLine - startLine < known.endLine - known.startLine || (endLine - startLine === known.endLine - known.startLine && file.skeleton.symbols[i]!.container === best)) best = i;
  });
  return best < 0 ? [] : [{ file, symbol: best }];
}

function weight({ file, symbol }: SymbolRef): number {
  const { exported, kind, container } = file.skeleton.symbols[symbol]!;
  return (file.test ? 0 : 4) + (exported ? 2 : 0) + (CONTAINER_KINDS.has(kind) || kind === 'function' ? 1 : 0) - (kind === 'heading' || kind === 'key' ? 8 : 0) - (container >= 0 ? 0.5 : 0);
}
