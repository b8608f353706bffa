import { DomainError } from '@twinmcp/kernel';
import type { z } from 'zod';

export interface ValidationIssue {
  /** `files[3].path`; empty for the value itself. */
  readonly path: string;
  readonly message: string;
}

/** Parses tolerantly: unknown keys are dropped. For what another version of the code may have sent: replies, events, jobs. */
export function parseTolerant<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(what, issuesOf(result.error));
}

/** Parses strictly: a key that the schema does not know is an error at any depth, so that a typo never passes as "not given". */
export function parseStrict<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = parseTolerant(schema, value, what);
  const unknown = unknownKeys(value, parsed);
  if (unknown.length > 0) throw invalid(what, unknown.map((path) => ({ path, message: 'unknown key' })));
  return parsed;
}

function invalid(what: string, issues: readonly ValidationIssue[]): DomainError {
  const shown = issues.slice(0, 5).map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message));
  const more = issues.length > 5 ? `; and ${issues.length - 5} more` : '';
  return new DomainError('invalid-input', `${what}: ${shown.join('; ')}${more}`, { details: { issues: issues.slice(0, 50) } });
}

function issuesOf(error: z.ZodError): ValidationIssue[] {
  return error.issues.map((issue) => ({ path: renderPath(issue.path), message: issue.message }));
}

function renderPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((out, part) => (typeof part === 'number' ? `${out}[${part}]` : out ? `${out}.${String(part)}` : String(part)), '');
}

/**
 * What parsing dropped: zod objects strip keys they do not know, so a key of the input that the output lacks was unknown.
 * Holds for schemas that do not rename keys in a transform, which contracts must not do anyway.
 */
function unknownKeys(input: unknown, output: unknown, path = '', found: string[] = []): string[] {
  if (found.length >= 50 || typeof input !== 'object' || input === null || typeof output !== 'object' || output === null || input === output) return found;
  if (Array.isArray(input)) {
    if (Array.isArray(output)) for (let i = 0; i < input.length; i++) unknownKeys(input[i], output[i], `${path}[${i}]`, found);
    return found;
  }
  for (const key in input) {
    if (found.length >= 50) break;
    const value = (input as Record<string, unknown>)[key];
    if (value === undefined) continue;
    const at = path ? `${path}.${key}` : key;
    if (!Object.hasOwn(output, key)) found.push(at);
    else if (typeof value === 'object') unknownKeys(value, (output as Record<string, unknown>)[key], at, found);
  }
  return found;
}
