import type { QueryName, QueryUnderstanding } from './model.ts';
import { splitFences } from './fences.ts';
import { QUOTED_TASK_NUMBER, extractNames, extractTaskNumbers, rankNames } from './names.ts';
import { extractPaths } from './paths.ts';
import { extractStackFrames } from './stack-frames.ts';
import { extractWords } from './words.ts';

const MAX_QUERY = 20_000;
const MAX_QUOTED = 8;
const TICKED = /(?<!`)(`{1,2})(?!`)([^`\n]{1,500})\1(?!`)/g;
const SINGLE_NAME = /^[#@]?[\p{L}_$][\p{L}\p{M}\p{N}_$]*(?:(?:\?\.|\.|::|->|#)[\p{L}_$][\p{L}\p{M}\p{N}_$]*)*(?:\([^()]{0,200}\))?;?$/u;

/** What a question mentions: names, paths, stack frames, quoted code, plain words. Local, linear in the length, no language model. */
export function understandQuery(query: string): QueryUnderstanding {
  const text = query.slice(0, MAX_QUERY);
  const names: QueryName[] = [];
  const quotedCode: string[] = [];
  const quote = (code: string) => void (quotedCode.length < MAX_QUOTED && quotedCode.push(code));

  const { frames, rest: withoutFrames } = extractStackFrames(text);
  for (const frame of frames) if (frame.function) names.push(...extractNames(frame.function, true).names.map((name) => ({ ...name, certainty: 0.8 })));

  const { blocks, rest: withoutFences } = splitFences(withoutFrames);
  for (const code of blocks) {
    quote(code);
    // A pasted passage names much that is not asked for: only shaped names, and less sure.
    names.push(...extractNames(code, false).names.map((name) => ({ ...name, certainty: name.certainty * 0.6 })));
  }

  const ticked: string[] = [];
  const withoutTicks = withoutFences.replace(TICKED, (_whole, _tick, code: string) => {
    ticked.push(code.trim());
    return ' ';
  });
  const tickedPaths: string[] = [];
  for (const code of ticked) {
    if (QUOTED_TASK_NUMBER.test(code)) names.push({ name: code, leaf: code, certainty: 1 });
    else if (extractPaths(code).paths.length > 0) tickedPaths.push(code);
    else if (SINGLE_NAME.test(code)) names.push(...extractNames(code.replace(/\([^()]*\);?$/, '').replace(/;$/, ''), true).names);
    else {
      quote(code);
      names.push(...extractNames(code, false).names);
    }
  }

  const { paths, rest: withoutPaths } = extractPaths(`${withoutTicks}\n${tickedPaths.join('\n')}`);
  const { names: shaped, rest } = extractNames(withoutPaths, false);
  names.push(...shaped, ...extractTaskNumbers(withoutTicks));
  return { text, names: rankNames(names), paths, frames, quotedCode, words: extractWords(rest) };
}
