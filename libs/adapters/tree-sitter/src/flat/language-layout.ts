import type { Language } from 'web-tree-sitter';

/** The symbol of nodes that no rule of the grammar made. */
export const ERROR_TYPE = 0xffff;

/** Offsets of TSLanguage (parser.h, ABI 14 and 15) in 32-bit memory. */
const MAX_ALIAS_SEQUENCE_LENGTH = 36;
const FIELD_MAP_SLICES = 64;
const FIELD_MAP_ENTRIES = 68;
const SYMBOL_METADATA = 72;
const PUBLIC_SYMBOL_MAP = 76;
const ALIAS_SEQUENCES = 84;

/** What reading trees from memory needs of a grammar, copied out of its tables once. */
export interface LanguageLayout {
  readonly publicSymbols: Uint16Array;
  /** By public symbol; 1 = named. */
  readonly named: Uint8Array;
  readonly aliasWidth: number;
  /** `production * aliasWidth + structural child` → alias, 0 = none. */
  readonly aliases: Uint16Array;
  /** `production * fieldWidth + structural child` → field id, 0 = none. */
  readonly fields: Uint16Array;
  readonly fieldWidth: number;
  /** By production: whether any child has an alias, any child a field. */
  readonly productions: Uint8Array;
}

const HAS_ALIAS = 1;
const HAS_FIELD = 2;
export const PRODUCTION = { HAS_ALIAS, HAS_FIELD } as const;

export function readLayout(language: Language, buffer: ArrayBuffer): LanguageLayout {
  const address = (language as unknown as { 0: number })[0];
  const view = new DataView(buffer);
  const u32 = (offset: number): number => view.getUint32(address + offset, true);
  const [symbolCount, aliasCount, productionCount] = [u32(4), u32(8), u32(28)];
  const aliasWidth = view.getUint16(address + MAX_ALIAS_SEQUENCE_LENGTH, true);
  if (symbolCount > 65_535 || productionCount > 65_535 ) throw new RangeError('no grammar of a known layout');
  const symbols = symbolCount + aliasCount;
  const publicSymbols = new Uint16Array(buffer.slice(u32(PUBLIC_SYMBOL_MAP), u32(PUBLIC_SYMBOL_MAP) + 2 * symbols));
  const named = new Uint8Array(symbols);
  for (let i = 0; i < symbols; i++) named[i] = view.getUint8(u32(SYMBOL_METADATA) + 3 * i + 1);
  const aliases = new Uint16Array(aliasWidth * productionCount);
  const productions = new Uint8Array(productionCount);
  for (let i = 0; i < aliases.length; i++) {
    aliases[i] = view.getUint16(u32(ALIAS_SEQUENCES) + 2 * i, true);
    if (i >= aliasWidth && aliases[i] !== 0) productions[Math.floor(i / aliasWidth)]! |= HAS_ALIAS; // the first production never has any
  }
  const { fields, fieldWidth } = readFields(view, u32(FIELD_MAP_SLICES), u32(FIELD_MAP_ENTRIES), productionCount, u32(32), productions);
  return { publicSymbols, named, aliasWidth, aliases, fields, fieldWidth, productions };
}

/** The field of each child by production; of several for one child the first, as the cursor has it. */
function readFields(view: DataView, slices: number, entries: number, productionCount: number, fieldCount: number, productions: Uint8Array): { fields: Uint16Array; fieldWidth: number } {
  if (fieldCount === 0) return { fields: new Uint16Array(0), fieldWidth: 0 };
  const own: { production: number; child: number; field: number }[] = [];
  for (let production = 0; production < productionCount; production++) {
    const index = view.getUint16(slices + 4 * production, true);
    const length = view.getUint16(slices + 4 * production + 2, true);
    for (let i = index; i < index + length; i++) {
      const inherited = view.getUint8(entries + 4 * i + 3) !== 0;
      if (!inherited) own.push({ production, child: view.getUint8(entries + 4 * i + 2), field: view.getUint16(entries + 4 * i, true) });
    }
  }
  const fieldWidth = 1 + own.reduce((most, { child }) => Math.max(most, child), 0);
  const fields = new Uint16Array(fieldWidth * productionCount);
  for (const { production, child, field } of own) {
    const at = production * fieldWidth + child;
    if (fields[at] === 0) fields[at] = field;
    productions[production]! |= HAS_FIELD;
  }
  return { fields, fieldWidth };
}
