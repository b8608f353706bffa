import fc from 'fast-check';
import { understandQuery } from '../query/understand-query.ts';
import { assessQuality } from './assess-quality.ts';

const item = (text: string, symbol: string | null = null) => ({ text, path: 'a.js', symbol });

describe('assessQuality', () => {
  const query = understandQuery('where is the reply serialised?');

  it('is zero without items and names every missing term', () => {
    expect(assessQuality({ query, confidence: 0.9, items: [] })).toEqual({ score: 0, missingTerms: ['reply', 'serialised'] });
  });

  it('follows the confidence of the ranking, as a chance', () => {
    const of = (confidence: number) => assessQuality({ query, confidence, items: [item('function serializeReply() {}')] }).score;
    // One of five files is right more often than the first of them.
    for (const confidence of [0.3, 0.5, 0.7, 0.9]) expect(of(confidence)).toBeGreaterThan(confidence);
    fc.assert(fc.property(fc.double({ min: 0.01, max: 0.98, noNaN: true }), (confidence) => {
      expect(of(confidence)).toBeLessThan(of(confidence + 0.01));
      expect(of(confidence)).toBeGreaterThan(0);
      expect(of(confidence + 0.01)).toBeLessThan(1);
    }));
  });

  it('does not believe an answer that holds little of the question', () => {
    const long = understandQuery('where is the reply serialised before compression of streams?');
    const { score, missingTerms } = assessQuality({ query: long, confidence: 0.9, items: [item('function reply() {}')] });
    expect(missingTerms).toEqual(expect.arrayContaining(['serialised', 'compression']));
    expect(score).toBeLessThan(assessQuality({ query: long, confidence: 0.9, items: [item('compression of streams: serializeReply')] }).score);
  });

  it('trusts a definition that was asked for by name', () => {
    const of = (symbol: string) => assessQuality({ query: understandQuery('what does `onSend` do'), confidence: 0, items: [item('x', symbol)] }).score;
    expect(of('Reply.onSend')).toBeGreaterThanOrEqual(0.8);
    expect(of('Reply.other')).toBeLessThan(0.7);
  });

  it('takes a plain word for a name only where names alone answered', () => {
    const of = (confidence: number) => assessQuality({ query: understandQuery('where is the greeting'), confidence, items: [item('hello', 'greeting')] }).score;
    expect(of(0)).toBeGreaterThanOrEqual(0.8);
    expect(of(0.1)).toBeLessThan(0.7);
  });
});
