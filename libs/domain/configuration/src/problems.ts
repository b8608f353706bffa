import type { z } from 'zod';
import { configKey, configKeys, configSections } from './reference.ts';
import { closest } from './suggest.ts';

/** One thing wrong with a configuration, said so that a person can mend it. */
export interface ConfigProblem {
  /** File, `environment`, or `command line`. */
  readonly source: string;
  readonly line: number | null;
  /** Full key, or the name of the environment variable; empty for trouble with the whole file. */
  readonly key: string;
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
}

/** Before it is known where a value came from. */
export interface SchemaProblem extends Pick<ConfigProblem, 'message' | 'hint'> {
  /** Parts of the key, list positions included. */
  readonly at: readonly (string | number)[];
  /** The key itself is wrong, not its value. */
  readonly unknownKey: boolean;
}

export function describeIssues(error: z.ZodError): SchemaProblem[] {
  return error.issues.flatMap((issue): SchemaProblem[] => {
    const at = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => ({ at: [...at, name], unknownKey: true, message: 'unknown key', hint: unknownKeyHint([...at, name].join('.')) }));
    const key = at.filter((part) => typeof part === 'string').join('.');
    return [{ at, unknownKey: false, message: messageOf(issue), hint: valueHint(key) }];
  });
}

export function unknownKeyHint(path: string): string {
  const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  const known = [...configKeys().map((key) => key.path), ...configSections()];
  const siblings = known.filter((key) => (parent ? key.startsWith(`${parent}.`) && !key.slice(parent.length + 1).includes('.') : !key.includes('.')));
  const name = path.slice(parent ? parent.length + 1 : 0);
  const sibling = closest(name, siblings.map((key) => key.slice(parent ? parent.length + 1 : 0)));
  const suggestion = sibling ? (parent ? `${parent}.${sibling}` : sibling) : (known.find((key) => key.endsWith(`.${name}`)) ?? closest(path, known));
  if (suggestion) return `did you mean ${suggestion}?`;
  return siblings.length > 0 ? `${parent || 'the top level'} has ${siblings.map((key) => key.slice(parent ? parent.length + 1 : 0)).join(', ')}` : 'remove it; the keys are listed in docs/configuration.md';
}

export function valueHint(path: string): string {
  const key = configKey(path);
  if (!key) return configSections().includes(path) ? 'write its keys below it, two spaces further in, or leave it out' : 'see docs/configuration.md';
  const fallback = key.secret || key.fallback === undefined ? '' : `; default ${JSON.stringify(key.fallback)}`;
  return `write ${key.kind === 'choice' ? 'one of ' : ''}${key.accepts}${fallback}`;
}

/** Never repeats the value: it may be a secret. */
function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return `is not ${{ int: 'a whole number', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a section', string: 'a text' }[issue.expected as string] ?? `a ${issue.expected}`}`;
    case 'invalid_union': return 'is neither a number nor a text';
    case 'too_small': return issue.origin === 'string' || issue.origin === 'array' ? 'is empty or too short' : `is less than ${issue.minimum}`;
    case 'too_big': return issue.origin === 'string' || issue.origin === 'array' ? `is longer than ${issue.maximum}` : `is more than ${issue.maximum}`;
    case 'invalid_value': return 'is not one of the values it may have';
    case 'invalid_format': return issue.message.startsWith('Invalid') ? `is not a valid ${issue.format}` : issue.message;
    default: return issue.message;
  }
}

export function formatProblem(problem: ConfigProblem): string {
  const place = problem.line === null ? problem.source : `${problem.source}:${problem.line}`;
  return `${place}: ${problem.key ? `${problem.key} ` : ''}${problem.message} (${problem.hint})`;
}

/** Refused configuration. `problems` has everything that is wrong, not just the first thing. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(`the configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`);
    this.problems = problems;
  }
}
