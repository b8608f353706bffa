import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { badInput } from './report-error.ts';

/** Parsers of option values: commander prints their message with the option's name, exit code 2. */
export function integer(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    return number;
  };
}

export function oneOf<const T extends string>(...values: readonly T[]): (value: string) => T {
  return (value) => {
    if (!(values as readonly string[]).includes(value)) throw new InvalidArgumentError(`It must be one of ${values.join(', ')}.`);
    return value as T;
  };
}

/** `a,b` and repetition both work. */
export function list(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').map((part) => part.trim()).filter(Boolean)];
}

export function share(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return number;
}

/** `--kind` of what a schema lists; the error says what there is. */
export function kindsOf<S extends z.ZodEnum>(given: readonly string[] | undefined, schema: S, what: string): z.output<S>[] | undefined {
  return given?.map((kind) => {
    const parsed = schema.safeParse(kind);
    if (!parsed.success) throw badInput(`"${kind}" is not a kind of ${what}.`, `There are: ${schema.options.join(', ')}.`);
    return parsed.data;
  });
}
