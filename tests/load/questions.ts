import { readFileSync } from 'node:fs';
import { sampleQueries } from '../../tools/bench/queries.ts';

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

/** Questions by the rule of the benchmarks, drawn from the source itself: first sentences of doc comments and names of what is exported. */
export function questionsFrom(root: string, count = 40_000): Questions {
  const questions = sampleQueries(root, count);
  return { questions, names: questions.filter((line) => !/\s/.test(line)) };
}
