import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** Keywords that cost an agent tokens and tell it nothing it acts on. The validator keeps enforcing them and says so when they are broken. */
const SILENT = ['$schema', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'propertyNames', 'minimum', 'maximum'];

/** The JSON Schema of a tool's arguments that `tools/list` shows. */
export function advertisedInput(schema: z.ZodType): Json {
  return compact(z.toJSONSchema(schema, { io: 'input' })) as Json;
}

/**
 * The JSON Schema of a tool's answer that `tools/list` shows: that it is an object. What is in it an agent sees in the
 * answer, and the names of the members cost more tokens than six tools. It stays open: clients compile the schema, and
 * a field added later must not break an older client.
 */
export function advertisedOutput(_schema: z.ZodObject): Json {
  return { type: 'object' };
}

function compact(node: unknown, isPropertyMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => compact(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => isPropertyMap || !isNoise(key, value));
  return Object.fromEntries(entries.map(([key, value]) => [key, compact(value, !isPropertyMap && key === 'properties')]));
}

function isNoise(key: string, value: unknown): boolean {
  // A switch that nobody names is off.
  if (key === 'additionalProperties' || key === 'default') return value === false;
  return SILENT.includes(key);
}

/** The zod schema for validation, the advertised one for `tools/list`. An argument by a name that it has elsewhere is taken where its own is missing. */
export function inputSchema<S extends z.ZodType>(schema: S, aliases: Readonly<Record<string, string>> = {}): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  const standard = withJson(schema, () => advertisedInput(schema));
  const names = Object.entries(aliases);
  if (names.length === 0) return standard;
  const renamed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const given: Json = { ...value };
    for (const [alias, name] of names) if (given[name] === undefined && given[alias] !== undefined) given[name] = given[alias];
    return given;
  };
  return { '~standard': { ...standard['~standard'], validate: (value, options) => standard['~standard'].validate(renamed(value), options) } };
}

export function outputSchema<S extends z.ZodObject>(schema: S): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  return withJson(schema, () => advertisedOutput(schema));
}

function withJson<S extends z.ZodType>(schema: S, json: () => Json): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  const standard = schema['~standard'] as StandardSchemaWithJSON<z.input<S>, z.output<S>>['~standard'];
  return { '~standard': { ...standard, jsonSchema: { input: json, output: json } } };
}
