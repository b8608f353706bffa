import { ByteWriter } from './byte-stream.ts';
import { REFERENCE_KINDS, type CodeReference, type CodeShape, type FileLinks, type ImportLink, type LinkSymbol } from './model.ts';
import { NameTable, writeNames } from './name-table.ts';

/** Raised with every change of the layout; other versions are refused, and made again from the source. */
export const LINKS_VERSION = 1;
export const LINKS_MARK = 0x4c;

export const IMPORT_KINDS = ['import', 'reexport', 'require', 'dynamic', 'include'] as const;
export const VISIBILITIES = [null, 'public', 'protected', 'private'] as const;
/** Beside the kind of a reference (3 bits): what else is written for it. */
export const HAS_RECEIVER = 8;
export const HAS_TYPE = 16;
export const SAME_SYMBOL = 32;
export const SAME_LINE = 64;

const referenceKinds = new Map(REFERENCE_KINDS.map((kind, index) => [kind, index]));

/**
 * Mark, version, the names of references and import bindings (so that an index by name reads no further), all other strings,
 * then symbols, imports, exports, references and shapes. Numbers are LEB128, lines and symbols as differences to the one before.
 * Lone surrogates in names become U+FFFD, as in all text that leaves the process.
 */
export function encodeLinks(links: FileLinks): Uint8Array<ArrayBuffer> {
  const names = new NameTable();
  const strings = new NameTable();
  const body = new ByteWriter(4_096);
  body.unsigned(optional(strings, links.packageName));
  writeImports(links.imports, names, strings, body);
  writeReferences(links.references, names, strings, body);
  writeSymbols(links.symbols, strings, body);
  body.unsigned(links.exports.length);
  for (const { local, exported } of links.exports) {
    body.unsigned(strings.add(local));
    body.unsigned(strings.add(exported));
  }
  writeShapes(links.shapes, body);
  const out = new ByteWriter(8_192);
  out.byte(LINKS_MARK);
  out.byte(LINKS_VERSION);
  writeNames(names.names, out);
  writeNames(strings.names, out);
  out.append(body.finish());
  return out.finish();
}

const optional = (table: NameTable, name: string | null): number => (name === null ? 0 : table.add(name) + 1);

function writeImports(imports: readonly ImportLink[], names: NameTable, strings: NameTable, out: ByteWriter): void {
  out.unsigned(imports.length);
  let line = 0;
  for (const link of imports) {
    out.unsigned(strings.add(link.module));
    out.byte(IMPORT_KINDS.indexOf(link.kind));
    out.signed(link.line - line);
    line = link.line;
    out.unsigned(link.bindings.length);
    for (const binding of link.bindings) {
      out.unsigned(names.add(binding.imported));
      out.unsigned(optional(names, binding.local));
      out.unsigned(optional(strings, binding.exported));
      out.byte(binding.typeOnly ? 1 : 0);
    }
  }
}

function writeReferences(references: readonly CodeReference[], names: NameTable, strings: NameTable, out: ByteWriter): void {
  out.unsigned(references.length);
  let line = 0;
  let column = 0;
  let symbol = -1;
  for (const reference of references) {
    const sameLine = reference.line === line && reference.column >= column;
    const sameSymbol = reference.symbol === symbol;
    out.byte(referenceKinds.get(reference.kind)! | (reference.receiver === null ? 0 : HAS_RECEIVER) | (reference.receiverType === null ? 0 : HAS_TYPE) | (sameSymbol ? SAME_SYMBOL : 0) | (sameLine ? SAME_LINE : 0));
    out.unsigned(names.add(reference.name));
    if (reference.receiver !== null) out.unsigned(strings.add(reference.receiver));
    if (reference.receiverType !== null) out.unsigned(strings.add(reference.receiverType));
    if (!sameSymbol) out.signed(reference.symbol - symbol);
    if (!sameLine) out.signed(reference.line - line);
    out.unsigned(sameLine ? reference.column - column : reference.column);
    ({ line, column, symbol } = reference);
  }
}

function writeSymbols(symbols: readonly LinkSymbol[], strings: NameTable, out: ByteWriter): void {
  out.unsigned(symbols.length);
  let line = 0;
  for (const symbol of symbols) {
    out.byte((symbol.exported ? 1 : 0) | (VISIBILITIES.indexOf(symbol.visibility) << 1));
    out.unsigned(strings.add(symbol.name));
    out.unsigned(strings.add(symbol.qualifiedName));
    out.unsigned(strings.add(symbol.kind));
    out.signed(symbol.startLine - line);
    out.signed(symbol.endLine - symbol.startLine);
    out.signed(symbol.nameLine - symbol.startLine);
    out.unsigned(symbol.nameColumn);
    out.signed(symbol.container);
    out.unsigned(optional(strings, symbol.type));
    line = symbol.startLine;
  }
}

function writeShapes(shapes: readonly CodeShape[], out: ByteWriter): void {
  out.unsigned(shapes.length);
  let symbol = 0;
  for (const shape of shapes) {
    out.signed(shape.symbol - symbol);
    symbol = shape.symbol;
    for (const measure of [shape.tokens, shape.statements, shape.nesting, shape.complexity, shape.parameters, shape.fingerprints.length]) out.unsigned(measure);
    let last = 0;
    for (const fingerprint of shape.fingerprints) {
      out.unsigned(fingerprint - last);
      last = fingerprint;
    }
  }
}
