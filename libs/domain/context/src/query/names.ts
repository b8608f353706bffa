import { betweenForeignWords } from './foreign-words.ts';
import type { QueryName } from './model.ts';

const MAX_NAMES = 32;
const MAX_NAME_LENGTH = 128;

const WORD = '[\\p{L}_$#@][\\p{L}\\p{M}\\p{N}_$]{0,127}';
/** A name, or names joined by `.`, `::`, `->`, `#` or `?.`; possibly called. */
const CANDIDATE = new RegExp(`(?<![\\p{L}\\p{N}_$])${WORD}(?:(?:\\?\\.|\\.|::|->|#)${WORD}){0,8}(?:\\(\\))?`, 'gu');
const CAMEL = /\p{Ll}\p{N}*\p{Lu}|\p{Lu}{2,}\p{Ll}{2,}/u;
const SNAKE = /[\p{L}\p{N}]_+[\p{L}\p{N}]|^_+\p{L}|^\$|^#\p{L}/u;
/** Not code although they look like it. */
const PROSE = /^(?:e\.g|i\.e|etc|vs|GitHub|GitLab|JavaScript|TypeScript|macOS|iOS|OAuth|PostgreSQL|MySQL|GraphQL|NodeJS|OpenAPI|WebSocket|YouTube|iPhone|Node\.js|node\.js|Vue\.js|Next\.js)$/;

/** Names in text that was not marked as code: only what is shaped like one counts. `written as` code gets certainty 1 from the caller. */
export function extractNames(text: string, writtenAsCode: boolean): { names: QueryName[]; rest: string } {
  const names: QueryName[] = [];
  const rest = betweenForeignWords(text, (part) => part.replace(CANDIDATE, (whole: string) => {
    const called = whole.endsWith('()');
    if (!writtenAsCode && MIXED.test(whole)) return splitMixed(whole, names);
    const bare = normalise(called ? whole.slice(0, -2) : whole);
    const certainty = writtenAsCode ? 1 : shapeCertainty(bare, called);
    if (certainty === 0 || bare.length > MAX_NAME_LENGTH || names.length >= 256) return whole;
    names.push({ name: bare, leaf: bare.slice(bare.lastIndexOf('.') + 1), certainty });
    return ' ';
  }));
  return { names, rest };
}

/** Latin letters and a script without spaces in one run: `getUserByIdはどこ` is a name and what is asked about it. */
const MIXED = /[\w$][\u0e00-\u0eff\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[\u0e00-\u0eff\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af][\w$]/;
const LATIN_RUN = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?:\(\))?/g;
/** Of the run as a whole: a name may mix scripts too (`get用户`). */
const MIXED_CERTAINTY = 0.5;

function splitMixed(whole: string, names: QueryName[]): string {
  if (whole.length <= 32 && names.length < 256) names.push({ name: normalise(whole), leaf: normalise(whole).split('.').at(-1)!, certainty: MIXED_CERTAINTY });
  return whole.replace(LATIN_RUN, (run) => {
    const called = run.endsWith('()');
    const bare = normalise(called ? run.slice(0, -2) : run);
    const certainty = shapeCertainty(bare, called);
    if (certainty === 0 || names.length >= 256) return ` ${run} `;
    names.push({ name: bare, leaf: bare.slice(bare.lastIndexOf('.') + 1), certainty });
    return ' ';
  });
}

/** `1.2.3`: the task of a plan. Two numbers alone are a version of something far more often. */
const TASK_NUMBER = /(?<![\p{L}\p{N}.])\d{1,6}(?:\.\d{1,6}){2,8}(?![\p{L}\p{N}]|\.\d)/gu;
/** Written as code, two will do. */
export const QUOTED_TASK_NUMBER = /^\d{1,6}(?:\.\d{1,6}){1,8}$/;

export function extractTaskNumbers(text: string): QueryName[] {
  return [...text.matchAll(TASK_NUMBER)].slice(0, MAX_NAMES).map(([name]) => ({ name, leaf: name, certainty: 0.9 }));
}

function normalise(name: string): string {
  return name.replace(/\?\.|::|->|(?<=.)#/g, '.').replace(/^[#@]+/, '').replace(/^(?:this|self)\.(?=.)/, '');
}

function shapeCertainty(name: string, called: boolean): number {
  if (PROSE.test(name) || name === '') return 0;
  if (called) return 1;
  const parts = name.split('.');
  if (parts.length > 1) return parts.every((part) => part.length > 1 || /^[A-Z]$/.test(part)) ? 0.9 : 0;
  if (SNAKE.test(name)) return 0.9;
  if (CAMEL.test(name)) return 0.9;
  return 0;
}

/** Surest first, then as they came; one entry a name (case matters). */
export function rankNames(names: readonly QueryName[]): QueryName[] {
  const best = new Map<string, QueryName>();
  for (const name of names) {
    const known = best.get(name.name);
    if (!known || known.certainty < name.certainty) best.set(name.name, name);
  }
  return [...best.values()].sort((a, b) => b.certainty - a.certainty).slice(0, MAX_NAMES);
}
