import type { FileNode } from '../files/file-table.ts';
import { memberTypes } from './type-text.ts';
import type { LinkContext } from './link-context.ts';
import { CONTAINER_KINDS, NOTHING, because, distinct, symbolOf, targetsIn, type Resolution, type Target, type Use } from './resolution.ts';

/** Languages whose types have members in other files: methods apart from the type, partial and reopened classes, extensions. */
const SPREAD_TYPES = new Set(['go', 'c', 'rust', 'ruby', 'csharp', 'swift']);
const MAX_DEPTH = 12;
const MAX_ABOVE = 200;

/** Members of types, modules and values whose type is written. */
export class MemberResolver {
  readonly #context: LinkContext;
  #depth = 0;
  readonly #aboveOf = new Map<string, readonly { readonly type: Target; readonly depth: number }[]>();

  constructor(context: LinkContext) {
    this.#context = context;
  }

  /** What `of.name` stands for. */
  member(of: Target, name: string, use: Use): Resolution {
    if (this.#depth >= MAX_DEPTH) return NOTHING;
    this.#depth++;
    try {
      return this.#member(of, name, use);
    } finally {
      this.#depth--;
    }
  }

  /** The types that a type's text names, seen from a place. */
  typed(file: FileNode, text: string, at: number): Resolution {
    const names = memberTypes(text);
    if (names.length === 0) return NOTHING;
    let unknown = false;
    const found = names.flatMap((name) => {
      const one = this.chain(file, name.split('.'), at, 'type');
      if (one === null) unknown = true;
      return one ?? [];
    });
    return found.length === 0 && unknown ? null : distinct(found);
  }

  /** `a.b.c` from the left; the last one is the answer. */
  chain(file: FileNode, parts: readonly string[], at: number, use: Use): Resolution {
    let taken = parts.length;
    let found: Resolution = null;
    // A dotted name may be bound as a whole (`import a.b`): the longest one wins.
    for (; taken > 1; taken--) {
      const bound = file.skeleton.binding(parts.slice(0, taken).join('.'));
      if (!bound) continue;
      found = this.#context.exports.binding(file, bound.link, bound.link.bindings[bound.binding]!, use);
      break;
    }
    if (taken <= 1) {
      taken = 1;
      found = this.#context.scopes.resolve(file, parts[0]!, at, parts.length === 1 ? use : 'any');
      if ((found === null || found.length === 0) && parts.length > 1) {
        const qualified = this.#context.exports.qualified(parts.join('.'), file.family, use);
        if (qualified.length > 0 && file.family !== 'ecmascript' && file.family !== 'python' && file.family !== 'go') return qualified;
      }
    }
    for (let i = taken; i < parts.length && found !== null && found.length > 0; i++) found = this.members(found, parts[i]!, i === parts.length - 1 ? use : 'any');
    return found;
  }

  /** Of several things at once; unknown only when all of them are. */
  members(of: readonly Target[], name: string, use: Use): Resolution {
    let known = false;
    const found: Target[] = [];
    for (const one of of) {
      const inside = this.member(one, name, use);
      if (inside !== null) {
        known = true;
        found.push(...inside);
      }
    }
    return known ? distinct(found) : null;
  }

  /** Direct bases of a type. Null where one of them is not in the workspace. */
  bases(file: FileNode, symbol: number): { readonly types: readonly Target[]; readonly complete: boolean } {
    let complete = true;
    const types: Target[] = [];
    const parts = SPREAD_TYPES.has(file.family) ? this.#parts(file, symbol) : [{ file, symbol }];
    for (const part of parts) {
      for (const base of part.file.skeleton.bases) {
        if (base.symbol !== part.symbol) continue;
        const names = base.receiver === null ? [base.name] : [...base.receiver.split(/\.|::|\\/), base.name];
        const found = names[0] === '?' ? null : this.chain(part.file, names, part.file.skeleton.symbols[part.symbol]!.container, 'type');
        if (found === null || found.length === 0) complete = false;
        types.push(...(found ?? []).filter((one) => one.symbol >= 0 && (one.symbol !== symbol || one.file !== file)));
      }
    }
    return { types: distinct(types), complete };
  }

  #member(of: Target, name: string, use: Use): Resolution {
    const symbol = symbolOf(of);
    if (symbol === null) {
      const found = this.#context.exports.exported(of.file, name, use);
      return found.length > 0 ? because(found, 'namespace') : NOTHING;
    }
    const own = of.file.skeleton.child(of.symbol, name);
    if (own.length > 0) return targetsIn(of.file, own, use, of.reason, of.confidence);
    if (symbol.kind === 'module' && of.file.family === 'rust' && of.file.skeleton.children(of.symbol).length === 0) return this.#declaredModule(of, symbol.qualifiedName, name, use);
    if (symbol.kind === 'type' && symbol.type !== null) return this.#throughType(of, symbol.type, name, use);
    if (CONTAINER_KINDS.has(symbol.kind)) {
      const apart = SPREAD_TYPES.has(of.file.family) ? this.#apart(of, name, use) : NOTHING;
      return apart.length > 0 ? apart : this.#inherited(of, name, use);
    }
    return symbol.type === null || symbol.kind === 'function' || symbol.kind === 'method' ? null : this.#throughType(of, symbol.type, name, use);
  }

