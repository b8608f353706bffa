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

/** Scopes of a file with the names declared in them. Scope 0 is the file. */
export class ScopeTree {
  readonly parents: number[] = [-1];
  readonly kinds: number[] = [SCOPE.FUNCTION];
  readonly nodes: number[] = [0];
  private readonly bindings: (Binding[] | undefined)[] = [];
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
    const bindings = (this.bindings[name] ??= []);
    // Assigned again and again (Python), a name is declared once. A long list is one scope's: only its end is compared.
    for (let i = bindings.length - 1, looked = 0; i >= 0 && looked < 8; i--, looked++) {
      if (bindings[i]!.scope !== scope) continue;
      if (imported || (bindings[i]!.symbol < 0 && symbol >= 0)) bindings[i] = { scope, node, symbol, imported };
      return true;
    }
    bindings.push({ scope, node, symbol, imported });
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
      for (const binding of bindings) if (binding.scope === at) return binding;
    }
    return null;
  }
}
