import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** Keywords that cost an agent tokens and tell it nothing it acts on. The validator keeps enforcing them and says so when they are broken. */
const SILENT = ['$schema', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern', 'propertyNames'];

/**
 * The JSON Schema that `tools/list` shows for a zod schema. Output objects stay open (no `additionalProperties: false`):
 * clients compile them, and a field added later must not break an older client.
 */
export function advertisedSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  return compact(z.toJSONSchema(schema, { io })) as Record<string, unknown>;
}

function compact(node: unknown, isPropertyMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => compact(item));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => isPropertyMap || !isNoise(key, value));
  return Object.fromEntries(entries.map(([key, value]) => [key, compact(value, !isPropertyMap && key === 'properties')]));
}

function isNoise(key: string, value: unknown): boolean {
  if (key === 'additionalProperties') return value === false;
  // zod writes the safe-integer range for every `.int()`
  if (key === 'minimum' || key === 'maximum') return Math.abs(value as number) === Number.MAX_SAFE_INTEGER;
  return SILENT.includes(key);
}

/** The zod schema for validation, `advertisedSchema` for `tools/list`. */
export function toolSchema<S extends z.ZodType>(schema: S): StandardSchemaWithJSON<z.input<S>, z.output<S>> {
  const standard = schema['~standard'] as StandardSchemaWithJSON<z.input<S>, z.output<S>>['~standard'];
  return {
    '~standard': {
      ...standard,
      jsonSchema: { input: () => advertisedSchema(schema, 'input'), output: () => advertisedSchema(schema, 'output') },
    },
  };
}
