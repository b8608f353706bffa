import { STOP_WORDS, wordTerms } from '@twinmcp/retrieval';

// Keywords and fillers of common languages: nearly every chunk has them, so they say little about any.
const KEYWORDS =
  'abstract arguments array as assert async await boolean bool break byte case catch chan char class const constructor continue data debugger def default defer del delete do double elif else ' +
  'end enum err error except export extends false fallthrough final finally float fmt fn for from func function get global goto go if impl implements import in instance instanceof int integer interface ' +
  'key lambda len length let list long map match max min mod module mut name namespace new nil none nonlocal not null number obj object of op option options or package param params pass print private ' +
  'protected pub public raise range readonly record ref require result ret return self set short size static str string struct sub super switch symbol test then this throw throws to true try tuple type typeof ' +
  'undefined union unsafe use val value values var void volatile when where while with yield';

/** Stemmed terms that weigh little, since without statistics of the corpus nothing else tells that they are frequent. */
export const COMMON_TERMS: ReadonlySet<string> = new Set([...KEYWORDS.split(' '), ...STOP_WORDS].flatMap((word) => wordTerms(word)));
