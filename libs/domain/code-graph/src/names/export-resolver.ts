import type { ImportBinding, ImportLink } from '@twinmcp/syntax';
import type { FileNode } from '../files/file-table.ts';
import { dotted } from '../files/skeleton.ts';
import type { LinkContext } from './link-context.ts';
import { NOTHING, because, distinct, moduleTarget, targetsIn, type Target, type Use } from './resolution.ts';

/** CommonJS and `export =`: the module is that one thing. */
const WHOLE = new Set(['default', 'export=', 'module.exports', '=', '*']);
const MAX_HOPS = 40;

/** What a module gives to others under a name, through re-exports. */
export class ExportResolver {
  readonly #context: LinkContext;

  constructor(context: LinkContext) {
    this.#context = context;
  }

  /** What a name imported into `file` stands for; empty when that is outside the workspace or not there. */
  binding(file: FileNode, link: ImportLink, binding: ImportBinding, use: Use, seen: Set<string> = new Set()): readonly Target[] {
    const target = this.#context.modules.resolve(file, link);
    if (target.kind === 'external' || target.kind === 'unresolved') return NOTHING;
    if (target.kind === 'namespace') {
      const itself = target.name === binding.imported || target.name.endsWith(`.${binding.imported}`);
      const names = binding.imported === '*' ? [target.name] : [...(itself ? [target.name] : []), `${target.name}.${binding.imported}`];
      for (const name of names) {
        const found = this.qualified(name, file.family, use);
        if (found.length > 0) return found;
      }
      return NOTHING;
    }
    if (target.files.length === 0) { // a namespace package of Python
      const sub = binding.imported === '*' ? null : this.#context.modules.submodule(target.member[0] ?? '', binding.imported);
      return sub ? [moduleTarget(sub)] : NOTHING;
    }
    let found: readonly Target[] = target.files.map((one) => moduleTarget(one, 'namespace'));
    for (const name of target.member) found = this.#inside(found, name, 'any', seen);
    if (binding.imported === '*') {
      if (target.member.length > 0 || file.family !== 'ecmascript' || link.kind !== 'require') return found;
      const whole = target.files.flatMap((one) => this.exported(one, 'default', use, seen));
      return whole.length > 0 ? [...whole, ...found] : found;
    }
    if (target.member.at(-1) === binding.imported && file.family === 'rust') return found;
    return distinct(this.#inside(found, binding.imported, use, seen).map((one) => ({ ...one, reason: target.files.includes(one.file) ? 'import' : 're-export' })));
  }

  #inside(found: readonly Target[], name: string, use: Use, seen: Set<string>): readonly Target[] {
    return found.flatMap((one) => (one.symbol < 0 ? this.exported(one.file, name, use, seen) : (this.#context.members.member(one, name, use) ?? [])));
  }

  /** Never fails on cycles: a module that is being asked already answers nothing more. */
  exported(file: FileNode, name: string, use: Use, seen: Set<string> = new Set()): readonly Target[] {
    const key = `${file.path}\0${name}`;
    if (seen.has(key) || seen.size > MAX_HOPS * 10) return NOTHING;
    seen.add(key);
    return file.family === 'ecmascript' ? this.#ecmascript(file, name, use, seen) : this.#plain(file, name, use, seen);
  }

  #ecmascript(file: FileNode, name: string, use: Use, seen: Set<string>): readonly Target[] {
    const { skeleton } = file;
    const found: Target[] = [];
    for (const { local, exported } of skeleton.exports) if (exported === name || (name === 'default' && WHOLE.has(exported))) found.push(...this.#local(file, local, use, seen));
    if (found.length > 0) return distinct(found);
    const own = skeleton.top(name).filter((i) => skeleton.symbols[i]!.exported);
    if (own.length > 0) return targetsIn(file, own, use, 'import');
    for (const link of skeleton.imports) {
      for (const binding of link.bindings) if (binding.exported === name) found.push(...because(this.binding(file, link, binding, use, seen), 're-export'));
    }
    if (found.length > 0 || name === 'default') return distinct(found);
    for (const link of skeleton.imports) {
      for (const binding of link.bindings) {
        if (binding.exported !== '*' || binding.imported !== '*') continue;
        const target = this.#context.modules.resolve(file, link);
        if (target.kind === 'files') for (const one of target.files) found.push(...because(this.exported(one, name, use, seen), 're-export'));
      }
    }
    if (found.length > 0) return distinct(found);
    // A member of what the module as a whole is: `module.exports = { name }`, `export default class { static name }`.
    const whole = skeleton.exports.filter(({ exported }) => WHOLE.has(exported) && exported !== 'default').flatMap(({ local }) => this.#local(file, local, 'any', seen));
    return distinct(whole.flatMap((one) => (one.symbol < 0 ? [] : (this.#context.members.member(one, name, use) ?? []))));
  }

  #local(file: FileNode, local: string, use: Use, seen: Set<string>): readonly Target[] {
    const own = file.skeleton.top(local);
    if (own.length > 0) return targetsIn(file, own, use, 'import');
    const bound = file.skeleton.binding(local);
    return bound ? because(this.binding(file, bound.link, bound.link.bindings[bound.binding]!, use, seen), 're-export') : NOTHING;
  }

  /** Languages where what stands at the top of a module can be reached by its name. */
  #plain(file: FileNode, name: string, use: Use, seen: Set<string>): readonly Target[] {
    const { skeleton } = file;
    const own = skeleton.top(name);
    if (own.length > 0) return targetsIn(file, own, use, 'import');
    const renamed = skeleton.exports.filter(({ exported, local }) => exported === name && local !== name);
    if (renamed.length > 0) return distinct(renamed.flatMap(({ local }) => this.#local(file, local, use, seen)));
    const bound = skeleton.binding(name);
    if (bound) return because(this.binding(file, bound.link, bound.link.bindings[bound.binding]!, use, seen), 're-export');
    if (file.family === 'python') {
      const sub = this.#context.modules.submodule(file.path, name);
      if (sub) return [moduleTarget(sub)];
    }
    const found: Target[] = [];
    for (const link of skeleton.imports) {
      const star = link.bindings.find(({ imported, local, exported }) => imported === '*' && (local === '*' || exported === '*'));
      if (!star) continue;
      const target = this.#context.modules.resolve(file, link);
      if (target.kind !== 'files') continue;
      for (const one of target.files) {
        const inside = target.member.reduce<readonly Target[]>((at, part) => this.#inside(at, part, 'any', seen), [moduleTarget(one)]);
        found.push(...because(this.#inside(inside, name, use, seen), 're-export'));
      }
    }
    return distinct(found);
  }

  /** By full name: package or namespace, containers, name. */
  qualified(fullName: string, family: string, use: Use): readonly Target[] {
    const name = fullName.slice(fullName.lastIndexOf('.') + 1);
    const found = new Map<FileNode, number[]>();
    for (const { file, symbol } of this.#context.table.definitions(name, family)) {
      const { qualifiedName, kind } = file.skeleton.symbols[symbol]!;
      const { packageName } = file.skeleton;
      if (kind === 'constructor') continue; // bears the name of its class, and is meant by nobody who writes it
      const name = dotted(qualifiedName);
      if (name !== fullName && (packageName === null ? '' : `${packageName}.`) + name !== fullName) continue;
      found.set(file, [...(found.get(file) ?? []), symbol]);
    }
    return [...found].flatMap(([file, symbols]) => targetsIn(file, symbols, use, 'import'));
  }
}
