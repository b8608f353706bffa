import fc from 'fast-check';
import { z } from 'zod';
import { parseStrict, parseTolerant } from '../index.ts';

const schema = z.object({
  name: z.string().trim().min(1, 'is empty'),
  limit: z.number().int().default(10),
  filter: z.object({ tags: z.array(z.object({ tag: z.string() })).optional() }).nullable().optional(),
  source: z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), a: z.number() }), z.object({ kind: z.literal('b') })]).optional(),
  labels: z.record(z.string(), z.number()).optional(),
});

const message = (value: unknown) => {
  try {
    parseStrict(schema, value, 'thing');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('parseStrict', () => {
  it('fills in defaults and applies transforms', () => {
    expect(parseStrict(schema, { name: ' x ' }, 'thing')).toEqual({ name: 'x', limit: 10 });
    expect(message({ name: 'x', filter: undefined, limit: undefined })).toBeNull();
  });

  it('says where and what, in one readable line', () => {
    expect(message({ name: ' ', limit: 1.5 })).toBe('thing: name: is empty; limit: Invalid input: expected int, received number');
    expect(message({ name: 'x', filter: { tags: [{ tag: 'a' }, { tag: 1 }] } })).toBe('thing: filter.tags[1].tag: Invalid input: expected string, received number');
    expect(message(undefined)).toBe('thing: Invalid input: expected object, received undefined');
  });

  it('finds unknown keys at any depth, in arrays and unions, but not in records', () => {
    expect(message({ name: 'x', nmae: 1 })).toBe('thing: nmae: unknown key');
    expect(message({ name: 'x', filter: { tags: [{ tag: 'a', tga: null }] } })).toBe('thing: filter.tags[0].tga: unknown key');
    expect(message({ name: 'x', source: { kind: 'b', a: 1 } })).toBe('thing: source.a: unknown key');
    expect(message({ name: 'x', labels: { anything: 1 } })).toBeNull();
    expect(message(JSON.parse('{"name":"x","__proto__":{"limit":5}}'))).toContain('__proto__');
  });

  it('does not grow with the number of mistakes', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, 1]));
    expect(message({ name: 'x', ...many })!.length).toBeLessThan(200);
    expect(message({ name: 'x', ...many })).toContain('and 45 more');
  });

  const value = fc.record({ name: fc.string({ minLength: 1 }).filter((s) => s.trim() !== ''), limit: fc.integer(), filter: fc.record({ tags: fc.array(fc.record({ tag: fc.string() }), { maxLength: 3 }) }) });

  it('takes what fits, and refuses it with any one key added anywhere', () => {
    fc.assert(
      fc.property(value, fc.string({ minLength: 1 }).filter((key) => !['name', 'limit', 'filter', 'tags', 'tag', 'source', 'labels', '__proto__'].includes(key)), fc.nat(), (good, key, where) => {
        expect(message(good)).toBeNull();
        const bad = structuredClone(good) as unknown as Record<string, unknown>;
        const places = [bad, bad['filter'], ...(bad['filter'] as { tags: object[] }).tags] as Record<string, unknown>[];
        places[where % places.length]![key] = 1;
        expect(message(bad)).toContain('unknown key');
        expect(parseTolerant(schema, bad, 'thing')).toEqual(parseTolerant(schema, good, 'thing'));
      }),
    );
  });
});
