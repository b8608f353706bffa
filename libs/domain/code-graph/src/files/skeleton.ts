import type { CodeReference, ExportBinding, FileLinks, ImportLink, LinkSymbol } from '@twinmcp/syntax';

const NONE: readonly number[] = [];

/** What others need to know of a file to resolve their names: everything but its references and measures. Kept in memory. */
export class Skeleton {
  readonly packageName: string | null;
  readonly symbols: readonly LinkSymbol[];
  readonly imports: readonly ImportLink[];
  readonly exports: readonly ExportBinding[];
  /** `extends` and `implements` of the file's types. */
  readonly bases: readonly CodeReference[];
  #top: Map<string, number[]> | null = null;
  #children: Map<number, number[]> | null = null;
  #bindings: Map<string, { readonly link: ImportLink; readonly binding: number }> | null = null;

  constructor(links: FileLinks) {
    this.packageName = links.packageName === null ? null : dotted(links.packageName);
    this.symbols = links.symbols;
    this.imports = links.imports;
    this.exports = links.exports;
    this.bases = links.references.filter(({ kind }) => kind === 'extends' || kind === 'implements');
  }

  static readonly empty = new Skeleton({ packageName: null, symbols: [], imports: [], exports: [], references: [], shapes: [] });

  /** Symbols of that name that are members of nothing in this file. */
  top(name: string): readonly number[] {
    if (this.#top === null) {
      this.#top = new Map();
      this.symbols.forEach((symbol, i) => {
        if (symbol.container === -1) push(this.#top!, symbol.name, i);
      });
    }
    return this.#top.get(name) ?? NONE;
  }

  topNames(): Iterable<string> {
    this.top('');
    return this.#top!.keys();
  }

  children(symbol: number): readonly number[] {
    if (this.#children === null) {
      this.#children = new Map();
      this.symbols.forEach(({ container }, i) => container >= 0 && push(this.#children!, container, i));
    }
    return this.#children.get(symbol) ?? NONE;
  }

  /** Members by name. A constructor that bears the name of its class is none: who writes the name means the class. */
  child(symbol: number, name: string): readonly number[] {
    const all = this.children(symbol);
    if (all.length === 0) return NONE;
    const found = all.filter((i) => this.symbols[i]!.name === name && !(this.symbols[i]!.kind === 'constructor' && this.symbols[symbol]!.name === name));
    return found.length === 0 ? NONE : found;
  }

  /** The import that binds a name in this file. */
  binding(local: string): { readonly link: ImportLink; readonly binding: number } | undefined {
    if (this.#bindings === null) {
      this.#bindings = new Map();
      for (const link of this.imports) link.bindings.forEach((one, binding) => one.local !== null && one.local !== '*' && !this.#bindings!.has(one.local) && this.#bindings!.set(one.local, { link, binding }));
    }
    return this.#bindings.get(local);
  }
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Namespaces are written with dots here, whatever the language writes. */
export function dotted(name: string): string {
  return name.includes('\\') || name.includes('::') ? name.replace(/^\\|^::/, '').replace(/\\|::/g, '.') : name;
}