  /** `mod walk;`: what it holds stands in another file. */
  #declaredModule(of: Target, qualifiedName: string, name: string, use: Use): Resolution {
    const target = this.#context.modules.rustPath(of.file, `self::${qualifiedName.replaceAll('.', '::')}`);
    if (target.kind !== 'files' || target.member.length > 0) return NOTHING;
    return because(target.files.flatMap((file) => this.#context.exports.exported(file, name, use)), 'namespace');
  }

  #throughType(of: Target, type: string, name: string, use: Use): Resolution {
    const at = of.file.skeleton.symbols[of.symbol]!.container;
    const types = this.typed(of.file, type, at);
    if (types === null || types.length === 0) return types;
    const found = this.members(types, name, use);
    return found === null ? null : found.map((one) => ({ ...one, reason: one.reason === 'inherited' ? one.reason : 'receiver-type', confidence: Math.min(one.confidence, 0.9, of.confidence) }));
  }

  /** The nearest types above that have the member; with several on one level all of theirs. */
  #inherited(of: Target, name: string, use: Use): Resolution {
    let found: Target[] = [];
    let level = 0;
    for (const { type, depth } of this.#above(of.file, of.symbol)) {
      if (found.length > 0 && depth > level) break;
      const confidence = Math.min(of.confidence, type.confidence);
      const own = type.file.skeleton.child(type.symbol, name);
      const inside = own.length > 0 ? targetsIn(type.file, own, use, of.reason, confidence) : SPREAD_TYPES.has(type.file.family) ? this.#apart({ ...type, confidence, reason: of.reason }, name, use) : NOTHING;
      if (inside.length > 0) level = depth;
      found = [...found, ...inside];
    }
    return distinct(because(found, 'inherited'));
  }

  /** Every type above one, nearest first, each once: hierarchies may be as wide as they are deep. */
  #above(file: FileNode, symbol: number): readonly { readonly type: Target; readonly depth: number }[] {
    const key = `${file.path}\0${symbol}`;
    const known = this.#aboveOf.get(key);
    if (known) return known;
    this.#aboveOf.set(key, []); // whoever asks meanwhile is inside this very question
    const seen = new Set([key]);
    const found: { type: Target; depth: number }[] = [];
    const todo: { file: FileNode; symbol: number; depth: number }[] = [{ file, symbol, depth: 0 }];
    for (let one = todo.shift(); one && found.length < MAX_ABOVE; one = todo.shift()) {
      for (const type of this.bases(one.file, one.symbol).types) {
        const base = `${type.file.path}\0${type.symbol}`;
        if (seen.has(base)) continue;
        seen.add(base);
        found.push({ type, depth: one.depth + 1 });
        todo.push({ file: type.file, symbol: type.symbol, depth: one.depth + 1 });
      }
    }
    this.#aboveOf.set(key, found);
    return found;
  }

  #apart(of: Target, name: string, use: Use): readonly Target[] {
    const { qualifiedName } = symbolOf(of)!;
    const wanted = `${qualifiedName}.${name}`;
    const found = this.#context.table.definitions(name, of.file.family).filter((one) => {
      if (of.file.family === 'go' && one.file.directory !== of.file.directory) return false;
      const { qualifiedName: full } = one.file.skeleton.symbols[one.symbol]!;
      return full === wanted || full.replaceAll('::', '.') === wanted;
    });
    return found.flatMap((one) => targetsIn(one.file, [one.symbol], use, of.reason, of.confidence));
  }

  /** All declarations of a type that may stand in several places. */
  #parts(file: FileNode, symbol: number): readonly { readonly file: FileNode; readonly symbol: number }[] {
    const { name, qualifiedName } = file.skeleton.symbols[symbol]!;
    const found = this.#context.table.definitions(name, file.family).filter((one) => one.file.skeleton.symbols[one.symbol]!.qualifiedName === qualifiedName && one.file.skeleton.packageName === file.skeleton.packageName && CONTAINER_KINDS.has(one.file.skeleton.symbols[one.symbol]!.kind));
    return found.length === 0 || found.length > 20 ? [{ file, symbol }] : found;
  }
}
