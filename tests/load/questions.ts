import { readFileSync } from 'node:fs';
import { sampleQueries } from '../../tools/bench/queries.ts';

const MOST_QUESTIONS = 40_000;

export interface Questions {
  readonly questions: readonly string[];
  readonly names: readonly string[];
}

/** Recorded questions: a JSON array of strings, or one a line. Single words serve as names of symbols too. */
export function readQuestions(file: string): Questions {
  const text = readFileSync(file, 'utf8');
  const given = text.trimStart().startsWith('[') ? (JSON.parse(text) as unknown[]) : text.split('\n');
  const questions = given.filter((line): line is string => typeof line === 'string').map((line) => line.trim()).filter((line) => line !== '');
  if (questions.length === 0) throw new Error(`There is no question in ${file}.`);
  const names = questions.filter((line) => !/\s/.test(line));
  return { questions, names: names.length > 0 ? names : questions };
}

/**
 * Questions by the rule of the benchmarks, drawn from the source itself: first sentences of doc comments and, every fourth,
 * a name of what is exported; as many as there are of both.
 */
export function questionsFrom(root: string): Questions {
  const all = sampleQueries(root, MOST_QUESTIONS);
  const names = all.filter((line) => !/\s/.test(line));
  const sentences = all.filter((line) => /\s/.test(line));
  const rounds = Math.min(Math.floor(sentences.length / 3), names.length);
  return { questions: Array.from({ length: rounds }, (_, i) => [...sentences.slice(3 * i, 3 * i + 3), names[i]!]).flat(), names };
}
