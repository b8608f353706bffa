import type { GrammarNames, TreeView } from '../flat/tree-view.ts';
import type { LinkHook, LinkSpec, Role, RoleRule } from './link-spec.ts';

/** Roles as numbers; those up to `write` are the kinds of references in their order. */
export const ROLES: readonly Role[] = ['call', 'new', 'type', 'extends', 'implements', 'decorator', 'read', 'write', 'bind', 'bind-function', 'bind-outer', 'skip', 'inherit'];
const numberOf = new Map(ROLES.map((role, index) => [role, index + 1]));
const code = (role: Role): number => numberOf.get(role)!;
export const ROLE = {
  NONE: 0, CALL: code('call'), NEW: code('new'), TYPE: code('type'), EXTENDS: code('extends'), IMPLEMENTS: code('implements'), DECORATOR: code('decorator'), READ: code('read'), WRITE: code('write'),
  BIND: code('bind'), BIND_FUNCTION: code('bind-function'), BIND_OUTER: code('bind-outer'), SKIP: code('skip'), INHERIT: code('inherit'),
} as const;
/** From here on: the number of a rule. */
const FIRST_RULE = 64;

export const NAME = { NONE: 0, NAME: 1, TYPE: 2, MEMBER: 3 } as const;
export const SCOPE = { NONE: 0, FUNCTION: 1, BLOCK: 2, TYPE: 3, CLOSED: 4 } as const;
const NAMES = { name: NAME.NAME, type: NAME.TYPE, member: NAME.MEMBER } as const;
const SCOPES = { function: SCOPE.FUNCTION, block: SCOPE.BLOCK, type: SCOPE.TYPE, closed: SCOPE.CLOSED } as const;

export interface MemberFields {
  readonly object: number;
  readonly property: number;
}

/** A `LinkSpec` for the numbers of one grammar. */
export class CompiledLinks {
  readonly spec: LinkSpec;
  readonly names: GrammarNames;
  readonly nameKinds: Uint8Array;
  readonly scopeKinds: Uint8Array;
  readonly hooks: (LinkHook | undefined)[];
  readonly members: (MemberFields | undefined)[];
  readonly assigns: (MemberFields | undefined)[];
  readonly self: Uint8Array;
  readonly takers: Uint8Array;
  readonly whole: Uint8Array;
  readonly calling: Uint8Array;
  readonly carriers: Uint8Array;
  readonly dangling: Uint8Array;
  /** Whether a node of the type needs a look at all. */
  readonly active: Uint8Array;
  private readonly table: Uint8Array;
  private readonly rules: RoleRule[] = [];

  constructor(spec: LinkSpec, names: GrammarNames) {
    this.spec = spec;
    this.names = names;
    this.nameKinds = this.codes(spec.names, NAMES);
    this.scopeKinds = this.codes(spec.scopes, SCOPES);
    this.hooks = names.table(spec.hooks ?? {});
    const pairs = (entries: Readonly<Record<string, readonly [string, string]>>): (MemberFields | undefined)[] => names.table(Object.fromEntries(Object.entries(entries).map(([type, [object, property]]) => [type, { object: names.fieldId(object), property: names.fieldId(property) }])));
    this.members = pairs(spec.members);
    this.assigns = pairs(spec.assigns ?? {});
    this.self = names.flags(spec.self);
    this.takers = names.flags(spec.takes?.parents ?? []);
    this.whole = names.flags(spec.whole ?? []);
    this.calling = names.flags(spec.calling ?? []);
    this.carriers = names.flags(spec.carriers ?? []);
    this.dangling = names.flags(spec.dangling ?? []);
    this.active = new Uint8Array(names.errorRow + 1);
    for (let type = 0; type <= names.errorRow; type++) if (this.nameKinds[type] || this.scopeKinds[type] || this.hooks[type] || this.assigns[type]) this.active[type] = 1;
    this.table = new Uint8Array((names.errorRow + 1) * names.fieldCount);
    for (const [parent, fields] of Object.entries(spec.roles)) this.addRoles(parent, fields);
  }

  /** Whether a node is a name of its own. */
  isName(view: TreeView, node: number): boolean {
    const type = view.typeId(node);
    return this.nameKinds[type] !== NAME.NONE && (view.isLeaf(node) || this.whole[type] === 1);
  }

  /** The role of a child by its parent's type, its field and what the parent is. */
  role(view: TreeView, node: number, parentType: number, field: number, parentRole: number): number {
    if (parentRole === ROLE.SKIP) return ROLE.SKIP;
    let role = this.table[parentType * this.names.fieldCount + field]!;
    if (role >= FIRST_RULE) role = numberOf.get(this.rules[role - FIRST_RULE]!(view, node))!;
    if (role === ROLE.NONE) return parentRole === ROLE.TYPE ? ROLE.TYPE : ROLE.READ;
    if (role === ROLE.INHERIT) return parentRole;
    if (role === ROLE.CALL && parentRole === ROLE.DECORATOR) return ROLE.DECORATOR;
    return role;
  }

  private addRoles(parent: string, fields: LinkSpec['roles'][string]): void {
    const { fieldCount } = this.names;
    for (const type of this.names.idsOf(parent)) {
      const at = type * fieldCount;
      const rest = fields['*'];
      if (rest) this.table.fill(this.codeOf(rest), at, at + fieldCount);
      for (const [field, role] of Object.entries(fields)) {
        const id = field === '*' ? 0 : this.names.fieldId(field);
        if (id !== 0) this.table[at + id] = this.codeOf(role);
      }
    }
  }

  private codeOf(role: Role | RoleRule): number {
    if (typeof role === 'string') return code(role);
    let index = this.rules.indexOf(role);
    if (index < 0) index = this.rules.push(role) - 1;
    return FIRST_RULE + index;
  }

  private codes<T extends string>(entries: Readonly<Record<string, T>>, numbers: Readonly<Record<T, number>>): Uint8Array {
    const codes = new Uint8Array(this.names.errorRow + 1);
    for (const [name, kind] of Object.entries(entries)) for (const id of this.names.idsOf(name)) codes[id] = numbers[kind as T];
    return codes;
  }
}
