import type { QueryName, QueryUnderstanding } from './model.ts';
import { askedRelations } from './asked-relations.ts';
import { extractErrors } from './errors.ts';
import { splitFences } from './fences.ts';
import { classifyIntents, contextNeeds } from './intents.ts';
import { naturalLanguage, programmingLanguages } from './languages.ts';
import { extractLibraries } from './libraries.ts';
import { QUOTED_TASK_NUMBER, extractNames, extractTaskNumbers, rankNames } from './names.ts';
import { extractPaths } from './paths.ts';
import { extractPhrases } from './phrases.ts';
import { extractStackFrames } from './stack-frames.ts';
import { extractTimes } from './times.ts';
import { programmingWords } from './translate.ts';
import { extractWords } from './words.ts';

/** Of a longer text the beginning and the end are read: what is asked stands before or after what is pasted. */
const READ_FIRST = 5_000;
const READ_LAST = 3_000;
const MAX_QUOTED = 8;
/** Wants something made. */
const MAKES: ReadonlySet<string> = new Set(['implement', 'change', 'refactor', 'configure']);
const TICKED = /(?<!`)(`{1,2})(?!`)([^`\n]{1,500})\1(?!`)/g;
const SINGLE_NAME = /^[#@]?[\p{L}_$][\p{L}\p{M}\p{N}_$]*(?:(?:\?\.|\.|::|->|#)[\p{L}_$][\p{L}\p{M}\p{N}_$]*)*(?:\([^()]{0,200}\))?;?$/u;

/** What a question mentions and what it wants. Local, linear in the length (of which 8,000 characters are read), no language model. */
export function understandQuery(query: string): QueryUnderstanding {
  const text = query.length <= READ_FIRST + READ_LAST ? query : `${query.slice(0, READ_FIRST)}\n${query.slice(-READ_LAST)}`;
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
  const ranked = rankNames(names);
  const errors = extractErrors(withoutFences);
  const libraries = extractLibraries(text);
  const times = extractTimes(withoutPaths);
  const english = programmingWords(rest);
  const words = [...new Set([...extractWords(rest), ...english])].slice(0, 64);
  const intents = classifyIntents({ prose: rest, errors, frames, names: ranked, paths, quotedCode, times });
  return {
    text: english.length === 0 ? text : `${text}\n${english.join(' ')}`, translated: english, names: ranked, paths, frames, errors, quotedCode, phrases: extractPhrases(withoutTicks), libraries,
    languages: programmingLanguages(withoutTicks, [...paths, ...frames].map(({ path }) => path)),
    naturalLanguage: naturalLanguage(withoutPaths), times, words, intents, relations: askedRelations(rest, MAKES.has(intents[0]!.kind)), needs: contextNeeds(intents, libraries.length),
    complexity: complexityOf(ranked.length + paths.length, words.length, intents.filter(({ confidence }) => confidence >= 0.12).length, frames.length + quotedCode.length),
  };
}

/** Share of what makes a question hard to answer with one place: many names, many words, several intents, pasted material. */
function complexityOf(named: number, words: number, intents: number, pasted: number): number {
  return Math.min(1, 0.08 * Math.max(0, named - 1) + 0.04 * Math.max(0, words - 2) + 0.15 * Math.max(0, intents - 1) + (pasted > 0 ? 0.2 : 0));
}
