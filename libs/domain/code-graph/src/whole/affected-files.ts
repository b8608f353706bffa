import type { FileNode } from '../files/file-table.ts';
import type { FileEdges } from '../names/file-edges.ts';
import type { LinkContext } from '../names/link-context.ts';
import { skeletonChange, type SkeletonChange } from './skeleton-change.ts';

interface Change {
  readonly before: LinkContext;
  readonly after: LinkContext;
  readonly added: readonly FileNode[];
  readonly removed: readonly FileNode[];
  /** The same files and project files as before: only contents changed. */
  readonly samePaths: boolean;
  /** What was linked before. */
  readonly edges: ReadonlyMap<FileNode, FileEdges>;
}

/** Above this share of changed files everything is linked anew: finding out costs as much. */
const MANY = 0.2;

/**
 * Files that were linked before and may lead elsewhere now. An edit inside functions touches nobody else. Names that came,
 * went or changed touch the files that mention them and those that led into the file. Other imports, exports, bases or types
 * touch whoever reaches the file through any number of others; so do files that came or went, for those whose imports resolve otherwise.
 */
export function affectedFiles({ before, after, added, removed, samePaths, edges }: Change): FileNode[] {
  const linked = [...edges.keys()].filter((file) => after.table.at(file.path) === file);
  if (added.length + removed.length > MANY * after.table.all.length) return linked;
  const old = new Map(removed.map((file) => [file.path, file]));
  const now = new Map(added.map((file) => [file.path, file]));
  const changes = new Map<string, SkeletonChange>();
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [a, b] = [old.get(path), now.get(path)];
    changes.set(path, a && b ? skeletonChange(a.skeleton, b.skeleton) : { kind: 'shape', names: new Set((a ?? b)!.skeleton.symbols.map(({ name }) => name)) });
  }
  const affected = new Set<FileNode>();
  const touched = new Map([...changes].filter(([, { kind }]) => kind !== 'same'));
  if (touched.size > 0 || !samePaths) {
    const users = usersOf(linked, edges);
    const reach = new Set([...touched].flatMap(([path, { kind }]) => (kind === 'shape' ? [path] : [])));
    for (const [path, { kind }] of touched) if (kind === 'names') for (const user of users.get(path) ?? []) affected.add(user);
    for (const path of reach) {
      if (touched.get(path)?.kind !== 'shape' && !passesOn(after, path)) continue;
      for (const user of users.get(path) ?? []) {
        affected.add(user);
        reach.add(user.path);
      }
    }
    for (const file of after.table.mentioning(withAliases(after, new Set([...touched.values()].flatMap(({ names }) => [...names]))))) affected.add(file);
  }
  if (!samePaths) for (const file of linked) if (file.skeleton.imports.some((link) => signature(before, file, link) !== signature(after, file, link))) affected.add(file);
  return [...affected].filter((file) => edges.has(file));
}

function usersOf(linked: readonly FileNode[], edges: ReadonlyMap<FileNode, FileEdges>): Map<string, FileNode[]> {
  const users = new Map<string, FileNode[]>();
  for (const file of linked) {
    for (const one of edges.get(file)!.targets) {
      if (one === file) continue;
      const list = users.get(one.path);
      if (list) list.push(file);
      else users.set(one.path, [file]);
    }
  }
  return users;
}

/** The names with those that modules pass them on by. */
function withAliases({ table }: LinkContext, names: Set<string>): string[] {
  for (let fresh = [...names]; fresh.length > 0; ) {
    const before = names.size;
    const next: string[] = [];
    const add = (name: string): void => {
      if (names.has(name)) return;
      names.add(name);
      next.push(name);
    };
    for (const { skeleton } of table.mentioning(fresh)) {
      for (const { local, exported } of skeleton.exports) if (names.has(local)) add(exported);
      for (const { bindings } of skeleton.imports) for (const { imported, exported } of bindings) if (exported !== null && exported !== '*' && imported !== '*' && names.has(imported)) add(exported);
    }
    fresh = names.size > before ? next : [];
  }
  return [...names];
}

function signature({ modules }: LinkContext, file: FileNode, link: FileNode['skeleton']['imports'][number]): string {
  const target = modules.resolve(file, link);
  return target.kind === 'files' ? [...target.files.map(({ path }) => path), ...target.member].join('\0') : target.kind;
}

/** Re-exports, types with bases and typed symbols carry changes further. */
function passesOn({ table }: LinkContext, path: string): boolean {
  const file = table.at(path);
  return file !== undefined && (file.skeleton.bases.length > 0 || file.skeleton.exports.length > 0 || file.family !== 'ecmascript' || file.skeleton.imports.some(({ bindings }) => bindings.some(({ exported }) => exported !== null)) || file.skeleton.symbols.some(({ type }) => type !== null));
}
