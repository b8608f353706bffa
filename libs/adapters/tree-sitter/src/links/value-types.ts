import type { CodeSymbol } from '@twinmcp/syntax';
import type { TreeView } from '../flat/tree-view.ts';
import type { Taken } from './link-spec.ts';
import type { LinkWalk } from './link-walk.ts';
import type { CompiledLinks } from './role-table.ts';
import type { Binding } from './scope-tree.ts';
import { awaitedType, baseType, elementsOf, typeText } from './type-text.ts';

const MAX_DEPTH = 6;
const MAX_CHAIN = 16;
/** Words in the place of a type that leave it to the value. */
const INFERRED = /^(?:(?:const|final)\s+)?(?:var|auto|val|let|dynamic)$/;

/** Types of values, as far as the file itself writes them: annotations, new objects, casts, return types, fields of its classes. */
export class ValueTypes {
  /** By symbol, as written. */
  readonly symbolTypes: (string | null)[];
  private readonly view: TreeView;
  private readonly compiled: CompiledLinks;
  private readonly walk: LinkWalk;
  private readonly symbols: readonly CodeSymbol[];
  private readonly members = new Map<string, string | null>();

  constructor(view: TreeView, compiled: CompiledLinks, walk: LinkWalk, symbols: readonly CodeSymbol[], nameNodes: readonly number[]) {
    this.view = view;
    this.compiled = compiled;
    this.walk = walk;
    this.symbols = symbols;
    this.symbolTypes = symbols.map(() => null);
    for (const [index, symbol] of symbols.entries()) {
      const type = nameNodes[index]! < 0 ? null : this.declaredType(nameNodes[index]!, -1, 0);
      this.symbolTypes[index] = type;
      if (symbol.container !== null) this.addMember(symbol.container, symbol.name, type);
    }
    this.readAssignments();
  }

  /** The receiver of a member: names of its chain, or `?`, and its type. */
  receiverOf(object: number, scope: number): { receiver: string; type: string | null } {
    const receiver = this.chainOf(object);
    if (receiver !== '?' && !receiver.includes('.') && this.isSelf(object)) return { receiver, type: null };
    const type = this.typeOf(object, scope, 0);
    return { receiver, type: type === null ? null : baseType(type) };
  }

  /** The same of what a pattern takes names out of. */
  takenFrom({ value, type }: Taken, scope: number): { receiver: string; type: string | null } {
    if (value >= 0) return this.receiverOf(value, scope);
    const text = type < 0 ? null : typeText(this.view.textOf(type));
    return { receiver: '?', type: text === null ? null : baseType(text) };
  }

  /** Type of an expression, as written. */
  typeOf(node: number, scope: number, depth: number): string | null {
    if (node < 0 || depth > MAX_DEPTH) return null;
    const { view, compiled } = this;
    const { spec } = compiled;
    const kind = view.typeOf(node);
    if (compiled.isName(view, node)) {
      const binding = this.walk.scopes.resolve(scope, this.walk.scopes.nameId(view.textOf(node)));
      return binding ? this.bindingType(binding, depth) : null;
    }
    const member = compiled.members[view.typeId(node)];
    if (member) {
      const object = view.childById(node, member.object);
      if (compiled.calling[view.typeId(node)] && object >= 0 && spec.makers?.test(this.lastName(node))) return this.nameOf(object);
      const owner = object < 0 ? this.classAround(scope) : this.ownerOf(object, scope, depth + 1);
      return owner === null ? null : this.memberType(owner, view.textOf(view.childById(node, member.property)));
    }
    if (spec.lists?.includes(kind)) return this.typeOf(view.firstNamed(node), scope, depth + 1);
    const made = spec.news?.[kind];
    if (made !== undefined) return this.nameOf(made === '*' ? view.firstNamed(node) : view.child(node, made));
    const callee = spec.calls?.[kind];
    if (callee !== undefined) return this.resultOf(view.child(node, callee), scope, depth + 1);
    const cast = spec.casts?.[kind];
    if (cast !== undefined) {
      const [value, type] = [view.firstNamed(node), cast === '*' ? view.lastNamed(node) : view.child(node, cast)];
      return type < 0 || (cast === '*' && type === value) ? this.typeOf(value, scope, depth + 1) : typeText(view.textOf(type)); // `x as const` has no type of its own
    }
    const inside = spec.through?.[kind];
    if (inside !== undefined) return this.typeOf(inside === '*' ? view.firstNamed(node) : view.child(node, inside), scope, depth + 1);
    const awaited = spec.awaits?.[kind];
    if (awaited === undefined) return null;
    const type = this.typeOf(awaited === '*' ? view.firstNamed(node) : view.child(node, awaited), scope, depth + 1);
    return type === null ? null : awaitedType(type);
  }

