import { understandQuery } from '../query/understand-query.ts';
import { decideMode } from './decide-mode.ts';

const decide = (query: string, nameScores: number[] | null, wordResolved: boolean | null = true) => decideMode({ requested: 'automatic', query: understandQuery(query), nameScores, wordResolved, astThreshold: 0.8 });

describe('decideMode', () => {
  it.each([
    ['getUserById', [1], true, 'ast'],
    ['where is `Reply.send` defined?', [1], true, 'ast'],
    ['buildRouting()', [0.95], true, 'ast'],
    ['getUserById', [0.5], true, 'hybrid'],
    ['getUserById and setUserName', [1, 0], true, 'hybrid'],
    ['why does getUserById drop the cache entry when the token expires during refresh', [1], true, 'hybrid'],
    ['where is the reply serialised?', [], true, 'hybrid'],
    ['how are slow clients throttled', [], false, 'rag'],
    ['lib/reply.js', [], true, 'hybrid'],
    ['getUserById', null, null, 'hybrid'],
  ] as const)('%j, look-up %j → %s', (query, scores, words, mode) => {
    const decision = decide(query, scores === null ? null : [...scores], words);
    expect(decision.mode).toBe(mode);
    expect(decision.reasons.join()).not.toBe('');
    expect(decision.confidence).toBeGreaterThan(0);
    expect(decision.confidence).toBeLessThanOrEqual(1);
  });

  it('obeys a forced mode', () => {
    for (const requested of ['ast', 'rag', 'hybrid'] as const) {
      expect(decideMode({ requested, query: understandQuery('x'), nameScores: [0], wordResolved: false, astThreshold: 0.8 })).toMatchObject({ mode: requested, confidence: 1 });
    }
  });

  it('follows the threshold', () => {
    const evidence = { requested: 'automatic' as const, query: understandQuery('getUserById'), nameScores: [0.7], wordResolved: null };
    expect(decideMode({ ...evidence, astThreshold: 0.6 }).mode).toBe('ast');
    expect(decideMode({ ...evidence, astThreshold: 0.71 }).mode).toBe('hybrid');
  });
});
