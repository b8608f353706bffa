import type { FileNode } from '../files/file-table.ts';
import type { LinkContext } from './link-context.ts';
import { CONTAINER_KINDS, NOTHING, because, distinct, moduleTarget, targetsIn, type Resolution, type Target, type Use } from './resolution.ts';

/** Languages whose methods name the members of their class without `this`. */
const IMPLICIT_MEMBERS = new Set(['jvm', 'csharp', 'c', 'swift', 'ruby']);
/** Every name of these comes from the file, an import or the language itself: one that is none of them is outside. */
const EXPLICIT_NAMES = new Set(['ecmascript', 'python', 'go', 'jvm']);
const MAX_INCLUDES = 400;
const NAMESPACES = new Set(['namespace', 'module']);

/** Bare names: from the scope around them outwards, then imports, then what the package or the includes give. */
export class ScopeResolver {
  readonly #context: LinkContext;
  readonly #includes = new Map<FileNode, readonly FileNode[]>();

  constructor(context: LinkContext) {
    this.#context = context;
  }

  resolve(file: FileNode, name: string, at: number, use: Use): Resolution {
    const own = this.#scopes(file, name, at, use);
    if (own.length > 0) return own;
    const bound = file.skeleton.binding(name);
    if (bound) return this.#context.exports.binding(file, bound.link, bound.link.bindings[bound.binding]!, use);
    const nearby = file.family === 'go' ? this.#package(file, name, use) : this.#wildcards(file, name, use);
    if (nearby.length > 0) return nearby;
    const packaged = file.family === 'go' ? NOTHING : this.#package(file, name, use);
    if (packaged.length > 0) return packaged;
    if (file.family === 'ecmascript') return this.#global(file, name, use);
    return EXPLICIT_NAMES.has(file.family) ? NOTHING : null;
  }

