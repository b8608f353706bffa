import type { CodeReference } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import { candidates } from './candidates.ts';
import type { LinkContext } from './link-context.ts';
import { CONTAINER_KINDS, NOTHING, because, distinct, moduleTarget, type Resolution, type Target } from './resolution.ts';
import { EdgeList, type FileEdges } from './file-edges.ts';

const SELF = new Set(['this', 'self', 'Self', 'cls', '$this', 'static', 'super', 'base', 'parent', '@', 'super()', 'me', 'Me', 'this@']);
const PARENT = new Set(['super', 'base', 'parent', 'super()']);
/** In these a bare word before the dot may be a variable of any name. */
const SELF_OF: Readonly<Record<string, ReadonlySet<string>>> = {
  ecmascript: new Set(['this', 'super']), python: new Set(['self', 'cls', 'super', 'super()']), rust: new Set(['self', 'Self']), jvm: new Set(['this', 'super']), csharp: new Set(['this', 'base']), c: new Set(['this']),
  ruby: new Set(['self', 'super', '@']), php: new Set(['$this', 'this', 'self', 'static', 'parent']), swift: new Set(['self', 'Self', 'super']), lua: new Set(['self']), go: new Set(),
};
const SEPARATOR = /\?\.|::|->|\.|\\/;

/** Every use in a file with what it stands for. */
export class ReferenceResolver {
  readonly #context: LinkContext;

  constructor(context: LinkContext) {
    this.#context = context;
  }

  /** With `names` only the uses of these, under whatever name the file binds them to. */
  edges(file: FileNode, names: ReadonlySet<string> | null = null): FileEdges {
    const edges = new EdgeList();
    const { references } = file.links();
    const wanted = names === null ? null : withLocalNames(file, names);
    this.#imports(file, edges, wanted);
    const known = new Map<string, readonly Target[]>();
    const scopes = new Map<number, number>([[-1, -1]]);
    for (const reference of references) {
      if (wanted !== null && !wanted.has(reference.name)) continue;
      let scope = scopes.get(reference.symbol);
      if (scope === undefined) scopes.set(reference.symbol, (scope = effectiveScope(file, reference.symbol)));
      if (reference.kind === 'decorator') edges.decorated(reference.symbol);
      const key = `${scope}\0${reference.kind}\0${reference.receiver ?? '\u0001'}\0${reference.receiverType ?? ''}\0${reference.name}`;
      let targets = known.get(key);
      if (targets === undefined) known.set(key, (targets = this.resolve(file, reference)));
      for (const target of targets) edges.add(reference, target);
    }
    return edges.finish();
  }

  resolve(file: FileNode, reference: CodeReference): readonly Target[] {
    const found = this.#known(file, reference);
    if (found === null) return distinct(candidates(this.#context, file, reference));
    return found;
  }

  #known(file: FileNode, { name, receiver, receiverType, kind, symbol }: CodeReference): Resolution {
    const { scopes, members } = this.#context;
    if (receiver === null) return scopes.resolve(file, name, symbol, kind);
    const parts = receiver.split(SEPARATOR).filter((part) => part !== '');
    const head = parts[0] ?? '?';
    const isSelf = (SELF_OF[file.family] ?? SELF).has(head) || (head.startsWith('@') && file.family === 'ruby');
    if (isSelf) {
      const own = this.#own(file, head, parts.slice(1), name, kind, symbol);
      if (own !== null && (own.length > 0 || receiverType === null)) return own;
    }
    if (receiverType !== null) {
      const types = members.typed(file, receiverType, symbol);
      if (types !== null) {
        const found = types.length === 0 ? NOTHING : members.members(types, name, kind);
        if (found !== null) return found.map((one) => (one.reason === 'inherited' ? one : { ...one, reason: 'receiver-type', confidence: Math.min(one.confidence, 0.9) }));
      }
    }
    if (isSelf || receiver === '?' || head.startsWith('?')) return null;
    if (file.family === 'rust' && (head === 'crate' || head === 'super')) return this.#rustPath(file, receiver, name, kind);
    const of = members.chain(file, parts, symbol, 'any');
    if (of === null) return null;
    if (of.length === 0) return this.#isLocal(file, head) ? null : NOTHING;
    return members.members(of, name, kind);
  }

  /** True when nothing in the file binds the name: it is a variable that the text says nothing about. */
  #isLocal(file: FileNode, head: string): boolean {
    return file.skeleton.binding(head) === undefined && file.skeleton.top(head).length === 0;
  }

