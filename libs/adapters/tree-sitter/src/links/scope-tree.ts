import { SCOPE } from './role-table.ts';

/** A name declared in a scope. */
export interface Binding {
  readonly scope: number;
  readonly node: number;
  /** Symbol of the file that the name is of, −1 for none. */
  readonly symbol: number;
  readonly imported: boolean;
  /** Type of what it holds; undefined until asked for. */
  type?: string | null;
}

/** A name declared in more scopes than this is looked up by scope. */
const MANY = 8;

/** Scopes of a file with the names declared in them. Scope 0 is the file. */
export class ScopeTree {
  readonly parents: number[] = [-1];
  readonly kinds: number[] = [SCOPE.FUNCTION];
  readonly nodes: number[] = [0];
  private readonly bindings: (Binding[] | Map<number, Binding> | undefined)[] = [];
  private readonly released = new Set<string>();
  private readonly numbers = new Map<string, number>();
  readonly names: string[] = [];

  nameId(name: string): number {
    let id = this.numbers.get(name);
    if (id === undefined) {
      id = this.names.length;
      this.numbers.set(name, id);
      this.names.push(name);
      this.bindings.push(undefined);
    }
    return id;
  }

  add(parent: number, kind: number, node: number): number {
    this.parents.push(parent);
    this.kinds.push(kind);
    this.nodes.push(node);
    return this.kinds.length - 1;
  }

  /** The innermost function, or the file, at or around a scope. */
  functionAround(scope: number): number {
    let at = scope;
    while (at > 0 && this.kinds[at] !== SCOPE.FUNCTION && this.kinds[at] !== SCOPE.CLOSED) at = this.parents[at]!;
    return at;
  }

  /** The innermost type at or around a scope, −1 for none. */
  typeAround(scope: number): number {
    let at = scope;
    while (at > 0 && this.kinds[at] !== SCOPE.TYPE && this.kinds[at] !== SCOPE.CLOSED) at = this.parents[at]!;
    return at > 0 ? at : -1;
  }

  /** False when the scope was told that the name is one further out. */
  bind(scope: number, name: number, node: number, symbol: number, imported: boolean): boolean {
    if (this.released.size > 0 && this.released.has(`${scope} ${name}`)) return false;
    const made: Binding = { scope, node, symbol, imported };
    const bindings = this.bindings[name];
    if (bindings === undefined) {
      this.bindings[name] = [made];
      return true;
    }
    // Assigned again and again (Python), a name is declared once.
    const known = bindings instanceof Map ? bindings.get(scope) : bindings.find((one) => one.scope === scope);
    if (known && !imported && (known.symbol >= 0 || symbol < 0)) return true;
    if (bindings instanceof Map) bindings.set(scope, made);
    else if (known) bindings[bindings.indexOf(known)] = made;
    else if (bindings.push(made) > MANY) this.bindings[name] = new Map(bindings.map((one) => [one.scope, one]));
    return true;
  }

  release(scope: number, name: number): void {
    this.released.add(`${scope} ${name}`);
  }

  /** What a name means at a scope; null when no scope declares it. */
  resolve(scope: number, name: number): Binding | null {
    const bindings = this.bindings[name];
    if (bindings === undefined) return null;
    for (let at = scope; at >= 0; at = this.parents[at]!) {
      if (this.kinds[at] === SCOPE.CLOSED && at !== scope) continue;
      if (this.released.size > 0 && this.released.has(`${at} ${name}`)) continue;
      if (bindings instanceof Map) {
        const binding = bindings.get(at);
        if (binding) return binding;
      } else for (const binding of bindings) if (binding.scope === at) return binding;
    }
    return null;
  }
}
