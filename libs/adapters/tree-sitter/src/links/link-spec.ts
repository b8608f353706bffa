import type { ExportBinding, ImportLink } from '@twinmcp/syntax';
import type { TreeView } from '../flat/tree-view.ts';

/**
 * What a node is to the names in it. `inherit` hands on what the parent is; what no rule mentions is a value that is read.
 * `bind` declares a name in the scope at hand, `bind-function` in the function around (`var`), `bind-outer` in the scope around
 * the node that opened the one at hand (the name of a function), `skip` is no use of a name, nor is anything below.
 */
export type Role = 'inherit' | 'read' | 'write' | 'call' | 'new' | 'type' | 'extends' | 'implements' | 'decorator' | 'bind' | 'bind-function' | 'bind-outer' | 'skip';

/** A role that depends on more than field and parent. */
export type RoleRule = (view: TreeView, node: number) => Role;

/** `name` is used as its place says; `type` stands for a type unless its place says more; `member` counts only behind a receiver. */
export type NameKind = 'name' | 'type' | 'member';

/** `function` holds the names of its body, `block` those declared in it, `type` has members and is what `this` means. Names bound in a `closed` scope are not seen from scopes inside it (bodies of Python classes). */
export type ScopeKind = 'function' | 'block' | 'type' | 'closed';

/** What hooks write to. */
export interface LinkSink {
  readonly imports: ImportLink[];
  readonly exports: ExportBinding[];
  packageName: string | null;
  /** Declares a name in the scope at hand that another module gives. */
  bindImport(name: string, node: number): void;
  /** Uses of the name in the scope at hand mean a name further out (`global x`). */
  release(name: string): void;
  /** 1-based. */
  lineOf(node: number): number;
  /** Whether the node stands at the top of the file, in no scope of its own. */
  atTop(): boolean;
}

export type LinkHook = (view: TreeView, node: number, sink: LinkSink) => void;

/** What a pattern takes a name out of: a member `key` of a value or of a type, −1 where there is none. */
export interface Taken {
  readonly key: number;
  readonly value: number;
  readonly type: number;
}

/** How the names of one language are used: node types and fields of its grammar, read by one engine for all. */
export interface LinkSpec {
  /** Parent type → field of the child (`*` = every other child) → role of the child. */
  readonly roles: Readonly<Record<string, Readonly<Record<string, Role | RoleRule>>>>;
  /** Leaves that are names. */
  readonly names: Readonly<Record<string, NameKind>>;
  /** Nodes of several leaves that are one name (`$x` in PHP). */
  readonly whole?: readonly string[];
  /** What variables begin with, in languages where they are never names of the program. */
  readonly sigil?: string;
  /** A name that stands for nothing (`_` in Go). */
  readonly blank?: string;
  readonly scopes: Readonly<Record<string, ScopeKind>>;
  /** `a.b`: fields of the object and of the property. */
  readonly members: Readonly<Record<string, readonly [object: string, property: string]>>;
  /** Members that are calls as well (`a.b()` in one node). */
  readonly calling?: readonly string[];
  /** Field of what is called. */
  readonly calls?: Readonly<Record<string, string>>;
  /** Field of the class of a new object, or `*` for the first named child. */
  readonly news?: Readonly<Record<string, string>>;
  /** A call of a name that starts with a capital letter makes an object of that class. */
  readonly capitalMakes?: boolean;
  /** Functions that make an object of the type they belong to (`Server::new()`). */
  readonly makers?: RegExp;
  /** Nodes around the name of a member that carry more than it (`of<T>`). */
  readonly carriers?: readonly string[];
  /** Members whose object stands elsewhere (`a?.b` in C#): their receiver is unknown. */
  readonly dangling?: readonly string[];
  /** Nodes that stand for the object at hand, beside the names in `selfNames`. */
  readonly self: readonly string[];
  readonly selfNames?: readonly string[];
  /** A call of this name stands for the base of the object at hand (`super()` in Python). */
  readonly superCall?: string;
  /** Nodes as good as what they hold (`(x)`, `x!`): the field, or `*` for the first named child. */
  readonly through?: Readonly<Record<string, string>>;
  /** `await x`: the value inside a promise. */
  readonly awaits?: Readonly<Record<string, string>>;
  /** `x as T`: field of the type, or `*` for the last named child. */
  readonly casts?: Readonly<Record<string, string>>;
  /** Around a declared name: fields of its type and of its first value (`*`: the first named child). */
  readonly typed?: Readonly<Record<string, { readonly type?: string; readonly value?: string }>>;
  /** Nodes between a declared name and its declaration (`*p`, `a[]` in C). */
  readonly declarators?: readonly string[];
  /** Lists of names or values: the second name gets the second value, or the second of what one call gives. */
  readonly lists?: readonly string[];
  /** Patterns that take members out of a value (`const { a, b: c } = value`): parents of the names, and what they are taken out of. */
  readonly takes?: { readonly parents: readonly string[]; readonly from: (view: TreeView, name: number) => Taken | null };
  /** Functions: field of the return type. */
  readonly returns?: Readonly<Record<string, string>>;
  /** Assignments: left and right. `this.x = value` tells the type of the member. */
  readonly assigns?: Readonly<Record<string, readonly [left: string, right: string]>>;
  /** Imports, exports, package clauses. Called before what is below. */
  readonly hooks?: Readonly<Record<string, LinkHook>>;
  /** After the walk. */
  readonly finish?: (view: TreeView, sink: LinkSink) => void;
}
