import { understandQuery } from '../query/understand-query.ts';
import { assessQuality } from './assess-quality.ts';

const item = (text: string, symbol: string | null = null, sources: string[] = ['lexical', 'dense']) => ({ text, path: 'a.js', symbol, sources });

describe('assessQuality', () => {
  const query = understandQuery('where is the reply serialised?');

  it('is zero without items and names every missing term', () => {
    expect(assessQuality({ query, scores: [], items: [], channels: 2 })).toEqual({ score: 0, missingTerms: ['reply', 'serialised'] });
  });

  it('grows with coverage, agreement and margin', () => {
    const full = assessQuality({ query, scores: [1, 0.4, 0.3], items: [item('function serializeReply() {}')], channels: 2 });
    const half = assessQuality({ query, scores: [1, 0.4, 0.3], items: [item('function reply() {}')], channels: 2 });
    const lone = assessQuality({ query, scores: [1, 0.4, 0.3], items: [item('function serializeReply() {}', null, ['lexical'])], channels: 2 });
    const flat = assessQuality({ query, scores: [1, 1, 1], items: [item('function serializeReply() {}')], channels: 2 });
    expect(full.score).toBe(1);
    expect(half.missingTerms).toEqual(['serialised']);
    for (const weaker of [half, lone, flat]) expect(weaker.score).toBeLessThan(full.score);
  });

  it('trusts a definition that was asked for by name', () => {
    const named = assessQuality({ query: understandQuery('what does `onSend` do'), scores: [1], items: [item('x', 'Reply.onSend', ['symbol'])], channels: 1 });
    expect(named.score).toBeGreaterThanOrEqual(0.8);
  });
});
