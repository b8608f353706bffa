import type { Turn } from './model.ts';

/** What one turn may take, whatever was asked and answered. */
const QUERY_CHARACTERS = 2_000;
const SENT = 200;
const NAMES = 16;
const PATHS = 16;
const WORDS = 32;
const NAME_CHARACTERS = 200;

export function boundTurn<T extends Omit<Turn, 'number'>>(turn: T): T {
  const short = (list: readonly string[], most: number) => list.filter((text) => text.length <= NAME_CHARACTERS).slice(0, most);
  return {
    ...turn,
    query: turn.query.slice(0, QUERY_CHARACTERS),
    topic: { names: short(turn.topic.names, NAMES), paths: short(turn.topic.paths, PATHS), words: short(turn.topic.words, WORDS) },
    sent: turn.sent.slice(0, SENT),
  };
}
