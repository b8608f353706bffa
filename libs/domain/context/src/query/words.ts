const MAX_WORDS = 64;
const WORD = /[\p{L}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}]+)?/gu;

/** Words that say how one asks, not what one asks about. Verbs of asking are here too: `show`, `find`, `explain`. */
const FUNCTION_WORDS = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can cannot could did do
  does doing don done down during each explain few find for from further get gets give had has have having he help her here hers him his how i if in into
  is it its itself just like list locate look me more most my no nor not now of off on once only or other our out over own please same she should
  show so some such tell than thank that the their them then there these they this those through to too under until up us use used uses using very want
  was we were what when where which while who whom why will with would you your code file files function method class implemented implementation
  defined definition happen happens work works`.split(/\s+/),
);

export function extractWords(text: string): string[] {
  const words = new Set<string>();
  for (const [match] of text.matchAll(WORD)) {
    const word = match.toLowerCase().replace(/['’].*$/, '');
    // A single Latin letter says nothing; a single CJK character may be a word.
    if (word.length < 2 && word.charCodeAt(0) < 0x2e80) continue;
    if (word.length > 64 || FUNCTION_WORDS.has(word)) continue;
    words.add(word);
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}
