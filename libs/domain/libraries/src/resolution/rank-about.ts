import type { Ecosystem } from '@twinmcp/contracts';
import { termsOf } from '@twinmcp/retrieval';
import type { LibraryRecord } from '../catalogue/library-record.ts';
import type { RankedLibrary } from './search-model.ts';

/** A question as it is compared with each candidate. */
export interface AboutQuestion {
  /** Registries that its words name. */
  readonly ecosystems: ReadonlySet<Ecosystem>;
  readonly terms: ReadonlySet<string>;
  /** Cosine of its meaning with a library; null = unknown. */
  readonly similarity: (doc: number) => number | null;
}

/** Words that only one ecosystem uses. Words that several use (`package`, `module`) say nothing. */
const SIGNS: readonly (readonly [Ecosystem, RegExp])[] = [
  ['npm', /\b(?:npm|npx|pnpm|yarn|node(?:\.?js)?|javascript|typescript|tsx?|jsx|deno|bun|react|next\.?js|vue|svelte|express)\b/i],
  ['pypi', /\b(?:python\d?|pip|pypi|poetry|uv|django|flask|fastapi|pandas|numpy|jupyter|asyncio)\b/i],
  ['cargo', /\b(?:rust|cargo|crates?|tokio|serde)\b/i],
  ['go', /\b(?:golang|goroutines?|go (?:module|mod|get|program|service|code|server))\b|\bin go\b/i],
  ['maven', /\b(?:java|kotlin|maven|gradle|spring(?: ?boot)?|jvm|scala)\b/i],
];
/** What each kind of agreement may add. Together more than popularity and being installed, less than between kinds of match. */
const ECOSYSTEM = 0.06;
const WORDS = 0.04;
const MEANING = 0.04;

export function aboutQuestion(question: string, name: string, similarity: AboutQuestion['similarity']): AboutQuestion {
  const own = new Set(termsOf(name));
  return { ecosystems: new Set(SIGNS.filter(([, sign]) => sign.test(question)).map(([ecosystem]) => ecosystem)), terms: new Set(termsOf(question).filter((term) => term.length > 2 && !own.has(term))), similarity };
}

/**
 * Candidates for a name in the order in which a question about one of them makes sense: `redis`, asked for in a question about
 * Python, is the one of PyPI. What is spelt exactly stays before what is only alike.
 */
export function rankAbout(ranked: readonly RankedLibrary[], about: AboutQuestion, recordOf: (doc: number) => LibraryRecord): RankedLibrary[] {
  const terms = about.terms.size;
  return ranked
    .map((match) => {
      const record = recordOf(match.doc);
      const said = new Set(termsOf(`${record.name} ${record.keywords.join(' ')} ${record.description} ${record.text.slice(0, 1_000)}`));
      const shared = terms === 0 ? 0 : [...about.terms].filter((term) => said.has(term)).length / terms;
      const agreement = (about.ecosystems.has(record.ecosystem) ? ECOSYSTEM : 0) + WORDS * Math.min(1, shared * 2) + MEANING * Math.max(0, about.similarity(match.doc) ?? 0);
      return { ...match, score: match.score + agreement };
    })
    .sort((a, b) => Number(b.matched === 'exact') - Number(a.matched === 'exact') || b.score - a.score || a.doc - b.doc);
}
