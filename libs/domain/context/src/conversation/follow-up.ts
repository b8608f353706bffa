import type { QueryUnderstanding } from '../query/model.ts';
import type { SentPlace, Topic, Turn } from './model.ts';
import { topicOf, topicSimilarity } from './topic.ts';

export interface FollowUp {
  /** The question with what it refers to; the question itself when it stands alone. */
  readonly query: string;
  /** Numbers of the turns that were used, newest first. */
  readonly recalled: readonly number[];
  /** How the question was read; null when it stands alone. */
  readonly reason: string | null;
  /** Asks for a place that was sent before: it is wanted again. */
  readonly points?: true;
}

/** Words that stand for something said before. */
const ANAPHORA = /\b(?:it|its|itself|they|them|their|theirs|those|these|this one|that one|ones?|the same|there|the (?:former|latter)|(?:this|that)(?= (?:function|method|class|file|module|test|error|code|behaviou?r|approach|thing)s?\b))\b|(?<![\p{L}\p{N}])(?:dessen|deren|dazu|davon|dafür|dort|darin|diese[rsnm]?|seine[rsnm]?|ihre[rsnm]?|ses|leurs?|celui-ci|celle-ci|sus|ello)(?![\p{L}\p{N}])|它们?|这个|这些|那个|那些|其(?=测试|实现|调用)|それ|その|これ|この|그것|그거/iu;
/** "this" and "that" alone, at the end or as the subject: "who calls this?", "does that retry?" */
const BARE_DEMONSTRATIVE = /\b(?:this|that)\b(?=\s*(?:[?.!,]|$|(?:is|was|does|do|did|has|work|happen|fail|return)s?\b))/i;
/** A question that goes on from the one before. */
const CONTINUES = /^\s*(?:and|but|also|then|so|or|what about|how about|what else|anything else|more|und|aber|auch|wie ist es mit|was ist mit|et|mais|aussi|y|pero|también|那么?|还有|では|じゃあ|그럼|그리고)(?![\p{L}\p{N}])/iu;
const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:the |number |no\.? ?|#)?(?:first|1st)\b(?= (?:one|result|place|item|hit|file|function|match)|\s*[?.!]?$)|#1\b/i, 0],
  [/\b(?:second|2nd)\b(?= (?:one|result|place|item|hit|file|function|match)|\s*[?.!]?$)|#2\b/i, 1],
  [/\b(?:third|3rd)\b(?= (?:one|result|place|item|hit|file|function|match)|\s*[?.!]?$)|#3\b/i, 2],
  [/\b(?:fourth|4th)\b(?= (?:one|result|place|item|hit|file|function|match)|\s*[?.!]?$)|#4\b/i, 3],
  [/\b(?:fifth|5th)\b(?= (?:one|result|place|item|hit|file|function|match)|\s*[?.!]?$)|#5\b/i, 4],
  [/\b(?:the )?last\b(?= (?:one|result|place|item|hit|file|function|match))/i, -1],
];
/** A question of fewer words, with no name and no path, is hardly one that stands alone once there is a conversation. */
const SHORT = 2;
const ADDED_NAMES = 4;
const ADDED_WORDS = 6;
const MAX_QUERY = 20_000;

/**
 * Reads a question in the light of the turns before it (oldest first). "the second one" is a place of the last answer;
 * pronouns and continuations take the names and words of the last turn; a question that names things itself is only
 * joined with turns that were about the same (similarity ≥ `similarityMin`), and only with their names.
 */
export function resolveFollowUp(query: string, understanding: QueryUnderstanding, turns: readonly Turn[], similarityMin: number): FollowUp {
  const alone: FollowUp = { query, recalled: [], reason: null };
  const last = turns.at(-1);
  if (!last) return alone;

  const pointed = pointedPlace(query, turns);
  if (pointed) {
    const { place, turn, ordinal } = pointed;
    const what = [place.symbol ?? '', `${place.path}:${place.startLine}-${place.endLine}`].filter(Boolean).join(' ');
    return { query: extended(query, [what]), recalled: [turn.number], reason: `${ordinal === -1 ? 'the last' : `number ${ordinal + 1}`} of the places sent before: ${what}`, points: true };
  }

  const named = understanding.names.length > 0 || understanding.paths.length > 0 || understanding.frames.length > 0;
  const refers = ANAPHORA.test(query) || BARE_DEMONSTRATIVE.test(query);
  const continues = CONTINUES.test(query);
  if (refers || (!named && (continues || understanding.words.length <= SHORT))) {
    const added = additions(last.topic, query);
    if (added.length === 0) return alone;
    return { query: extended(query, added), recalled: [last.number], reason: `${refers ? 'refers to' : 'goes on from'} the question before: ${added.join(', ')}` };
  }

  const own = topicOf(understanding, []);
  const similar = turns.map((turn) => ({ turn, similarity: topicSimilarity(own, turn.topic) })).filter(({ similarity }) => similarity >= similarityMin).sort((a, b) => b.similarity - a.similarity || b.turn.number - a.turn.number)[0];
  if (!similar) return alone;
  const names = missing(similar.turn.topic.names, query).slice(0, ADDED_NAMES);
  return names.length === 0 ? alone : { query: extended(query, names), recalled: [similar.turn.number], reason: `about the same as question ${similar.turn.number}: ${names.join(', ')}` };
}

/** The place of the newest answer that the question counts to. */
function pointedPlace(query: string, turns: readonly Turn[]): { place: SentPlace; turn: Turn; ordinal: number } | null {
  const ordinal = ORDINALS.find(([pattern]) => pattern.test(query))?.[1];
  if (ordinal === undefined) return null;
  const turn = turns.findLast(({ sent }) => sent.length > 0);
  const place = turn?.sent.at(ordinal);
  return turn && place ? { place, turn, ordinal } : null;
}

/** Names say most; where nothing was named, the words of the question. */
function additions(topic: Topic, query: string): string[] {
  const names = missing(topic.names, query).slice(0, ADDED_NAMES);
  const words = missing(topic.words, query).slice(0, names.length > 0 ? ADDED_WORDS / 2 : ADDED_WORDS);
  return [...names, ...words];
}

function missing(list: readonly string[], query: string): string[] {
  const lower = query.toLowerCase();
  return list.filter((text) => !lower.includes(text.toLowerCase()));
}

function extended(query: string, added: readonly string[]): string {
  return `${query}\n(${added.join(', ')})`.slice(0, MAX_QUERY);
}
