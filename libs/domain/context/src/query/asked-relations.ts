import type { AskedRelation, QueryUnderstanding } from './model.ts';

const DONE_TO = 'called|used|invoked|referenced|imported|thrown|raised|emitted|triggered|instantiated|constructed|enforced|checked|read|set|accessed|consumed|passed|registered';
/** What is asked about a thing instead of the thing itself; names are taken out of the text before. In the languages that intents know. */
const CUES: readonly (readonly [AskedRelation, RegExp])[] = [
  ['uses', /\b(?:who|what(?: else)?|which(?: \w+){1,3})\s+(?:\w+ly\s+)?(?:calls?|uses?|invokes?|references?|depends? on|imports?|triggers?|throws?|raises?|emits?|reads?|sets?|instantiates?)\b/iu],
  ['uses', /\b(?:callers?|call ?sites?|usages?|users?|references) (?:of|to|for)\b|\bfind (?:all )?(?:callers?|call ?sites?|usages?|references)\b/iu],
  ['uses', new RegExp(`\\b(?:where|why|who|how often|by whom)\\b[^.?!\\n]{0,80}\\b(?:${DONE_TO})\\b`, 'iu')],
  // A statement begins so as well ("When an error is thrown, …").
  ['uses', new RegExp(`\\bwhen\\b[^.?!,\\n]{0,80}\\b(?:${DONE_TO})\\b[^.!,\\n]{0,40}\\?`, 'iu')],
  ['uses', new RegExp(`\\b(?:is|are|gets?) +(?:${DONE_TO}) +(?:by|from|in)\\b`, 'iu')],
  ['uses', /呼び出|呼ばれ|使われ|使用箇所|参照され|调用|被.{0,6}使用|引用|在哪.{0,8}使用|호출|사용되|참조|кто вызыва|где (?:вызыва|использу)|вызывается|используется|\b(?:wer|was|wo) (?:ruft|wird|verwendet|benutzt)\b.{0,60}\b(?:auf(?:gerufen)?|verwendet|benutzt|genutzt)\b|\b(?:qui|où)\b.{0,40}\b(?:appel\w+|utilis\w+)|\b(?:quién|dónde)\b.{0,40}\b(?:llama|usa|utiliza)\w*/iu],
  ['callees', /\bwhat (?:functions? |methods? )?(?:does|do)\b[^.?!\n]{0,40}\b(?:call|invoke|depend on)\b|\bcallees (?:of|for)\b/iu],
  ['implementations', /\b(?:who|what|which(?: \w+){1,3})\s+(?:implements?|extends?|overrides?|subclass(?:es)?|inherits?(?: from)?|derives? from)\b|\b(?:implementations|implementers|implementors|subclasses|overrides) of\b/iu],
  ['tests', /\bhow (?:is|are|was|do(?:es)?|can)\b[^.?!\n]{0,80}\btest(?:ed)?\b|\b(?:which|what|where|any|are there|find|show)\b[^.?!\n]{0,30}\btests?\b|^\W*tests? (?:for|of|that|covering)\b|\b(?:tested|covered) (?:by|in)\b|テストされ|どのテスト|如何测试|怎么测试|哪些测试|테스트되|어떤 테스트|как тестиру|\bwie wird\b.{0,60}\bgetestet\b/iu],
];
/** Asks whatever else the question wants: "rename …: what is affected?" */
const IMPACT = /\bwhat(?:'s| is| are| else is| would be| gets| will be)? (?:affected|impacted|broken by)\b|\bwhat (?:would |will |might |could |does |may )?(?:it |this |that )?breaks?\b|\b(?:impact|blast radius|side effects) of\b|\bwho is affected\b|影響範囲|影响(?:哪些|范围)/iu;
const READ = 2_000;

/** Which of what surrounds a thing is asked for; empty where the thing itself is. `makes`: the question wants something made or changed. */
export function askedRelations(prose: string, makes: boolean): AskedRelation[] {
  const read = prose.slice(0, READ);
  if (IMPACT.test(read)) return ['uses'];
  if (makes && !WHICH.test(read)) return [];
  return [...new Set(CUES.filter(([, cue]) => cue.test(read)).map(([relation]) => relation))];
}

/** "which classes extend …" asks, whatever it sounds like. */
const WHICH = /^\s*(?:who|what|which)\b/i;

/** Words that say where to look or name a relation, and nothing of what is looked for. */
const POINTING = new Set('live lives located location place placed declared declaration signature source body look looks see open call calls called caller callers usage usages used user users use references reference referenced test tests tested testing implements implement implementations implementers extends subclasses overrides inherits difference differences differ compare comparison versus vs meaning means mean purpose parameter parameters argument arguments args returns docstring'.split(' '));

/** Is more asked than the things it names (and what surrounds them, where that is asked): are there words that their definitions need not answer? */
export function asksForMore({ names, words }: Pick<QueryUnderstanding, 'names' | 'words'>): boolean {
  return names.length > 0 && words.some((word) => !POINTING.has(word));
}
