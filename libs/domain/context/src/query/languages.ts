/** Names of programming languages as they are written; those that are also plain words only in company (`in Go`, `Go code`) or by another name. */
const NAMED: readonly (readonly [id: string, pattern: RegExp])[] = [
  ['typescript', /\b(?:typescript|\.?tsx?\b(?= (?:file|code)))/i], ['javascript', /\b(?:java ?script|ecmascript|node\.?js)\b/i], ['python', /\bpython\d?\b/i], ['go', /\bgolang\b|\b(?:in|for|using|with) Go\b|\bGo (?:code|function|module|package|program|struct|interface|channel|routine)/],
  ['rust', /\brust(?:lang)?\b(?! prevention)/i], ['java', /\bJava\b(?! ?Script)/], ['kotlin', /\bkotlin\b/i], ['scala', /\bScala\b/], ['swift', /\b(?:in|using|with) Swift\b|\bSwiftUI\b/], ['c', /\b(?:in|for|using|plain|ANSI) C\b(?![+#\w])|\bC (?:code|function|program|struct|header|library)\b/],
  ['cpp', /(?<!\w)c\+\+(?!\w)|\bcpp\b/i], ['csharp', /(?<!\w)c#|\bcsharp\b/i], ['ruby', /\bruby\b/i], ['php', /\bphp\b/i], ['lua', /\blua\b/i], ['shell', /\b(?:bash|shell script|zsh|posix sh)\b/i], ['sql', /\bSQL\b|\bsql (?:query|file|script)/], ['r', /\b(?:in|using) R\b/],
  ['html', /\bhtml\b/i], ['css', /\bcss\b/i], ['yaml', /\byaml\b/i], ['json', /\bjson (?:file|config|schema)\b/i], ['dockerfile', /\bdockerfile\b/i], ['markdown', /\bmarkdown\b/i],
];
const OF_EXTENSION: Readonly<Record<string, string>> = {
  ts: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'tsx', js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'javascript', py: 'python', pyi: 'python', go: 'go', rs: 'rust', java: 'java', kt: 'kotlin', kts: 'kotlin', scala: 'scala', swift: 'swift', c: 'c', h: 'c',
  cc: 'cpp', cpp: 'cpp', cxx: 'cpp', hpp: 'cpp', cs: 'csharp', rb: 'ruby', php: 'php', lua: 'lua', sh: 'shell', bash: 'shell', sql: 'sql', html: 'html', css: 'css', yaml: 'yaml', yml: 'yaml', json: 'json', md: 'markdown',
};

/** Programming languages by name, then by the files that are named; at most eight. */
export function programmingLanguages(text: string, paths: readonly string[]): string[] {
  const found = new Set<string>();
  for (const [id, pattern] of NAMED) if (pattern.test(text)) found.add(id);
  for (const path of paths) {
    const id = OF_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()];
    if (id) found.add(id);
  }
  return [...found].slice(0, 8);
}

const SCRIPTS: readonly (readonly [code: string, pattern: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu], ['ko', /\p{Script=Hangul}/gu], ['zh', /\p{Script=Han}/gu], ['uk', /[іїєґІЇЄҐ]/g], ['ru', /\p{Script=Cyrillic}/gu], ['el', /\p{Script=Greek}/gu], ['ar', /\p{Script=Arabic}/gu], ['he', /\p{Script=Hebrew}/gu], ['th', /\p{Script=Thai}/gu], ['hi', /\p{Script=Devanagari}/gu],
];
/** Frequent function words; a word that two of these languages share tells nothing and is left out. */
const FUNCTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: 'the is are of to and how what where why does with which when that this it for from not'.split(' '),
  de: 'der das ist und wie wo warum wird werden nicht ein eine mit auf für den dem zur zum wenn beim'.split(' '),
  fr: 'le la les est où comment pourquoi dans une des pour avec quand du sur cette ce'.split(' '),
  es: 'el los está dónde cómo por qué una con para cuando se del esta'.split(' '),
  pt: 'onde como não uma com são está quando você isso no na os'.split(' '),
  it: 'il dove perché come sono della nel quando gli questo con'.split(' '),
  nl: 'het een waar hoe waarom wordt niet van met wanneer deze voor bij'.split(' '),
  pl: 'jest gdzie jak dlaczego nie się czy przez który kiedy dla'.split(' '),
  tr: 'nerede nasıl neden için bir ve bu değil ile'.split(' '),
};
const KNOWN = new Map<string, string[]>();
for (const [code, words] of Object.entries(FUNCTION_WORDS)) for (const word of words) KNOWN.set(word, [...(KNOWN.get(word) ?? []), code]);
const SAMPLE = 2_000;

/** By script, else by the function words that are there; null when nothing tells. */
export function naturalLanguage(prose: string): string | null {
  const sample = prose.slice(0, SAMPLE);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  if (/[^\x00-\u024f]/.test(sample)) {
    for (const [code, pattern] of SCRIPTS) {
      const share = (sample.match(pattern)?.length ?? 0) / letters;
      // A few letters of Ukrainian or Japanese among Cyrillic or Han decide; the others need a part of the text.
      if (share > (code === 'ja' || code === 'uk' ? 0.02 : 0.15)) return code;
    }
  }
  const votes = new Map<string, number>();
  for (const word of sample.toLowerCase().match(/[\p{L}]+/gu) ?? []) for (const code of KNOWN.get(word) ?? []) votes.set(code, (votes.get(code) ?? 0) + 1 / KNOWN.get(word)!.length);
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best && best[1] >= 0.5 ? best[0] : null;
}
