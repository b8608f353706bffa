/** Classes of weaknesses by CWE id, made for the question "what can go wrong": a few words instead of nine hundred entries. */
const CLASSES: readonly (readonly [name: string, ids: readonly number[]])[] = [
  ['malicious-code', [506, 507, 510, 511, 512, 829, 912]],
  ['code-injection', [74, 75, 77, 78, 88, 94, 95, 96, 98, 470, 917, 1336]],
  ['sql-injection', [89, 90, 564, 643, 943]],
  ['cross-site-scripting', [79, 80, 83, 87, 116]],
  ['prototype-pollution', [915, 1321]],
  ['path-traversal', [22, 23, 24, 25, 29, 35, 36, 37, 40, 59, 61, 73, 377, 378, 379, 426, 427, 428, 434]],
  ['deserialization', [502, 611, 776, 827]],
  ['request-forgery', [352, 441, 444, 601, 918, 1275]],
  ['authentication', [287, 288, 289, 290, 294, 303, 304, 305, 306, 307, 345, 346, 347, 384, 521, 613, 620, 640, 798, 1390]],
  ['authorization', [250, 269, 275, 276, 281, 284, 285, 425, 639, 668, 732, 862, 863, 1220]],
  ['cryptography', [208, 261, 295, 296, 297, 310, 320, 321, 322, 323, 324, 325, 326, 327, 328, 329, 330, 331, 335, 338, 340, 354, 385, 916, 1240]],
  ['information-exposure', [200, 201, 203, 209, 212, 215, 312, 319, 359, 497, 522, 524, 525, 532, 538, 548, 552, 598]],
  ['denial-of-service', [185, 248, 369, 399, 400, 401, 404, 405, 407, 409, 410, 459, 606, 617, 662, 667, 674, 703, 730, 754, 755, 770, 771, 772, 789, 834, 835, 1050, 1333]],
  ['memory-safety', [118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 129, 131, 190, 191, 193, 415, 416, 457, 476, 681, 682, 704, 763, 786, 787, 788, 805, 822, 823, 824, 825, 843, 908, 909]],
  ['race-condition', [362, 363, 364, 366, 367]],
  ['input-validation', [20, 113, 134, 138, 150, 172, 176, 178, 179, 180, 182, 184, 241, 436, 697, 707, 1284, 1286, 1287, 1289]],
];

const BY_ID: ReadonlyMap<number, string> = new Map(CLASSES.flatMap(([name, ids]) => ids.map((id) => [id, name] as const)));

/** Classes of an advisory, the gravest first; `unknown` when it names no weakness, `other` for one that is not in the table. */
export function weaknessClasses(id: string, cwes: readonly string[]): string[] {
  const found = new Set(cwes.map((cwe) => BY_ID.get(Number(cwe.slice(4))) ?? 'other'));
  if (id.startsWith('MAL-')) found.add('malicious-code');
  if (found.size === 0) return ['unknown'];
  const rank = (name: string) => (name === 'other' ? CLASSES.length : CLASSES.findIndex(([one]) => one === name));
  return [...found].sort((a, b) => rank(a) - rank(b));
}
