const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?=[ \t!])[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|[^\s\w]/gu;
const KEYWORD = new Set(`abstract as assert async await break case catch class const continue def default defer delete do elif else enum except export extends final finally fn for foreach from func function go goto guard if impl implements
  import in instanceof interface is lambda let loop match mut namespace new not or and package pass private protected public raise range rescue return self static struct super switch then this throw throws trait try type typeof unless until use using val var
  void when where while with yield`.split(/\s+/));
const GRAM = 4;
const MAX_TOKENS = 20_000;

/** Tokens of any of the languages by kind: names and literals are all alike, comments are none. */
export function tokenKinds(text: string): string[] {
  const kinds: string[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('//') || token.startsWith('/*') || (token.startsWith('#') && token.length > 1)) continue;
    const first = token[0]!;
    kinds.push(first === '"' || first === "'" || first === '`' || (first >= '0' && first <= '9') ? 'L' : token.length === 1 && !/[\p{L}_$]/u.test(token) ? token : KEYWORD.has(token) ? token : 'N');
    if (kinds.length >= MAX_TOKENS) break;
  }
  return kinds;
}

/** Share of the runs of four tokens that two texts have in common (Dice over multisets): 1 for the same structure, whatever the names. */
export function structuralSimilarity(left: string, right: string): number {
  const a = grams(tokenKinds(left));
  const b = grams(tokenKinds(right));
  let common = 0;
  for (const [gram, count] of a.counts) common += Math.min(count, b.counts.get(gram) ?? 0);
  return a.size + b.size === 0 ? 0 : Math.round(((2 * common) / (a.size + b.size)) * 1e3) / 1e3;
}

function grams(kinds: readonly string[]): { counts: Map<string, number>; size: number } {
  const counts = new Map<string, number>();
  const size = Math.max(0, kinds.length - GRAM + 1);
  for (let i = 0; i < size; i++) {
    const gram = kinds.slice(i, i + GRAM).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, size };
}
