import { z } from 'zod';
import type { KeyFlags } from './key-flags.ts';
import { configSchema } from './schema.ts';

/** One settable key: a leaf of the schema. A list is one key whatever its items are. */
export interface ConfigKey extends KeyFlags {
  /** `gateway.rate_limit.burst` */
  readonly path: string;
  readonly description: string;
  /** What may be written, for people: `whole number 0 to 65535`. */
  readonly accepts: string;
  /** As a reader would write it in YAML. */
  readonly fallback: unknown;
  readonly kind: 'text' | 'choice' | 'number' | 'switch' | 'duration' | 'size' | 'list';
}

interface JsonSchema extends KeyFlags {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly unit?: 'duration' | 'size';
  readonly least?: string;
  readonly most?: string;
}

let keys: readonly ConfigKey[] | undefined;

/** Every key of the schema in its order. Derived from the schema, so that reference, environment names and checks cannot disagree with it. */
export function configKeys(): readonly ConfigKey[] {
  keys ??= leaves(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema, '');
  return keys;
}

export function configKey(path: string): ConfigKey | undefined {
  return configKeys().find((key) => key.path === path);
}

/** All sections (`gateway`, `gateway.rate_limit`, …), parents first. */
export function configSections(): readonly string[] {
  const sections = new Set<string>();
  for (const { path } of configKeys()) {
    const parts = path.split('.');
    for (let depth = 1; depth < parts.length; depth++) sections.add(parts.slice(0, depth).join('.'));
  }
  return [...sections];
}

function leaves(schema: JsonSchema, path: string): ConfigKey[] {
  if (schema.properties) return Object.entries(schema.properties).flatMap(([name, child]) => leaves(child, path ? `${path}.${name}` : name));
  const { restart, secret, local, reserved } = schema;
  return [{ path, description: schema.description ?? '', accepts: accepts(schema), fallback: schema.default, kind: kindOf(schema), restart, secret, local, reserved }];
}

function kindOf(schema: JsonSchema): ConfigKey['kind'] {
  if (schema.unit) return schema.unit;
  if (schema.enum) return 'choice';
  if (schema.type === 'array') return 'list';
  if (schema.type === 'boolean') return 'switch';
  return schema.type === 'integer' || schema.type === 'number' ? 'number' : 'text';
}

function accepts(schema: JsonSchema): string {
  const between = (least: unknown, most: unknown) => (least !== undefined && most !== undefined ? ` ${least} to ${most}` : least !== undefined ? ` of at least ${least}` : most !== undefined ? ` of at most ${most}` : '');
  switch (kindOf(schema)) {
    case 'duration': return `duration (250ms, 2s, 10m, 1h, 7d)${between(schema.least, schema.most)}`;
    case 'size': return `size (20MB, 512KiB)${between(schema.least, schema.most)}`;
    case 'choice': return schema.enum!.join(' | ');
    case 'switch': return 'true | false';
    case 'list': return schema.items?.type === 'object' ? 'list of objects' : 'list of texts';
    case 'number': return `${schema.type === 'integer' ? 'whole number' : 'number'}${between(schema.minimum, schema.maximum)}`;
    default: return 'text';
  }
}
