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
  if (key === 'additionalProperties') return value === false;
  return SILENT.includes(key);
}

/** The zod schema for validation, the advertised one for `tools/list`. */
export function inputSchema<S extends z.ZodType>(schema: S): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  return withJson(schema, () => advertisedInput(schema));
}

export function outputSchema<S extends z.ZodObject>(schema: S): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  return withJson(schema, () => advertisedOutput(schema));
}

function withJson<S extends z.ZodType>(schema: S, json: () => Json): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  const standard = schema['~standard'] as StandardSchemaWithJSON<z.input<S>, z.output<S>>['~standard'];
  return { '~standard': { ...standard, jsonSchema: { input: json, output: json } } };
}