  /** The types around a place, innermost first: by nesting, or by the qualified name of a member that stands apart from its type. */
  typesAround(file: FileNode, at: number): readonly Target[] {
    const { symbols } = file.skeleton;
    for (let scope = at; scope >= 0; scope = symbols[scope]!.container) if (CONTAINER_KINDS.has(symbols[scope]!.kind)) return [{ file, symbol: scope, confidence: 1, reason: 'self' }];
    for (let scope = at; scope >= 0; scope = symbols[scope]!.container) {
      const { qualifiedName, name } = symbols[scope]!;
      if (qualifiedName.length <= name.length + 1) continue;
      const owner = qualifiedName.slice(0, -name.length).replace(/[.:#]+$/, '').replaceAll('::', '.');
      const found = this.#owner(file, owner);
      if (found.length > 0) return found;
    }
    return NOTHING;
  }

  /** Files that a C file sees through its includes, itself left out. */
  included(file: FileNode): readonly FileNode[] {
    const known = this.#includes.get(file);
    if (known) return known;
    const seen = new Set([file]);
    for (const one of seen) {
      if (seen.size > MAX_INCLUDES) break;
      for (const link of one.skeleton.imports) {
        if (link.kind !== 'include') continue;
        const target = this.#context.modules.resolve(one, link);
        if (target.kind === 'files') for (const next of target.files) seen.add(next);
      }
    }
    seen.delete(file);
    const found = [...seen];
    this.#includes.set(file, found);
    return found;
  }

  #owner(file: FileNode, owner: string): readonly Target[] {
    const own = file.skeleton.symbols.flatMap((symbol, i) => (CONTAINER_KINDS.has(symbol.kind) && symbol.qualifiedName === owner ? [i] : []));
    if (own.length > 0) return targetsIn(file, own, 'type', 'self');
    const name = owner.slice(owner.lastIndexOf('.') + 1);
    const found = this.#context.table.definitions(name, file.family).filter((one) => {
      const symbol = one.file.skeleton.symbols[one.symbol]!;
      return CONTAINER_KINDS.has(symbol.kind) && (symbol.qualifiedName === owner || symbol.qualifiedName.endsWith(`.${owner}`) || owner.endsWith(`.${symbol.qualifiedName}`)) && (file.family !== 'go' || one.file.directory === file.directory);
    });
    const near = file.family === 'c' ? found.filter((one) => this.included(file).includes(one.file)) : found;
    return (near.length > 0 ? near : found).map((one) => ({ ...one, confidence: 0.95, reason: 'self' as const }));
  }

  #scopes(file: FileNode, name: string, at: number, use: Use): readonly Target[] {
    const { skeleton } = file;
    const implicit = IMPLICIT_MEMBERS.has(file.family);
    for (let scope = at; scope >= 0; scope = skeleton.symbols[scope]!.container) {
      const { kind } = skeleton.symbols[scope]!;
      const isType = kind === 'class' || kind === 'interface' || kind === 'type' || kind === 'enum';
      if (!isType || implicit || scope === at) {
        const child = skeleton.child(scope, name);
        if (child.length > 0) return targetsIn(file, child, use, 'same-file');
      }
      if (isType && implicit) {
        const inherited = this.#context.members.member({ file, symbol: scope, confidence: 1, reason: 'self' }, name, use);
        if (inherited !== null && inherited.length > 0) return inherited;
      }
    }
    if (implicit && at >= 0) {
      const around = this.typesAround(file, at);
      const found = around.filter((one) => one.file !== file || one.symbol !== at).flatMap((one) => this.#context.members.member(one, name, use) ?? []);
      const inNamespace = around.every((one) => one.symbol >= 0 && NAMESPACES.has(one.file.skeleton.symbols[one.symbol]!.kind));
      if (found.length > 0) return because(found, inNamespace ? 'same-package' : 'self');
    }
    return targetsIn(file, skeleton.top(name), use, 'same-file');
  }

  #wildcards(file: FileNode, name: string, use: Use): readonly Target[] {
    if (file.family === 'c') return this.#fromIncludes(file, name, use);
    const found: Target[] = [];
    for (const link of file.skeleton.imports) {
      const all = link.bindings.some(({ imported, local }) => imported === '*' && local === '*') || (link.bindings.length === 0 && (link.kind === 'include' || link.kind === 'require' || file.family === 'csharp' || file.family === 'shell' || file.family === 'ruby' || file.family === 'css' || file.family === 'protobuf'));
      if (!all) continue;
      const target = this.#context.modules.resolve(file, link);
      if (target.kind === 'namespace') found.push(...this.#context.exports.qualified(`${target.name}.${name}`, file.family, use));
      else if (target.kind === 'files') {
        const modules = target.files.map((one) => moduleTarget(one));
        found.push(...[...target.member, name].reduce<readonly Target[]>((from, part) => from.flatMap((one) => (one.symbol < 0 ? this.#context.exports.exported(one.file, part, use) : (this.#context.members.member(one, part, use) ?? []))), modules));
      }
    }
    return distinct(found);
  }

  /** A header declares, another file defines: both are meant. */
  #fromIncludes(file: FileNode, name: string, use: Use): readonly Target[] {
    const all = this.#context.table.definitions(name, 'c').filter((one) => one.file.skeleton.symbols[one.symbol]!.container === -1 || CONTAINER_KINDS.has(one.file.skeleton.symbols[one.symbol]!.kind) || this.#inNamespace(one.file, one.symbol));
    if (all.length === 0) return NOTHING;
    const seen = new Set(this.included(file));
    const declared = all.filter((one) => seen.has(one.file));
    if (declared.length === 0) return NOTHING;
    const headers = new Set(declared.map((one) => one.file));
    const defined = all.filter((one) => !seen.has(one.file) && one.file !== file && this.included(one.file).some((header) => headers.has(header)));
    const groups = new Map<FileNode, number[]>();
    for (const one of [...declared, ...defined]) groups.set(one.file, [...(groups.get(one.file) ?? []), one.symbol]);
    return [...groups].flatMap(([at, found]) => targetsIn(at, found, use, 'include'));
  }

  #inNamespace(file: FileNode, symbol: number): boolean {
    const { symbols } = file.skeleton;
    for (let at = symbols[symbol]!.container; at >= 0; at = symbols[at]!.container) if (symbols[at]!.kind !== 'namespace' && symbols[at]!.kind !== 'module') return false;
    return true;
  }

  #package(file: FileNode, name: string, use: Use): readonly Target[] {
    const { table, exports } = this.#context;
    const { packageName } = file.skeleton;
    switch (file.family) {
      case 'go': {
        const files = table.paths.inFolder(file.directory).flatMap((path) => table.at(path) ?? []);
        return files.flatMap((one) => (one !== file && one.family === 'go' && one.skeleton.packageName === packageName && (file.test || !one.path.endsWith('_test.go')) ? targetsIn(one, one.skeleton.top(name), use, 'same-package') : []));
      }
      case 'jvm': return because(exports.qualified(packageName === null ? name : `${packageName}.${name}`, 'jvm', use).filter((one) => one.file !== file), 'same-package');
      case 'csharp':
      case 'php': {
        for (let prefix = packageName ?? ''; ; prefix = prefix.includes('.') ? prefix.slice(0, prefix.lastIndexOf('.')) : '') {
          const found = exports.qualified(prefix === '' ? name : `${prefix}.${name}`, file.family, use);
          if (found.length > 0) return because(found, 'same-package');
          if (prefix === '') return NOTHING;
        }
      }
      case 'swift': {
        const found = table.definitions(name, 'swift').filter((one) => one.file !== file && one.file.skeleton.symbols[one.symbol]!.container === -1);
        return found.length > 5 ? NOTHING : because(found.flatMap((one) => targetsIn(one.file, [one.symbol], use, 'same-package')), 'same-package');
      }
      default: return NOTHING;
    }
  }

  /** A name that nothing imports is the language's own, unless a script or a declaration file puts it into the global scope. */
  #global(file: FileNode, name: string, use: Use): readonly Target[] {
    const found = this.#context.table.definitions(name, 'ecmascript').filter((one) => one.file !== file && one.file.skeleton.symbols[one.symbol]!.container === -1 && isGlobalScript(one.file));
    if (found.length === 0 || found.length > 3) return NOTHING;
    return found.flatMap((one) => targetsIn(one.file, [one.symbol], use, 'only-candidate'));
  }
}

function isGlobalScript({ path, skeleton }: FileNode): boolean {
  return (path.endsWith('.d.ts') || !/\.(?:mjs|cjs|mts|cts)$/.test(path)) && skeleton.imports.length === 0 && skeleton.exports.length === 0 && (path.endsWith('.d.ts') || skeleton.symbols.every(({ exported }) => !exported));
}