  /** What calling the expression gives. */
  private resultOf(callee: number, scope: number, depth: number): string | null {
    if (callee < 0) return null;
    const { view, compiled } = this;
    const name = this.lastName(callee);
    const binding = view.isLeaf(callee) ? this.walk.scopes.resolve(scope, this.walk.scopes.nameId(view.textOf(callee))) : null;
    const symbol = binding && binding.symbol >= 0 ? this.symbols[binding.symbol]! : null;
    if (compiled.spec.capitalMakes && (symbol ? symbol.kind === 'class' : /^_*\p{Lu}/u.test(name) && !/^[\p{Lu}\d_]{2,}$/u.test(name))) return this.nameOf(callee);
    if (symbol) return symbol.kind === 'function' || symbol.kind === 'method' ? this.symbolTypes[binding!.symbol]! : null;
    if (compiled.spec.makers?.test(name)) {
      const made = compiled.members[view.typeId(callee)];
      const owner = made ? this.nameOf(view.childById(callee, made.object)) : null;
      if (owner !== null) return owner === 'Self' ? this.classAround(scope) : owner;
    }
    if (!view.isLeaf(callee)) return this.typeOf(callee, scope, depth);
    const own = this.classAround(scope);
    return own === null || binding ? null : this.memberType(own, name);
  }

  private lastName(node: number): string {
    const { view, compiled } = this;
    const member = compiled.members[view.typeId(node)];
    const last = member ? view.childById(node, member.property) : node;
    return last >= 0 && view.isLeaf(last) ? view.textOf(last) : '';
  }

  private memberType(owner: string, name: string): string | null {
    const type = this.members.get(`${owner.slice(owner.lastIndexOf('.') + 1)}.${name}`) ?? null;
    return type === 'Self' || type === 'static' ? owner : type;
  }

  private addMember(owner: string, name: string, type: string | null): void {
    const key = `${owner.slice(owner.lastIndexOf('.') + 1)}.${name}`;
    if (type !== null && !this.members.get(key)) this.members.set(key, type);
  }

  /** The class whose members an expression has. */
  private ownerOf(node: number, scope: number, depth: number): string | null {
    if (node < 0) return null;
    if (this.isSelf(node)) return this.classAround(scope);
    const type = this.typeOf(node, scope, depth);
    return type === null ? null : baseType(type);
  }

  /** Name of the class around a scope. */
  classAround(scope: number): string | null {
    const around = this.walk.scopes.typeAround(scope);
    if (around < 0) return null;
    const node = this.walk.scopes.nodes[around]!;
    const name = this.view.child(node, 'name');
    const type = name < 0 ? this.view.child(node, 'type') : name; // `impl Type`
    return type < 0 ? null : name < 0 ? baseType(this.view.textOf(type).slice(0, 300)) : this.view.textOf(name);
  }

  private bindingType(binding: Binding, depth: number): string | null {
    if (binding.type === undefined) {
      binding.type = null; // while it is looked for: `a = a.b` ends here
      binding.type = binding.imported ? null : binding.symbol >= 0 && this.symbols[binding.symbol]!.kind !== 'function' ? (this.symbolTypes[binding.symbol] ?? null) : binding.symbol >= 0 ? null : this.declaredType(binding.node, binding.scope, depth + 1);
    }
    return binding.type;
  }

  /** Type that the declaration around a name writes, or that its first value has. */
  private declaredType(name: number, scope: number, depth: number): string | null {
    const { view, compiled } = this;
    const { spec } = compiled;
    let node = view.parent(name);
    if (node >= 0 && compiled.takers[view.typeId(node)]) {
      const taken = spec.takes!.from(view, name);
      if (!taken) return null;
      const owner = taken.value >= 0 ? this.ownerOf(taken.value, Math.max(scope, 0), depth + 1) : this.takenFrom(taken, Math.max(scope, 0)).type;
      return owner === null ? null : this.memberType(owner, view.textOf(taken.key));
    }
    if (node >= 0 && spec.lists?.includes(view.typeOf(node))) return this.listedType(name, node, scope, depth);
    let value = -1;
    for (let up = 0; up < 4 && node >= 0 && spec.declarators?.includes(view.typeOf(node)); up++) {
      const field = spec.typed?.[view.typeOf(node)]?.value;
      if (field !== undefined && value < 0) value = this.valueIn(node, field, name);
      node = view.parent(node);
    }
    if (node < 0) return null;
    const kind = view.typeOf(node);
    const returns = spec.returns?.[kind];
    if (returns !== undefined) return view.tree.field[name] === view.names.fieldId('name') ? this.textIn(node, returns) : null;
    const typed = spec.typed?.[kind];
    if (!typed) return null;
    const type = typed.type === undefined ? null : this.textIn(node, typed.type);
    if (type !== null) return type;
    if (value < 0 && typed.value !== undefined) value = this.valueIn(node, typed.value, name);
    if (value < 0) return null;
    if (spec.lists?.includes(view.typeOf(value)) && view.firstNamed(value) !== view.lastNamed(value)) return null;
    const result = spec.returns?.[view.typeOf(value)];
    return result === undefined ? this.typeOf(value, Math.max(scope, 0), depth) : scope < 0 ? this.textIn(value, result) : null; // of a symbol that is a function, what it returns
  }

