import { approximateTokens } from '@twinmcp/context';
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

  it('counts a long unbroken run in bounded time, close to the truth', async () => {
    const counter = await counters.get('o200k_base');
    const started = performance.now();
    const tokens = counter.count(`start ${'a'.repeat(200_000)} ${'\n'.repeat(100_000)} ${'='.repeat(50_000)}😀 end`);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(tokens).toBeGreaterThan(25_000); // 8 letters a token alone
    expect(tokens).toBeLessThan(40_000);
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
