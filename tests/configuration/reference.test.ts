import { readFileSync } from 'node:fs';
import path from 'node:path';
import { configKeys, configSchema, valueAt } from '@twinmcp/configuration';
import { validateConfig } from '@twinmcp/platform';
import { parse } from 'yaml';
// @ts-expect-error a plain script without declarations
import { GENERATED, PRODUCTION } from '../../tools/generate-configuration.mjs';

const example = 'config/hybrid_production.yaml';

describe('the written reference', () => {
  it.each(Object.entries(GENERATED as Record<string, () => string>))('%s is what the schema says (run: node tools/generate-configuration.mjs)', (file, render) => {
    expect(readFileSync(file, 'utf8')).toBe(render());
  });

  it('names every key with its default', () => {
    const rows = new Map(readFileSync('docs/configuration.md', 'utf8').split('\n').flatMap((line) => (line.startsWith('| `') ? [[line.slice(3, line.indexOf('`', 3)), line] as const] : [])));
    for (const key of configKeys()) expect(rows.get(key.path)).toMatch(new RegExp(`\\| \`${JSON.stringify(key.fallback).replace(/[[\]]/g, '\\$&')}\` \\|$`));
    expect(rows.size).toBe(configKeys().length);
  });

  it('does not announce as reserved what has no text, nor the other way round', () => {
    const text = readFileSync('docs/configuration.md', 'utf8');
    expect(text.match(/\*\*reserved\*\* for /g)).toHaveLength(configKeys().filter((key) => key.reserved).length);
  });
});

describe(example, () => {
  const values = parse(readFileSync(example, 'utf8')) as Record<string, unknown>;

  it('validates', () => {
    expect(validateConfig([path.resolve(example)], {})).toEqual([]);
  });

  it('names every key of the schema and no other', () => {
    for (const key of configKeys()) expect([key.path, valueAt(values, key.path.split('.')) === undefined]).toEqual([key.path, false]);
    expect(leaves(values).sort()).toEqual(configKeys().map((key) => key.path).sort());
  });

  it('has the defaults, except where production wants something else', () => {
    const defaults = configSchema.parse({});
    const parsed = configSchema.parse(values);
    const different = configKeys().filter(({ path: key }) => JSON.stringify(valueAt(parsed, key.split('.'))) !== JSON.stringify(valueAt(defaults, key.split('.')))).map((key) => key.path);
    expect(different.sort()).toEqual(Object.keys(PRODUCTION as object).sort());
  });
});

function leaves(tree: object, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? leaves(value as object, `${prefix}${name}.`) : [`${prefix}${name}`]));
}
