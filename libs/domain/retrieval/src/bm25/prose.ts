const WRITTEN: ReadonlySet<string> = new Set(['markdown', 'mdx', 'restructuredtext', 'asciidoc']);
/** What nothing else is known of: notes, but logs, tables and data too. */
const PLAIN = 'text';

/** Is a file of this language read as sentences? */
export function isProse(language: string): boolean {
  return WRITTEN.has(language) || language === PLAIN;
}

/** Are its words counted two by two as well? */
export function hasPairs(language: string): boolean {
  return WRITTEN.has(language);
}
