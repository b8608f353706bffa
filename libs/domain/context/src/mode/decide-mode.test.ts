import type { SymbolHit } from '@twinmcp/contracts';
import { understandQuery } from '../query/understand-query.ts';
import { nameScores } from '../symbols/definition-strength.ts';
import { decideMode } from './decide-mode.ts';
import { MODE_FEATURES, modeFeatures } from './mode-features.ts';
import { MODE_WEIGHTS } from './mode-weights.data.ts';
import { EFFECTIVE_MODES, selectMode } from './select-mode.ts';

const symbol = (qualifiedName: string, score = 1): SymbolHit => ({
  name: qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1), qualifiedName, kind: 'function', path: 'lib/a.js', language: 'javascript', startLine: 1, endLine: 9, nameLine: 1, container: null, exported: true, fileHash: 'h', score, signature: null,
});
const decide = (text: string, named: SymbolHit[] = [], worded: SymbolHit[] = [], more: Partial<Parameters<typeof decideMode>[0]> = {}) => {
  const query = understandQuery(text);
  return decideMode({ requested: 'automatic', query, symbols: { named, worded }, nameScores: nameScores(query, named), astThreshold: 0.8, ...more });
};

describe('decideMode', () => {
  it.each([
    ['getUserById', [symbol('getUserById')]],
    ['where is `Reply.send` defined?', [symbol('Reply.send')]],
    ['buildRouting()', [symbol('buildRouting', 0.95)]],
  ])('answers %j, which is known, from symbols alone', (text, named) => {
    const decision = decide(text, named);
    expect(decision.mode).toBe('ast');
    expect(decision.confidence).toBeGreaterThanOrEqual(0.8);
    expect(decision.reasons[0]).toContain(named[0]!.name);
  });

  it.each([
    ['getUserById', [symbol('getUserId', 0.5)]],
    ['getUserById and setUserName', [symbol('getUserById')]],
    ['why does getUserById drop the cache entry when the token expires during refresh', [symbol('getUserById')]],
    ['where is the reply serialised?', []],
    ['lib/reply.js', []],
    ['TypeError: getUserById is not a function\n    at run (/app/lib/a.js:3:1)', [symbol('getUserById')]],
  ])('asks the text too for %j', (text, named) => {
    const decision = decide(text, named);
    expect(decision.mode).not.toBe('ast');
    expect(decision.reasons.join()).not.toBe('');
    expect(decision.confidence).toBeGreaterThan(0);
    expect(decision.confidence).toBeLessThanOrEqual(1);
  });

  it('uses every channel for places in files, and where symbols cannot be asked', () => {
    expect(decide('look at lib/reply.js:12').mode).toBe('hybrid');
    expect(decide('getUserById', [], [], { nameScores: null, symbols: null })).toMatchObject({ mode: 'hybrid', reasons: [expect.stringContaining('no answer')] });
  });

  it('obeys a forced mode', () => {
    for (const requested of EFFECTIVE_MODES) expect(decide('x', [], [], { requested })).toEqual({ mode: requested, confidence: 1, reasons: [`${requested} was asked for`] });
  });

  it('follows the threshold', () => {
    expect(decide('getUserById', [symbol('getUserById', 0.95)], [], { astThreshold: 0.9 }).mode).toBe('ast');
    expect(decide('getUserById', [symbol('getUserById', 0.95)], [], { astThreshold: 0.96 }).mode).not.toBe('ast');
  });
});

describe('selectMode', () => {
  const situation = (text: string) => ({ query: understandQuery(text), named: [], worded: [] });

  it('has a weight for every feature of every mode', () => {
    for (const mode of EFFECTIVE_MODES) expect(MODE_WEIGHTS[mode]).toHaveLength(MODE_FEATURES.length);
  });

  it('makes features between 0 and 1 of any text', () => {
    for (const text of ['', ' ', 'a', 'getUserById', '\u0000', 'where '.repeat(5_000), 'a.b.c::d->e#f()', '返信はどこ', '```\ncode\n```']) for (const value of modeFeatures(situation(text))) expect(value >= 0 && value <= 1).toBe(true);
  });

  it('gives likelihoods that add up, the reasons that speak for its choice, and the same each time', () => {
    const choice = selectMode(situation('where is the reply serialised?'));
    expect(Object.values(choice.likely).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(choice.likely[choice.mode]).toBe(Math.max(...Object.values(choice.likely)));
    expect(choice.reasons.length).toBeGreaterThan(0);
    expect(selectMode(situation('where is the reply serialised?'))).toEqual(choice);
  });

  it('follows the weights it is given', () => {
    const only = (mode: string) => Object.fromEntries(EFFECTIVE_MODES.map((one) => [one, MODE_FEATURES.map((_, i) => Number(i === 0 && one === mode))])) as Record<(typeof EFFECTIVE_MODES)[number], number[]>;
    for (const mode of EFFECTIVE_MODES) expect(selectMode(situation('anything'), only(mode)).mode).toBe(mode);
  });
});
