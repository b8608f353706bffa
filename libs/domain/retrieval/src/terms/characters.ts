/** Classes of the ASCII characters, so that the scanner needs no regular expression on its fast path. */
export const OTHER = 0;
export const LOWER = 1;
export const UPPER = 2;
export const DIGIT = 3;
export const JOINER = 4; // _ and $: part of an identifier, border of its words

export const ASCII_CLASS: Uint8Array = (() => {
  const table = new Uint8Array(128);
  for (let c = 97; c <= 122; c++) table[c] = LOWER;
  for (let c = 65; c <= 90; c++) table[c] = UPPER;
  for (let c = 48; c <= 57; c++) table[c] = DIGIT;
  table[95] = JOINER;
  table[36] = JOINER;
  return table;
})();
