import type { QueryUnderstanding } from '../query/model.ts';
import type { SentPlace, Topic } from './model.ts';

/** Places whose symbols say what the answer was about. */
const FIRST_PLACES = 3;

/** What a turn was about: what the question names comes before what answered it. */
export function topicOf(understanding: Pick<QueryUnderstanding, 'names' | 'paths' | 'words'>, sent: readonly SentPlace[]): Topic {
  const first = sent.slice(0, FIRST_PLACES);
  const unique = (list: readonly string[]) => [...new Set(list)];
  return {
    names: unique([...understanding.names.map(({ name }) => name), ...first.flatMap(({ symbol }) => (symbol === null ? [] : [symbol]))]),
    paths: unique([...understanding.paths.map(({ path }) => path), ...first.map(({ path }) => path)]),
    words: [...understanding.words],
  };
}

/** 0..1: cosine of what two questions were about (as sets). Words that belong to a name count for it. */
export function topicSimilarity(a: Topic, b: Topic): number {
  const [left, right] = [keysOf(a), keysOf(b)];
  if (left.size === 0 || right.size === 0) return 0;
  let common = 0;
  for (const key of left) if (right.has(key)) common++;
  return common / Math.sqrt(left.size * right.size);
}

function keysOf(topic: Topic): Set<string> {
  return new Set([...topic.names, ...topic.words].map((text) => text.toLowerCase()));
}
