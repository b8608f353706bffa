import type { ExportBinding, ImportLink } from '@twinmcp/syntax';
import { ERROR_TYPE } from '../flat/language-layout.ts';
import { scratch } from '../flat/scratch.ts';
import type { TreeView } from '../flat/tree-view.ts';
import type { LinkSink, Taken } from './link-spec.ts';
import { NAME, ROLE, SCOPE, type CompiledLinks } from './role-table.ts';
import { ScopeTree } from './scope-tree.ts';
import type { SymbolPlaces } from './symbol-places.ts';

/** More uses of names than this in one file is data. */
const MAX_USES = 400_000;

/**
 * The first pass: what each node is to its names, the scopes, what they declare, and every use of a name with the scope it is in.
 * Names are resolved in a second pass, since a declaration may stand behind its use.
 */
export class LinkWalk implements LinkSink {
  readonly imports: ImportLink[] = [];
  readonly exports: ExportBinding[] = [];
  packageName: string | null = null;
  readonly scopes = new ScopeTree();
  /** Uses in the order of the source: node, role, scope, name. */
  readonly useNodes: number[] = [];
  readonly useRoles: number[] = [];
  readonly useScopes: number[] = [];
  readonly useNames: number[] = [];
  /** Uses that a pattern makes: what it takes them out of, by number of the use. */
  readonly taken = new Map<number, Taken>();
  /** Assignments (node, scope) that may tell the type of a member. */
  readonly assignments: number[] = [];
  limited = false;
  private readonly view: TreeView;
  private readonly compiled: CompiledLinks;
  private readonly places: SymbolPlaces;
  private scope = 0;

  constructor(view: TreeView, compiled: CompiledLinks, places: SymbolPlaces) {
    this.view = view;
    this.compiled = compiled;
    this.places = places;
    this.walk();
    compiled.spec.finish?.(view, this);
  }

  bindImport(name: string, node: number): void {
    this.scopes.bind(this.scope, this.scopes.nameId(name), node, -1, true);
  }

  release(name: string): void {
    this.scopes.release(this.scope, this.scopes.nameId(name));
  }

  lineOf(node: number): number {
    return this.places.lineAt(this.view.tree.start[node]!);
  }

  atTop(): boolean {
    return this.scope === 0;
  }

  private walk(): void {
    const { view, compiled, scopes } = this;
    const { tree, names } = view;
    const { type: types, field: fields, parent: parents, next, start, count } = tree;
    const { active, nameKinds, scopeKinds, hooks, assigns, members, takers, whole } = compiled;
    const roles = scratch('roles', 'uint8', count);
    const row = (node: number): number => (types[node] === ERROR_TYPE ? names.errorRow : types[node]!);
    const ends = [count];
    const open = [0];
    roles[0] = ROLE.READ;
    for (let node = 1; node < count; node++) {
      const parent = parents[node]!;
      const parentType = row(parent);
      const role = compiled.role(view, node, parentType, fields[node]!, roles[parent]!);
      roles[node] = role;
      const type = row(node);
      if (active[type] === 0) continue;
      while (node >= ends[ends.length - 1]!) {
        ends.pop();
        open.pop();
      }
      this.scope = open[open.length - 1]!;
      const kind = nameKinds[type]!;
      if (kind !== NAME.NONE && (next[node] === node + 1 || whole[type])) {
        if (whole[type]) roles[node] = ROLE.SKIP; // what it is made of is no name
        if (role === ROLE.SKIP || start[node] === tree.end[node]) continue;
        if (takers[parentType]) this.take(node);
        const member = members[parentType]?.property;
        if (member !== undefined && member === fields[node]) this.use(node, role >= ROLE.BIND ? ROLE.WRITE : role); // `this.a = 1` declares nothing
        else if (role >= ROLE.BIND) this.bind(node, role);
        else if (kind !== NAME.MEMBER) this.use(node, kind === NAME.TYPE && role === ROLE.READ ? ROLE.TYPE : role);
        continue;
      }
      const scopeKind = scopeKinds[type]!;
      if (scopeKind !== SCOPE.NONE) {
        this.scope = scopes.add(this.scope, scopeKind, node);
        open.push(this.scope);
        ends.push(next[node]!);
      }
      if (assigns[type]) this.assignments.push(node, this.scope);
      hooks[type]?.(view, node, this);
    }
    this.scope = 0;
  }

  private bind(node: number, role: number): void {
    const { scopes, view } = this;
    const name = view.textOf(node);
    const scope = role === ROLE.BIND_OUTER ? Math.max(0, scopes.parents[this.scope]!) : role === ROLE.BIND_FUNCTION ? scopes.functionAround(this.scope) : this.scope;
    // What was said to be further out is written here, not declared.
    if (!scopes.bind(scope, scopes.nameId(name), node, this.places.symbolNamed(name, view.tree.start[node]!), false)) this.use(node, ROLE.WRITE);
  }

  /** `{ a, b: c } = value` reads a and b of the value. */
  private take(node: number): void {
    const taken = this.compiled.spec.takes!.from(this.view, node);
    if (!taken || taken.key !== node) return;
    const uses = this.useNodes.length;
    this.use(node, ROLE.READ);
    if (this.useNodes.length > uses) this.taken.set(uses, taken);
  }

  private use(node: number, role: number): void {
    if (this.useNodes.length >= MAX_USES) {
      this.limited = true;
      return;
    }
    const name = this.view.textOf(node);
    const { blank, sigil } = this.compiled.spec;
    if (name === blank || (sigil !== undefined && name.startsWith(sigil))) return;
    this.useNodes.push(node);
    this.useRoles.push(role);
    this.useScopes.push(this.scope);
    this.useNames.push(this.scopes.nameId(name));
  }
}
