/** Words that say in which language or for which purpose a library is made, not which library it is. */
const AFFIXES: ReadonlySet<string> = new Set(
  ('js javascript node nodejs npm ts typescript types browser web py python python2 python3 pypi go golang rs rust crate java jvm ' +
    'lib library libs module package pkg plugin client sdk api core cli tool tools utils util the a for of and in with app server wrapper bindings binding driver official org io dev').split(' '),
);
/** Ends and beginnings that mean the same when they are glued to a name: pyzmq, dnspython, lodashjs. */
const GLUED_BEFORE = ['python', 'node', 'lib', 'py', 'go', 'rust', 'js'];
const GLUED_AFTER = ['python', 'nodejs', 'client', 'node', 'py', 'js', 'ts', 'rs', 'go', 'lib', 'api', 'sdk', 'cli', 's'];
const MIN_REST = 2;

export function isAffix(token: string): boolean {
  return AFFIXES.has(token) || /^\d{1,2}$/.test(token);
}

/** The words that tell which library it is; all words when none would be left. */
export function coreTokens(tokens: readonly string[]): readonly string[] {
  const core = tokens.filter((token) => !isAffix(token));
  return core.length > 0 ? core : tokens;
}

/** Flat names that differ from this one in a glued affix alone, this one not among them. */
export function withoutGluedAffixes(flat: string): string[] {
  const found = new Set<string>();
  for (const before of GLUED_BEFORE) if (flat.startsWith(before) && flat.length - before.length >= MIN_REST) found.add(flat.slice(before.length));
  for (const after of GLUED_AFTER) if (flat.endsWith(after) && flat.length - after.length >= MIN_REST) found.add(flat.slice(0, -after.length));
  found.delete(flat);
  return [...found];
}

/** Whether a flat name is another one with the name of its language glued to it, and nothing else. */
export function languageMarked(flat: string, plain: string): boolean {
  if (flat.length <= plain.length) return false;
  const rest = flat.startsWith(plain) ? flat.slice(plain.length) : flat.endsWith(plain) ? flat.slice(0, -plain.length) : '';
  return rest === 'python' || rest === 'py' || rest === 'node' || rest === 'nodejs' || rest === 'js' || rest === 'rs' || rest === 'go';
}
