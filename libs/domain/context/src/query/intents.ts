import { INTENTS, type ContextNeed, type ErrorMention, type Intent, type IntentKind, type PathMention, type QueryName, type StackFrame, type TimeMention } from './model.ts';

export interface IntentEvidence {
  readonly prose: string;
  readonly errors: readonly ErrorMention[];
  readonly frames: readonly StackFrame[];
  readonly names: readonly QueryName[];
  readonly paths: readonly PathMention[];
  readonly quotedCode: readonly string[];
  readonly times: readonly TimeMention[];
}

/** What words say about the intent, with a weight each: 2 = says it outright, 1 = suggests it. Cues of other languages beside the English ones. */
const CUES: readonly (readonly [kind: IntentKind, weight: number, pattern: RegExp])[] = [
  ['navigate', 2, /\bwhere(?:'s| is| are| do| does| can| should)?\b|\b(?:find|locate|show me|go to|jump to|open|which (?:file|module|class|function)|defined|definition of|declared|lives?)\b|どこ|在哪|哪里|哪裡|어디|где\b|\bwo (?:ist|wird|sind|steht)\b|\boù\b|\bdónde\b|\bonde\b|\bdove\b|\bgdzie\b|\bnerede\b/iu],
  ['explain', 2, /\bhow (?:does|do|is|are|did|come)\b|\bwhat (?:does|happens)\b|\b(?:explain|describe|understand|overview|architecture|walk me through|meaning of|purpose of|why)\b|なぜ|仕組み|説明|とは|为什么|為什麼|解释|原理|是什么|왜|설명|почему|объясни|как работает|что такое|\b(?:warum|wie funktioniert|erkläre?|wozu)\b|\b(?:pourquoi|expliquer?|comment fonctionne)\b|\b(?:por qué|explica\w*|cómo funciona)\b/iu],
  ['explain', 1.2, /\bwhat(?:'s| is| are)\b|\bwhich\b/iu],
  ['troubleshoot', 2, /\b(?:error|exception|crash\w*|fail(?:s|ed|ing|ure)?|bug|broken|doesn't work|does not work|not working|wrong|throws?|hangs?|stuck|leaks?|timeouts?|stack ?trace|debug|segfault|deadlock|regression|unexpected(?:ly)?|incorrect(?:ly)?|returns? (?:null|undefined|nothing|None))\b|エラー|失敗|動かない|例外|报错|错误|失败|崩溃|异常|오류|에러|실패|안 ?돼|ошибк|падает|не работает|\b(?:Fehler|schlägt fehl|stürzt ab|funktioniert nicht|kaputt)\b|\b(?:erreur|échoue|plante)\b|\b(?:fallo|falla|no funciona)\b/iu],
  ['implement', 2, /\b(?:implement|add|create|build|introduce|support for|write (?:a|an|the|some)|new feature|extend|how (?:can|do|would|should) (?:i|we|you)|allow|enable|provide|expose)\b|実装|追加|作り|作る|实现|添加|新增|创建|구현|추가|만들|реализ|добав|созда|\b(?:implementiere?n?|hinzufügen|erstelle?n?|baue?n?)\b|\b(?:ajouter|implémenter|créer)\b|\b(?:añadir|implementar|crear)\b/iu],
  ['change', 2, /^\s*(?:\w{1,12}(?:\([^)]{0,40}\))?!?:\s|(?:fix(?:e[sd])?|change[sd]?|update[sd]?|remove[sd]?|delete[sd]?|rename[sd]?|move[sd]?|replace[sd]?|drop(?:ped)?|bump|upgrade|deprecate|make|ensure|avoid|prevent|handle|use|set|allow|merge|revert|correct|improve)\b)|\b(?:fix|patch|modify|replace|rename|remove)\b|修正|変更|削除|修复|修改|删除|수정|변경|삭제|исправ|измен|удал|\b(?:beheben|ändere?n?|entferne?n?|ersetze?n?)\b|\b(?:corriger|modifier|supprimer)\b|\b(?:corregir|cambiar|eliminar)\b/iu],
  ['example', 2, /\b(?:examples?|sample|snippet|demo|usage|how to use|tutorial)\b|例を|使い方|示例|例子|用法|예제|예시|пример|\bBeispiel|\bexemple|\bejemplo/iu],
  ['compare', 2, /\b(?:compare|comparison|difference|differ(?:s|ent from)?|versus|vs\.?|better than|instead of|or rather|pros and cons|trade-?offs?)\b|違い|比較|区别|比较|对比|차이|비교|разниц|сравн|\b(?:Unterschied|vergleich\w*)\b|\bdifférence\b|\bdiferencia\b/iu],
  ['test', 2, /\b(?:tests?|tested|testing|unit[- ]test\w*|spec|mocks?|fixtures?|coverage|assert\w*)\b|テスト|测试|測試|테스트|тест/iu],
  ['refactor', 2, /\b(?:refactor\w*|clean ?up|simplif\w+|extract (?:a |the )?(?:method|function|class)|split (?:up|into)|deduplicat\w+|restructur\w+|tidy)\b|リファクタ|重构|리팩터|рефактор|\baufräumen\b/iu],
  ['impact', 2, /\b(?:who|what|which \w+) (?:calls?|uses?|depends? on|imports?|references?|breaks?)\b|\b(?:callers?|usages?|references?|called (?:by|from)|used (?:by|in|where)|depends? on|impact|affected|blast radius|break(?:s|ing)?)\b|呼び出し|参照|影響|调用|引用|影响|호출|참조|вызыва|использу|\bruft\b|\bverwendet\b/iu],
  ['configure', 2, /\b(?:config(?:ur\w+|s)?|settings?|options?|environment variables?|env vars?|flags?|parameters?|install\w*|set ?up|deploy\w*|docker|ci|pipeline|yaml)\b|設定|配置|安装|설정|настро|конфиг|\bkonfigur\w+|\beinstell\w+/iu],
  ['history', 2, /\b(?:who (?:wrote|changed|added|introduced)|when (?:was|did)|commits?|changelog|git (?:log|blame|history)|history of|introduced in|release notes)\b|履歴|历史|提交|커밋|истори|коммит/iu],
  ['plan', 2, /\b(?:roadmap|todo|backlog|tasks?|milestones?|remaining|left to do|progress|plan(?:ned|s)?)\b|計画|タスク|计划|任务|계획|план\b/iu],
];
/** Taken for granted of any question. */
const PRIOR: Readonly<Partial<Record<IntentKind, number>>> = { navigate: 0.3, explain: 0.3 };
const PROSE_READ = 4_000;
/** What share of the mass stays unclaimed: one weak cue is no certainty. */
const DOUBT = 0.7;

/** Intent classes with confidence: weights of the cues that are there, normalised with a constant for doubt. Rules, no model: explainable and instant. */
export function classifyIntents(evidence: IntentEvidence): Intent[] {
  const prose = evidence.prose.slice(0, PROSE_READ);
  const scores = new Map<IntentKind, { score: number; because: string[] }>(INTENTS.map((kind) => [kind, { score: PRIOR[kind] ?? 0, because: [] }]));
  const add = (kind: IntentKind, score: number, why: string) => {
    const entry = scores.get(kind)!;
    entry.score += score;
    entry.because.push(why);
  };
  for (const [kind, weight, pattern] of CUES) {
    const found = pattern.exec(prose);
    // What stands first is asked; what stands far behind is told.
    if (found) add(kind, weight * (found.index < 24 ? 1 : 0.6), `“${found[0].trim()}”`);
  }
  if (evidence.frames.length > 0) add('troubleshoot', 2.5, 'a stack trace or diagnostic');
  if (evidence.errors.length > 0) add('troubleshoot', 2, 'an error message');
  if (evidence.quotedCode.length > 0) add('explain', 0.4, 'quoted code');
  if (evidence.times.length > 0) add('history', 0.8, `“${evidence.times[0]!.phrase}”`);
  if (prose.trim() === '' && (evidence.names.length > 0 || evidence.paths.length > 0)) add('navigate', 2, 'only names or paths');
  else if (evidence.paths.length > 0) add('navigate', 0.5, 'a path');
  const total = [...scores.values()].reduce((sum, { score }) => sum + score, DOUBT);
  return [...scores].filter(([, { score }]) => score > 0).map(([kind, { score, because }]) => ({ kind, confidence: score / total, because })).sort((a, b) => b.confidence - a.confidence || INTENTS.indexOf(a.kind) - INTENTS.indexOf(b.kind));
}

const NEEDS: Readonly<Record<IntentKind, readonly ContextNeed[]>> = {
  navigate: ['code'], explain: ['code', 'docs'], troubleshoot: ['code', 'tests', 'history'], implement: ['code', 'tests', 'library-docs'], change: ['code', 'tests'], example: ['docs', 'tests', 'library-docs'], compare: ['docs', 'code', 'library-docs'],
  test: ['tests', 'code'], refactor: ['code', 'tests'], impact: ['code', 'tests'], configure: ['configuration', 'docs'], history: ['history', 'code'], plan: ['tasks', 'docs'],
};
const LIKELY = 0.15;

export function contextNeeds(intents: readonly Intent[], libraries: number): ContextNeed[] {
  const weights = new Map<ContextNeed, number>();
  for (const { kind, confidence } of intents) if (confidence >= LIKELY || kind === intents[0]!.kind) for (const [i, need] of NEEDS[kind].entries()) weights.set(need, (weights.get(need) ?? 0) + confidence / (i + 1));
  if (libraries > 0) weights.set('library-docs', (weights.get('library-docs') ?? 0) + 0.3);
  return [...weights].sort((a, b) => b[1] - a[1]).map(([need]) => need);
}
