import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** Keywords that cost an agent tokens and tell it nothing it acts on. The validator keeps enforcing them and says so when they are broken. */
const SILENT = ['$schema', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'propertyNames'];

/** The JSON Schema of a tool's arguments that `tools/list` shows. */
export function advertisedInput(schema: z.ZodType): Json {
  return compact(z.toJSONSchema(schema, { io: 'input' })) as Json;
}

/**
 * The JSON Schema of a tool's answer that `tools/list` shows: its members and their types, one level deep. What is in them
 * an agent sees in the answer. The object stays open (no `additionalProperties: false`): clients compile the schema, and a
 * field added later must not break an older client.
 */
export function advertisedOutput(schema: z.ZodObject): Json {
  const { properties } = z.toJSONSchema(schema, { io: 'output' });
  return { type: 'object', properties: Object.fromEntries(Object.entries(properties ?? {}).map(([name, property]) => [name, shallow(property as Json)])) };
}

function shallow({ type, anyOf, description }: Json): Json {
  return { type: type ?? (anyOf as Json[]).map((option) => option['type']), ...(description !== undefined && { description }) };
}

function compact(node: unknown, isPropertyMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => compact(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => isPropertyMap || !isNoise(key, value));
  return Object.fromEntries(entries.map(([key, value]) => [key, compact(value, !isPropertyMap && key === 'properties')]));
}

function isNoise(key: string, value: unknown): boolean {
  if (key === 'additionalProperties') return value === false;
  // zod writes the safe-integer range for every `.int()`; that a limit is at least 1 goes without saying
  if (key === 'maximum') return value === Number.MAX_SAFE_INTEGER;
  if (key === 'minimum') return value === Number.MIN_SAFE_INTEGER || value === 0 || value === 1;
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