  /** `a, b := f(), g()` and `a, err := f()`. */
  private listedType(name: number, list: number, scope: number, depth: number): string | null {
    const { view, compiled } = this;
    const { spec } = compiled;
    const field = spec.typed?.[view.typeOf(view.parent(list))]?.value;
    let value = field === undefined ? -1 : view.child(view.parent(list), field);
    if (value < 0) return null;
    let at = 0;
    for (const one of view.namedChildren(list)) {
      if (one === name) break;
      if (++at > 20) return null;
    }
    if (spec.lists!.includes(view.typeOf(value))) {
      const values = [...view.namedChildren(value)].slice(0, 20);
      if (values.length > 1) return this.typeOf(values[at] ?? -1, Math.max(scope, 0), depth + 1);
      value = values[0] ?? -1;
    }
    const type = this.typeOf(value, Math.max(scope, 0), depth + 1);
    return type === null ? null : (elementsOf(type)[at] ?? (at === 0 ? type : null));
  }

  /** `*`: the last named child, when it is not the name itself; for a name behind its value the first. */
  private valueIn(node: number, field: string, name: number): number {
    if (field !== '*') return this.view.child(node, field);
    const last = this.view.lastNamed(node);
    return last > name ? last : this.view.firstNamed(node) < name && this.view.tree.next[this.view.firstNamed(node)]! <= name ? this.view.firstNamed(node) : -1;
  }

  private textIn(node: number, field: string): string | null {
    const type = this.view.child(node, field);
    const text = type < 0 ? null : typeText(this.view.textOf(type));
    return text !== null && INFERRED.test(text) ? null : text;
  }

  /** `this.x = value` in a class that does not declare x. */
  private readAssignments(): void {
    const { view, compiled, walk } = this;
    for (let i = 0; i < walk.assignments.length; i += 2) {
      const node = walk.assignments[i]!;
      const fields = compiled.assigns[view.typeId(node)]!;
      const left = view.childById(node, fields.object);
      const member = left < 0 ? undefined : compiled.members[view.typeId(left)];
      if (!member) continue;
      const object = view.childById(left, member.object);
      if (object < 0 || !this.isSelf(object)) continue;
      const owner = this.ownerOf(object, walk.assignments[i + 1]!, 0);
      const property = view.textOf(view.childById(left, member.property));
      if (owner === null || this.members.get(`${owner}.${property}`)) continue;
      const typed = compiled.spec.typed?.[view.typeOf(node)]?.type;
      this.addMember(owner, property, (typed === undefined ? null : this.textIn(node, typed)) ?? this.typeOf(view.childById(node, fields.property), walk.assignments[i + 1]!, 0));
    }
  }

  private isSelf(node: number): boolean {
    const { view, compiled } = this;
    if (compiled.self[view.typeId(node)]) return true;
    return compiled.spec.selfNames !== undefined && compiled.isName(view, node) && compiled.spec.selfNames.includes(view.textOf(node));
  }

  /** A chain of names as text, null for anything else. */
  private nameOf(node: number): string | null {
    const chain = node < 0 ? '?' : this.chainOf(node);
    return chain === '?' ? null : chain;
  }

  private chainOf(node: number): string {
    const { view, compiled } = this;
    const { start, end } = view.tree;
    if (end[node]! - start[node]! > 200) return '?';
    if (compiled.spec.superCall !== undefined && view.textOf(node).startsWith(`${compiled.spec.superCall}(`) && compiled.spec.calls?.[view.typeOf(node)] !== undefined && view.textOf(node + 1) === compiled.spec.superCall) return compiled.spec.superCall;
    const parts: string[] = [];
    for (let at = node, links = 0; links < MAX_CHAIN; links++) {
      const type = view.typeId(at);
      const member = compiled.members[type];
      if (compiled.calling[type]) return '?';
      if (member) {
        const property = view.childById(at, member.property);
        if (property < 0 || !view.isLeaf(property)) return '?';
        parts.push(view.textOf(property));
        at = view.childById(at, member.object);
        if (at < 0) return '?';
        continue;
      }
      const inside = compiled.spec.through?.[view.typeOf(at)];
      if (inside !== undefined) {
        at = inside === '*' ? view.firstNamed(at) : view.child(at, inside);
        if (at < 0) return '?';
        continue;
      }
      if (!compiled.self[type] && !compiled.isName(view, at)) return '?';
      parts.push(view.textOf(at));
      const chain = parts.reverse().join('.');
      return chain.length > 128 ? '?' : chain;
    }
    return '?';
  }
}
