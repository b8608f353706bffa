import { approximateTokens } from '@twinmcp/context';
import fc from 'fast-check';
import * as cl100k from 'gpt-tokenizer/encoding/cl100k_base';
import * as o200k from 'gpt-tokenizer/encoding/o200k_base';
import { GptTokenizerCounters, MAX_TEXT_LENGTH } from './index.ts';

const counters = new GptTokenizerCounters();

describe('GptTokenizerCounter', () => {
  // Known counts, taken from OpenAI's own tokenizer page and cookbook.
  it.each([
    ['cl100k_base', 'tiktoken is great!', 6],
    ['cl100k_base', 'antidisestablishmentarianism', 6],
    ['cl100k_base', '2 + 2 = 4', 7],
    ['cl100k_base', 'お誕生日おめでとう', 9],
    ['o200k_base', 'antidisestablishmentarianism', 6],
    ['o200k_base', '2 + 2 = 4', 7],
    ['o200k_base', 'お誕生日おめでとう', 8],
    ['o200k_base', 'hello world', 2],
    ['o200k_base', '', 0],
  ] as const)('%s counts %j as %i', async (name, text, expected) => {
    expect((await counters.get(name)).count(text)).toBe(expected);
  });

  it('treats control tokens as plain text', async () => {
    const counter = await counters.get('o200k_base');
    expect(counter.count('<|endoftext|>')).toBeGreaterThan(1);
    expect(counter.count('a <|im_start|> b')).toBeGreaterThan(3);
  });

  it.each([['o200k_base', o200k], ['cl100k_base', cl100k]] as const)('%s agrees with the encoder of gpt-tokenizer on any text', async (name, oracle) => {
    const counter = await counters.get(name);
    const reference = (text: string) => oracle.countTokens(text, { disallowedSpecial: new Set<string>() });
    const words = fc.constantFrom('function ', 'serializeReply', 'HTTPServer', '  ', '\n', '\t', '\r\n', "it's", '返信', 'Größe', '😀', '👩‍👩‍👧', '1234567', '===', '//', '{}', ');', 'zzzzqqqq', '\u0000', '\ud800', 'ﬁ', 'א', '<|endoftext|>');
    fc.assert(fc.property(fc.oneof(fc.array(words, { maxLength: 60 }).map((list) => list.join('')), fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 })), (text) => {
      expect(counter.count(text)).toBe(reference(text));
    }), { numRuns: 1_000 });
    for (const run of ['a', 'xy', 'Z', '\n', '=', ' ', '漢', 'é']) expect([run, counter.count(run.repeat(1_500))]).toEqual([run, reference(run.repeat(1_500))]);
  });

  it('counts long unbroken runs in time that grows with their length only', async () => {
    const counter = await counters.get('o200k_base');
    const started = performance.now();
    expect(counter.count('a'.repeat(200_000))).toBe(25_000);
    counter.count(`${'\n'.repeat(50_000)}${'='.repeat(50_000)}${'xq'.repeat(50_000)}${'漢字'.repeat(25_000)}`);
    // A tenth of a second on an idle machine; merging by rescanning takes a minute.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('accepts lone surrogates and NUL', async () => {
    const counter = await counters.get('o200k_base');
    expect(counter.count('\ud800 \0 x')).toBeGreaterThan(2);
  });

  it('refuses what is too long', async () => {
    const counter = await counters.get('cl100k_base');
    expect(() => counter.count('x'.repeat(MAX_TEXT_LENGTH + 1))).toThrow(RangeError);
  });

  it('loads an encoding once', async () => {
    const [first, second] = await Promise.all([counters.get('o200k_base'), counters.get('o200k_base')]);
    expect(first).toBe(second);
  });

  it('is estimated within a factor of two by approximateTokens', async () => {
    const counter = await counters.get('o200k_base');
    const code = 'export async function readRanges(input: Input, ctx: Context): Promise<Output> {\n  return this.reader.read(input.ranges, ctx);\n}\n'.repeat(20);
    for (const text of [code, 'Where is the reply serialised, and which hook runs before it?', '返信はどこでシリアライズされますか。']) {
      const exact = counter.count(text);
      expect(approximateTokens(text)).toBeGreaterThan(exact / 2);
      expect(approximateTokens(text)).toBeLessThan(exact * 2);
    }
  });
});
