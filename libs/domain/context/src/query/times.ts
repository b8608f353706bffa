import type { QueryUnderstanding, TimeMention } from './model.ts';

const MAX_TIMES = 8;
const DAYS: Readonly<Record<string, number>> = { hour: 1 / 24, day: 1, week: 7, month: 30, quarter: 91, year: 365, sprint: 14 };

const FORMATS: readonly { readonly pattern: RegExp; readonly read: (m: RegExpMatchArray) => Omit<TimeMention, 'phrase'> }[] = [
  { pattern: /\b(?:in |over |during |within |for )?(?:the )?(?:last|past|previous)\s+(\d{1,4}|couple of|few|two|three|six)\s+(hour|day|week|month|year|sprint)s?\b/gi, read: (m) => ({ kind: 'range', days: amount(m[1]!) * DAYS[m[2]!.toLowerCase()]! }) },
  { pattern: /\b(\d{1,4}|a|an|one|two|three|few)\s+(hour|day|week|month|year)s?\s+ago\b/gi, read: (m) => ({ kind: 'range', days: amount(m[1]!) * DAYS[m[2]!.toLowerCase()]! }) },
  { pattern: /\b(?:last|past|this|previous)\s+(hour|day|week|month|quarter|year|sprint)\b/gi, read: (m) => ({ kind: 'range', days: DAYS[m[1]!.toLowerCase()]! }) },
  { pattern: /\b(?:since|before|after|in|until|from|between) (?:the )?(?:last|latest|previous|next|current|first|initial) (?:release|version|tag|deploy(?:ment)?)\b|\b(?:last|latest|previous|current) (?:release|tag|deploy(?:ment)?)\b/gi, read: () => ({ kind: 'release', days: null }) },
  { pattern: /\b(?:since|before|after|until) v?\d{1,4}(?:\.\d{1,5}){1,3}\b/gi, read: () => ({ kind: 'release', days: null }) },
  { pattern: /\b(?:since |before |after |until |on )?(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b/gi, read: () => ({ kind: 'date', days: null }) },
  { pattern: /\b(?:since|before|after|until) (?:yesterday|(?:last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:19|20)\d\d)?)\b/gi, read: (m) => ({ kind: 'date', days: /yesterday/i.test(m[0]) ? 1 : /day$/i.test(m[0]) ? 7 : null }) },
  { pattern: /\byesterday\b|\btoday\b|昨日|昨天|今日|今天|어제|오늘|вчера|сегодня|\b(?:gestern|heute|hier|ayer)\b/gi, read: (m) => ({ kind: 'range', days: /today|今|오늘|сегодня|heute/i.test(m[0]) ? 1 : 2 }) },
  { pattern: /\b(?:recent(?:ly)?|lately|newly|newest|(?:just|latest) (?:changed?|changes|added|commits?|merged)|these days|nowadays)\b|最近|近期|先日|최근|недавно|kürzlich|zuletzt|récemment|recientemente|recentemente/gi, read: () => ({ kind: 'recent', days: 30 }) },
];

function amount(word: string): number {
  const written: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, 'couple of': 2, three: 3, few: 3, six: 6 };
  return written[word.toLowerCase()] ?? Number(word);
}

/** Words of time, in their order; overlapping ones once, the earlier format wins. */
export function extractTimes(text: string): TimeMention[] {
  const found: (TimeMention & { at: number })[] = [];
  for (const { pattern, read } of FORMATS) {
    for (const match of text.matchAll(pattern)) {
      const at = match.index;
      if (found.length >= MAX_TIMES || found.some((other) => at < other.at + other.phrase.length && other.at < at + match[0].length)) continue;
      found.push({ phrase: match[0].trim(), ...read(match), at });
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ phrase, kind, days }) => ({ phrase, kind, days }));
}

const WHAT_HAPPENED = /\b(?:chang\w*|new|added|modified|touched|br[eo]k\w*|introduc\w*|updated|removed|commit\w*|happened|merged|regress\w*|fixed|renamed|worked on)\b|変わ|変更|更新|改了|变化|改动|新增|바뀌|변경|измен|добавл|\bgeändert\b|\bmodifi\w+|\bcambi\w+/iu;
/** A message of a commit tells of recent things too. */
const ASKS = /[?？]|^\W*(?:what|which|who|when|where|how|why|show|list|find|any|is|are|has|have|did)\b|[^\u0000-\u024f]{2}/iu;
const WANTS_IT_MADE: ReadonlySet<string> = new Set(['implement', 'change', 'refactor', 'configure']);

/** Is it asked what happened lately ("what changed recently in …", "since the last release")? A time in passing, or in what is to be made, does not ask. */
export function asksOfTheRecent({ text, times, intents }: Pick<QueryUnderstanding, 'text' | 'times' | 'intents'>): boolean {
  return times.some(({ kind }) => kind !== 'date') && !WANTS_IT_MADE.has(intents[0]!.kind) && ASKS.test(text.slice(0, 200)) && WHAT_HAPPENED.test(text.slice(0, 1_000));
}
