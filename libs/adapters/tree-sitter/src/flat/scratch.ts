type Kind = 'int32' | 'uint32' | 'uint16' | 'uint8';
type ArrayOf = { int32: Int32Array<ArrayBuffer>; uint32: Uint32Array<ArrayBuffer>; uint16: Uint16Array<ArrayBuffer>; uint8: Uint8Array<ArrayBuffer> };
const MAKERS = { int32: Int32Array, uint32: Uint32Array, uint16: Uint16Array, uint8: Uint8Array } as const;
const kept = new Map<string, ArrayOf[Kind]>();
/** Arrays for a file of some megabytes are kept, those for a huge one are not. */
const MAX_KEPT = 4_000_000;

/**
 * A working array of at least `length`, with whatever its last user left in it. One file is analysed at a time in a thread, so
 * arrays as long as a tree need not be made anew for each, only to be collected.
 */
export function scratch<K extends Kind>(name: string, kind: K, length: number): ArrayOf[K] {
  const known = kept.get(name);
  if (known && known.length >= length) return known as ArrayOf[K];
  const made = new MAKERS[kind](Math.max(8_192, Math.ceil(length * 1.25))) as ArrayOf[K];
  if (length <= MAX_KEPT) kept.set(name, made);
  return made;
}
