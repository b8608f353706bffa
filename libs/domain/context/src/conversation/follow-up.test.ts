import { understandQuery } from '../query/understand-query.ts';
import { resolveFollowUp } from './follow-up.ts';
import { topicOf, topicSimilarity } from './topic.ts';
import type { SentPlace, Turn } from './model.ts';

const place = (path: string, symbol: string | null): SentPlace => ({ path, startLine: 10, endLine: 20, symbol, fileHash: 'h', truncated: false, tokens: 20 });
function turn(number: number, query: string, sent: readonly SentPlace[] = []): Turn {
  return { number, askedAt: number, query, topic: topicOf(understandQuery(query), sent), sent };
}
const ask = (query: string, ...turns: Turn[]) => resolveFollowUp(query, understandQuery(query), turns, 0.6);

const first = turn(1, 'how does buildRouting choose a handler?', [place('lib/route.js', 'buildRouting'), place('lib/handler.js', 'pickHandler')]);

describe('resolveFollowUp', () => {
  it.each(['and its tests?', 'who calls it?', 'does that retry?', 'what about errors', 'und deren Tests?', '它的测试在哪里', 'それのテストは', 'where are they used', 'show me the one that logs', 'is this function tested?', 'more'])('takes what “%s” refers to from the question before', (query) => {
    const { query: resolved, recalled } = ask(query, turn(1, 'unrelated thing'), { ...first, number: 2 });
    expect(resolved.startsWith(query)).toBe(true);
    expect(resolved).toContain('buildRouting');
    expect(recalled).toEqual([2]);
  });

  it.each([['the second one', 'lib/handler.js:10-20'], ['show me the first result', 'lib/route.js:10-20'], ['explain #2', 'pickHandler'], ['what does the last one do?', 'lib/handler.js:10-20']])('knows which place “%s” is', (query, expected) => {
    expect(ask(query, first).query).toContain(expected);
  });

  it.each(['where is the configuration loaded from disk?', 'how does parseCookie handle quotes', 'second level cache eviction policy in redis', 'explain lib/reply.js to me', 'this week\'s changes to the retry policy'])('leaves “%s” as it is', (query) => {
    expect(ask(query, first)).toEqual({ query, recalled: [], reason: null });
  });

  it('leaves everything as it is at the beginning', () => {
    expect(ask('and its tests?')).toEqual({ query: 'and its tests?', recalled: [], reason: null });
    expect(ask('the second one').recalled).toEqual([]);
  });

  it('recalls an earlier question about the same, by similarity', () => {
    const old = turn(1, 'token budget packing of answers', [place('pack.ts', 'packAnswer')]);
    const other = turn(2, 'cookie parsing quotes');
    expect(ask('packing of the token budget of answers', old, other)).toMatchObject({ recalled: [1], query: expect.stringContaining('packAnswer') });
    expect(topicSimilarity(old.topic, other.topic)).toBe(0);
    expect(resolveFollowUp('packing of the token budget of answers', understandQuery('packing of the token budget of answers'), [old, other], 1).recalled).toEqual([]);
  });

  it('goes on and on: what was inherited is there for the next', () => {
    const one = ask('and its tests?', first);
    const second = turn(2, one.query);
    expect(ask('what about their fixtures?', first, second).query).toContain('buildRouting');
  });

  it('is quick and bounded, whatever is asked', () => {
    const query = `it ${'x '.repeat(9_990)}`;
    expect(ask(query, first).query.length).toBeLessThanOrEqual(20_000);
  });
});
