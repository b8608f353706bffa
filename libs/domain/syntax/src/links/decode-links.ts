import { SymbolKind } from '@twinmcp/contracts';
import { ByteReader, CorruptLinksError } from './byte-stream.ts';
import { HAS_RECEIVER, HAS_TYPE, IMPORT_KINDS, LINKS_MARK, LINKS_VERSION, SAME_LINE, SAME_SYMBOL, VISIBILITIES } from './encode-links.ts';
import { REFERENCE_KINDS, type CodeReference, type CodeShape, type ExportBinding, type FileLinks, type ImportBinding, type ImportLink, type LinkSymbol } from './model.ts';
import { readNames } from './name-table.ts';

/** What `encodeLinks` wrote. Anything else throws a `CorruptLinksError`. */
export function decodeLinks(bytes: Uint8Array): FileLinks {
  return new LinksReader(bytes).read();
}

/** The distinct names of references and import bindings, without reading the rest. */
export function linkNames(bytes: Uint8Array): string[] {
  return readNames(opened(bytes));
}

function opened(bytes: Uint8Array): ByteReader {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== LINKS_MARK) throw new CorruptLinksError('these bytes are no links');
  const version = reader.byte();
  if (version !== LINKS_VERSION) throw new CorruptLinksError(`links of version ${version} are not read, only ${LINKS_VERSION}`);
  return reader;
}

const KINDS: ReadonlySet<string> = new Set(SymbolKind.options);

class LinksReader {
  private readonly bytes: ByteReader;
  private readonly names: readonly string[];
  private readonly strings: readonly string[];

  constructor(bytes: Uint8Array) {
    this.bytes = opened(bytes);
    this.names = readNames(this.bytes);
    this.strings = readNames(this.bytes);
  }

  read(): FileLinks {
    const packageName = this.optional(this.strings);
    const imports = this.list(() => this.import());
    this.line = 0;
    const references = this.list(() => this.reference());
    this.line = 0;
    const symbols = this.list(() => this.symbol());
    const exports = this.list((): ExportBinding => ({ local: this.of(this.strings), exported: this.of(this.strings) }));
    this.inside = 0;
    const shapes = this.list(() => this.shape());
    if (this.bytes.left > 0) throw new CorruptLinksError('bytes behind the end of the links');
    for (const { symbol } of references) this.checkSymbol(symbol, symbols.length, -1);
    for (const { container } of symbols) this.checkSymbol(container, symbols.length, -1);
    for (const { symbol } of shapes) this.checkSymbol(symbol, symbols.length, 0);
    return { packageName, symbols, imports, exports, references, shapes };
  }

  /** Of the entry before: lines, columns and symbols are written as differences. */
  private line = 0;
  private column = 0;
  private inside = -1;

  private import(): ImportLink {
    const module = this.of(this.strings);
    const kind = IMPORT_KINDS[this.bytes.byte()];
    if (!kind) throw new CorruptLinksError('an import of an unknown kind');
    this.line += this.bytes.signed();
    const { line } = this;
    return { module, kind, bindings: this.list((): ImportBinding => ({ imported: this.of(this.names), local: this.optional(this.names), exported: this.optional(this.strings), typeOnly: this.bytes.byte() === 1 })), line };
  }

  private reference(): CodeReference {
    const flags = this.bytes.byte();
    if (flags > 127) throw new CorruptLinksError('a reference of an unknown kind');
    const name = this.of(this.names);
    const receiver = (flags & HAS_RECEIVER) === 0 ? null : this.of(this.strings);
    const receiverType = (flags & HAS_TYPE) === 0 ? null : this.of(this.strings);
    if ((flags & SAME_SYMBOL) === 0) this.inside += this.bytes.signed();
    if ((flags & SAME_LINE) === 0) {
      this.line += this.bytes.signed();
      this.column = 0;
    }
    this.column += this.bytes.unsigned();
    return { name, receiver, receiverType, kind: REFERENCE_KINDS[flags & 7]!, line: this.line, column: this.column, symbol: this.inside };
  }

  private symbol(): LinkSymbol {
    const flags = this.bytes.byte();
    const name = this.of(this.strings);
    const qualifiedName = this.of(this.strings);
    const kind = this.of(this.strings);
    if (!KINDS.has(kind) || flags > 7) throw new CorruptLinksError('a symbol of an unknown kind');
    const startLine = (this.line += this.bytes.signed());
    const endLine = startLine + this.bytes.signed();
    const nameLine = startLine + this.bytes.signed();
    return {
      name, qualifiedName, kind: kind as SymbolKind, startLine, endLine, nameLine, nameColumn: this.bytes.unsigned(), container: this.bytes.signed(),
      exported: (flags & 1) === 1, visibility: VISIBILITIES[flags >> 1]!, type: this.optional(this.strings),
    };
  }

  private shape(): CodeShape {
    const symbol = (this.inside += this.bytes.signed());
    const [tokens, statements, nesting, complexity, parameters] = [this.bytes.unsigned(), this.bytes.unsigned(), this.bytes.unsigned(), this.bytes.unsigned(), this.bytes.unsigned()];
    let last = 0;
    return { symbol, tokens, statements, nesting, complexity, parameters, fingerprints: this.list(() => (last = (last + this.bytes.unsigned()) >>> 0)) };
  }

  private list<T>(read: () => T): T[] {
    const count = this.bytes.count();
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(read());
    return items;
  }

  private of(table: readonly string[]): string {
    const name = table[this.bytes.unsigned()];
    if (name === undefined) throw new CorruptLinksError('the links name a string that they do not hold');
    return name;
  }

  private optional(table: readonly string[]): string | null {
    const number = this.bytes.unsigned();
    if (number === 0) return null;
    const name = table[number - 1];
    if (name === undefined) throw new CorruptLinksError('the links name a string that they do not hold');
    return name;
  }

  private checkSymbol(index: number, count: number, least: number): void {
    if (index < least || index >= count) throw new CorruptLinksError('the links name a symbol that they do not hold');
  }
}