  #own(file: FileNode, head: string, path: readonly string[], name: string, kind: CodeReference['kind'], symbol: number): Resolution {
    const { scopes, members } = this.#context;
    const around = scopes.typesAround(file, symbol);
    if (around.length === 0) return file.family === 'rust' && head === 'self' ? this.#rustPath(file, ['self', ...path].join('::'), name, kind) : null;
    let of: readonly Target[] = around;
    if (PARENT.has(head)) {
      of = around.flatMap((one) => members.bases(one.file, one.symbol).types);
      if (of.length === 0) return NOTHING;
    }
    for (const part of path) {
      const next = members.members(of, part, 'any');
      if (next === null || next.length === 0) return null;
      of = next;
    }
    const found = members.members(of, name, kind);
    if (found === null) return null;
    // A class whose base is outside, or that is mixed into others, has members that cannot be seen here.
    if (found.length === 0) return path.length === 0 && around.every((one) => members.bases(one.file, one.symbol).complete) ? null : NOTHING;
    return PARENT.has(head) ? because(found, 'inherited') : path.length === 0 ? found.map((one) => (one.reason === 'inherited' ? one : { ...one, reason: 'self', confidence: Math.min(one.confidence, 0.95) })) : found;
  }

  #rustPath(file: FileNode, path: string, name: string, kind: CodeReference['kind']): Resolution {
    const target = this.#context.modules.rustPath(file, path.replaceAll('.', '::'));
    if (target.kind !== 'files') return target.kind === 'external' ? NOTHING : null;
    let of: readonly Target[] = target.files.map((one) => moduleTarget(one));
    for (const part of target.member) of = this.#context.members.members(of, part, 'any') ?? [];
    return this.#context.members.members(of, name, kind);
  }

  #imports(file: FileNode, edges: EdgeList, wanted: ReadonlySet<string> | null): void {
    for (const link of file.skeleton.imports) {
      const module = this.#context.modules.resolve(file, link);
      if (module.kind === 'files') for (const one of module.files) if (one !== file) edges.import(link.line, moduleTarget(one), link.bindings.length > 0 && link.bindings.every(({ typeOnly }) => typeOnly));
      for (const binding of link.bindings) {
        if (binding.imported === '*' && (binding.local === '*' || binding.exported === '*')) continue;
        if (wanted !== null && !wanted.has(binding.imported) && (binding.local === null || !wanted.has(binding.local))) continue;
        for (const target of this.#context.exports.binding(file, link, binding, 'any')) if (target.symbol >= 0 || module.kind !== 'files' || !module.files.includes(target.file)) edges.import(link.line, target, binding.typeOnly);
      }
    }
    for (const { local } of file.skeleton.exports) {
      if (wanted !== null && !wanted.has(local)) continue;
      // What is passed on under its own import is used, even when no line of the file uses it otherwise.
      const bound = file.skeleton.binding(local);
      if (bound) for (const target of this.#context.exports.binding(file, bound.link, bound.link.bindings[bound.binding]!, 'any')) edges.import(bound.link.line, target, false);
    }
  }
}

/** Only a symbol that holds others, or belongs to a type elsewhere, changes what a name means inside it. */
function effectiveScope({ skeleton }: FileNode, symbol: number): number {
  for (let at = symbol; at >= 0; at = skeleton.symbols[at]!.container) {
    const { kind, container, name, qualifiedName } = skeleton.symbols[at]!;
    if (CONTAINER_KINDS.has(kind) || skeleton.children(at).length > 0 || (container === -1 && qualifiedName.length > name.length)) return at;
  }
  return -1;
}

function withLocalNames({ skeleton }: FileNode, names: ReadonlySet<string>): Set<string> {
  const all = new Set(names);
  for (const { bindings } of skeleton.imports) for (const { imported, local } of bindings) if (local !== null && names.has(imported)) all.add(local);
  return all;
}
