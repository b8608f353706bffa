import { directoryOf } from '../files/path-index.ts';
import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { DependencyOptions, DependencyResult } from '../model.ts';

interface Link {
  readonly lines: Set<number>;
  typeOnly: boolean;
}

const MAX_LINES = 20;
/** Without imports between files of a package, uses tell what depends on what. */
const BY_USE = new Set(['same-package', 'import', 'namespace', 're-export', 'include']);
const USE_FAMILIES = new Set(['jvm', 'csharp', 'go', 'swift', 'php', 'ruby']);

/** Files that a file leads to, by its imports; for languages that need none, by what it surely uses. */
export function fileDependencies(workspace: LinkedWorkspace, file: FileNode): Map<FileNode, Link> {
  const found = new Map<FileNode, Link>();
  const edges = workspace.edges(file);
  const byUse = USE_FAMILIES.has(file.family);
  for (let row = 0; row < edges.count; row++) {
    const to = edges.file(row);
    if (to === file) continue;
    const edge = edges.at(row);
    // The module itself, not what a name leads to further on: `import { a } from './index'` depends on index.
    const direct = edge.kind === 'import' ? edge.symbol < 0 || byUse : byUse && BY_USE.has(edge.reason);
    if (!direct) continue;
    const known = found.get(to);
    if (known) {
      known.lines.add(edge.line);
      known.typeOnly &&= edge.typeOnly;
    } else found.set(to, { lines: new Set([edge.line]), typeOnly: edge.typeOnly });
  }
  return found;
}

export async function dependencies(workspace: LinkedWorkspace, options: DependencyOptions, pause: Pause): Promise<DependencyResult> {
  const path = options.path.replace(/^\.\//, '').replace(/\/$/, '');
  const inside = (file: FileNode): boolean => path === '' || file.path === path || file.path.startsWith(`${path}/`);
  const start = workspace.table.all.filter(inside);
  if (start.length === 0) return { nodes: [], edges: [], external: [], unresolved: [], truncated: false };
  const reverse = options.direction === 'importers' ? await importersOf(workspace, pause) : null;
  const group = (file: FileNode): string => (options.groupBy === 'folder' ? directoryOf(file.path) : file.path);
  const depths = new Map<string, number>(start.map((file) => [group(file), 0]));
  const seen = new Set(start);
  const edges = new Map<string, { from: string; to: string; lines: Set<number>; typeOnly: boolean }>();
  let truncated = false;
  let level: readonly FileNode[] = start;
  for (let depth = 1; depth <= Math.max(1, options.depth) && level.length > 0; depth++) {
    const next: FileNode[] = [];
    for (const file of level) {
      await pause();
      const links = reverse ? (reverse.get(file) ?? new Map<FileNode, Link>()) : fileDependencies(workspace, file);
      for (const [other, link] of links) {
        const [from, to] = reverse ? [group(other), group(file)] : [group(file), group(other)];
        const node = group(other);
        if (!depths.has(node)) {
          if (depths.size >= options.limit) {
            truncated = true;
            continue;
          }
          depths.set(node, depth);
        }
        if (from !== to) merge(edges, from, to, link, options.groupBy === 'file');
        if (!seen.has(other)) {
          seen.add(other);
          next.push(other);
        }
      }
    }
    level = next;
  }
  const kept = [...edges.values()].filter(({ from, to }) => depths.has(from) && depths.has(to));
  const limited = kept.sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)).slice(0, options.limit * 10);
  return {
    nodes: [...depths].map(([node, depth]) => ({ path: node, depth })).sort((a, b) => a.depth - b.depth || compare(a.path, b.path)).slice(0, Math.max(options.limit, 1)),
    edges: limited.map(({ from, to, lines, typeOnly }) => ({ from, to, lines: [...lines].sort((a, b) => a - b).slice(0, MAX_LINES), typeOnly })),
    // What a file imports from outside says nothing about who imports it.
    ...(reverse ? { external: [], unresolved: [] } : outside(workspace, start, options.limit, options.externalLimit ?? options.limit)), truncated: truncated || limited.length < kept.length || depths.size > options.limit,
  };
}

function merge(edges: Map<string, { from: string; to: string; lines: Set<number>; typeOnly: boolean }>, from: string, to: string, link: Link, withLines: boolean): void {
  const key = `${from}\0${to}`;
  let edge = edges.get(key);
  if (!edge) edges.set(key, (edge = { from, to, lines: new Set(), typeOnly: true }));
  if (withLines) link.lines.forEach((line) => edge.lines.add(line));
  edge.typeOnly &&= link.typeOnly;
}

export async function importersOf(workspace: LinkedWorkspace, pause: Pause): Promise<Map<FileNode, Map<FileNode, Link>>> {
  await workspace.linkAll(pause);
  const reverse = new Map<FileNode, Map<FileNode, Link>>();
  for (const file of workspace.table.all) {
    for (const [to, link] of fileDependencies(workspace, file)) {
      const list = reverse.get(to);
      if (list) list.set(file, link);
      else reverse.set(to, new Map([[file, link]]));
    }
  }
  return reverse;
}

function outside({ context }: LinkedWorkspace, files: readonly FileNode[], limit: number, externalLimit: number): Pick<DependencyResult, 'external' | 'unresolved'> {
  const external = new Map<string, { readonly module: string; readonly family: string; readonly files: Set<string> }>();
  const unresolved: { path: string; line: number; module: string }[] = [];
  for (const file of files) {
    for (const link of file.skeleton.imports) {
      const target = context.modules.resolve(file, link);
      const isOutside = target.kind === 'external' || (target.kind === 'namespace' && link.bindings.every((binding) => context.exports.binding(file, link, binding, 'any').length === 0));
      if (isOutside) {
        const name = packageName(file.family, link.module);
        const key = `${file.family} ${name}`;
        const known = external.get(key);
        if (known) known.files.add(file.path);
        else external.set(key, { module: name, family: file.family, files: new Set([file.path]) });
      } else if (target.kind === 'unresolved') unresolved.push({ path: file.path, line: link.line, module: link.module });
    }
  }
  return {
    external: [...external.values()].map(({ module, family, files: { size } }) => ({ module, files: size, family })).sort((a, b) => b.files - a.files || compare(a.module, b.module)).slice(0, externalLimit),
    unresolved: unresolved.sort((a, b) => compare(a.path, b.path) || a.line - b.line).slice(0, limit),
  };
}

/** `@scope/name/sub` → `@scope/name`, `os.path` → `os`: what is installed, not what is inside it. */
function packageName(family: string, module: string): string {
  if (family === 'ecmascript' && !module.includes(':')) return module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');
  if (family === 'python') return module.split('.')[0]!;
  if (family === 'rust') return module.replace(/^::/, '').split('::')[0]!;
  return module;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
