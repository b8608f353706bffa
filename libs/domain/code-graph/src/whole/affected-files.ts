import type { FileNode } from '../files/file-table.ts';
import type { FileEdges } from '../names/file-edges.ts';
import type { LinkContext } from '../names/link-context.ts';

interface Change {
  readonly before: LinkContext;
  readonly after: LinkContext;
  readonly added: readonly FileNode[];
  readonly removed: readonly FileNode[];
  /** What was linked before. */
  readonly edges: ReadonlyMap<FileNode, FileEdges>;
}

/** Above this share of changed files everything is linked anew: finding out costs as much. */
const MANY = 0.2;

/**
 * Files that were linked before and may lead elsewhere now: whose imports resolve otherwise, that led into a changed file,
 * that use a name which a changed file has or had, or whose way to a name went through a changed file's re-exports or bases.
 */
export function affectedFiles({ before, after, added, removed, edges }: Change): FileNode[] {
  const linked = [...edges.keys()].filter((file) => after.table.at(file.path) === file);
  if (added.length + removed.length > MANY * after.table.all.length) return linked;
  const touched = new Set<string>([...added, ...removed].map(({ path }) => path));
  const reach = new Set(touched);
  // Whoever imports a changed file, through any number of others, may see other names or other bases.
  const importers = new Map<string, string[]>();
  const affected = new Set<FileNode>();
  for (const file of linked) {
    const modules = edges.get(file)!.targets;
    for (const one of modules) {
      if (one === file) continue;
      const list = importers.get(one.path);
      if (list) list.push(file.path);
      else importers.set(one.path, [file.path]);
    }
    if (file.skeleton.imports.some((link) => signature(before, file, link) !== signature(after, file, link))) affected.add(file);
  }
  for (const path of reach) if (touched.has(path) || passesOn(after, path)) for (const importer of importers.get(path) ?? []) reach.add(importer);
  for (const path of reach) {
    const file = after.table.at(path);
    if (file) affected.add(file);
  }
  const names = new Set([...added, ...removed].flatMap(({ skeleton }) => skeleton.symbols.map(({ name }) => name)));
  for (const file of after.table.mentioning([...names])) affected.add(file);
  return [...affected].filter((file) => edges.has(file));
}

function signature({ modules }: LinkContext, file: FileNode, link: FileNode['skeleton']['imports'][number]): string {
  const target = modules.resolve(file, link);
  return target.kind === 'files' ? [...target.files.map(({ path }) => path), ...target.member].join('\0') : target.kind;
}

/** Re-exports and types with bases carry changes further. */
function passesOn({ table }: LinkContext, path: string): boolean {
  const file = table.at(path);
  return file !== undefined && (file.skeleton.bases.length > 0 || file.skeleton.exports.length > 0 || file.family !== 'ecmascript' || file.skeleton.imports.some(({ bindings }) => bindings.some(({ exported }) => exported !== null)) || file.skeleton.symbols.some(({ type }) => type !== null));
}
