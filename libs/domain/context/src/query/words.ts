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

/** Of scripts without spaces between words. */
const UNSPACED_FUNCTION_WORDS = new Set(
  `は が を に で と も の へ や から まで より です ます した して する されて され いる い ます か どこ なに 何 どう どうやって なぜ これ それ この その ください ある あり ました こと もの ため よう
  的 是 在 了 吗 呢 和 与 或 把 被 对 从 到 有 我 你 请 这 那 这个 那个 哪里 哪儿 哪 里 在哪里 什么 怎么 怎样 如何 为什么 为何 怎么样 一个 一下 可以 能 要 会 都 就
  어디 어떻게 왜 무엇 이 그 저 에서 을 를 은 는 가 의 에 도 와 과 하는 하고 있나요 합니까 인가요 있는 무슨 ที่ไหน อย่างไร ทำไม และ ที่ ใน ของ`.split(/\s+/),
);
const UNSPACED_RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
let segmenter: Intl.Segmenter | undefined;

export function extractWords(text: string): string[] {
  const words = new Set<string>();
  for (const [match] of text.matchAll(WORD)) {
    for (const word of WIDE.test(match) ? wordsOf(match) : [match.toLowerCase().replace(/['’].*$/, '')]) {
      // A single Latin letter says nothing; a single CJK character may be a word.
      if (word.length < 2 && word.charCodeAt(0) < 0x2e80) continue;
      if (word.length > 64 || FUNCTION_WORDS.has(word) || UNSPACED_FUNCTION_WORDS.has(word)) continue;
      words.add(word);
    }
    if (words.size >= MAX_WORDS) break;
  }
  return [...words].slice(0, MAX_WORDS);
}

const WIDE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ud840-\ud888]/;
/** More of a run without spaces than this is no question any more. */
const LONGEST_RUN = 400;

/** Words of a run that may hold scripts without spaces: the dictionaries of ICU tell where they end (Unicode Annex 29). */
function wordsOf(run: string): string[] {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'word' });
  const words: string[] = [];
  for (const [part] of run.slice(0, LONGEST_RUN).matchAll(UNSPACED_RUN)) {
    if (!WIDE.test(part)) words.push(part.toLowerCase());
    else for (const { segment, isWordLike } of segmenter.segment(part)) if (isWordLike) words.push(segment);
  }
  return words;
}
