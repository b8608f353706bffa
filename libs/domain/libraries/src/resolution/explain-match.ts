import type { LibraryRecord } from '../catalogue/library-record.ts';
import type { RankedLibrary } from './search-model.ts';

/** One sentence on why a library is in an answer. */
export function explainMatch({ matched, by }: RankedLibrary, record: LibraryRecord, query: string, installed: boolean): string {
  const asked = query.length > 60 ? `${query.slice(0, 60)}…` : query;
  const other = by !== '' && by !== record.name.toLowerCase() ? ` (${by})` : '';
  const why = {
    exact: 'has exactly this name',
    import: `is imported as ${by}`,
    normalised: `has this name but for separators, letter case or the name of its language${other}`,
    alias: `is also called ${by}`,
    acronym: `"${asked}" are the initials of its name${other}`,
    typo: `is close in spelling to "${asked}"${other}`,
    prefix: `has a name that begins with "${asked}"${other}`,
    words: `has words or letters of "${asked}" in its name or description${other}`,
    description: 'is described like this',
  }[matched];
  return installed ? `${why}; installed in this workspace` : why;
}
