import fc from 'fast-check';
import { LearntWeights } from '@twinmcp/contracts';
import { preferLearntMode, weighLearnt } from './apply.ts';
import { learn, type JudgedPlace, type Outcome } from './learn.ts';
import { NEUTRAL_WEIGHTS, type WorkspaceWeights } from './workspace-weights.ts';

const rule = { rate: 0.1, bound: 1.5 };
const place = (kind: string, ...sources: string[]): JudgedPlace => ({ kind, sources });
const outcome = (more: Partial<Outcome> = {}): Outcome => ({ intent: 'explain', mode: 'hybrid', rating: 1, used: [place('source', 'symbol')], unused: [place('test', 'lexical')], ...more });
const after = (times: number, one: Outcome, from: WorkspaceWeights = NEUTRAL_WEIGHTS) => Array.from({ length: times }).reduce<WorkspaceWeights>((weights) => learn(weights, one, rule, 1), from);

describe('learning from feedback', () => {
  it('raises what found the useful places and lowers the rest, within bounds', () => {
    const one = after(1, outcome());
    expect(one.generators['symbol']).toBeCloseTo(Math.exp(0.1), 10);
    expect(one.generators['lexical']).toBeCloseTo(Math.exp(-0.1), 10);
    expect(one.kinds).toEqual({ source: expect.closeTo(Math.exp(0.1), 10), test: expect.closeTo(Math.exp(-0.1), 10) });
    const many = after(1_000, outcome());
    expect(many.generators).toEqual({ symbol: 1.5, lexical: 1 / 1.5 });
    expect(many.observations).toBe(1_000);
  });

  it('learns nothing about generators from an answer that was useful or useless as a whole', () => {
    for (const one of [outcome({ used: [] }), outcome({ unused: [] })]) expect(after(5, one).generators).toEqual({});
    expect(after(3, outcome({ used: [], rating: 0 })).modes['explain hybrid']!.useful).toBe(0);
  });

  it('unlearns: opposite feedback leads back', () => {
    const there = after(4, outcome());
    const back = after(4, outcome({ used: [place('test', 'lexical')], unused: [place('source', 'symbol')] }), there);
    expect(back.generators['symbol']).toBeCloseTo(1, 10);
  });

  it('stays within its bounds and its contract, whatever is told', () => {
    const places = fc.array(fc.record({ kind: fc.constantFrom('source', 'test', 'docs'), sources: fc.subarray(['symbol', 'lexical', 'dense', 'history']) }), { maxLength: 8 });
    const outcomes = fc.array(fc.record({ intent: fc.constantFrom('explain', 'find'), mode: fc.constantFrom('ast', 'rag', 'hybrid'), rating: fc.double({ min: 0, max: 1, noNaN: true }), used: places, unused: places }), { maxLength: 60 });
    fc.assert(fc.property(outcomes, (list) => {
      const weights = list.reduce<WorkspaceWeights>((w, one) => learn(w, one, rule, 1), NEUTRAL_WEIGHTS);
      expect(LearntWeights.safeParse(weights).success).toBe(true);
      for (const value of [...Object.values(weights.generators), ...Object.values(weights.kinds)]) expect(value >= 1 / 1.5 && value <= 1.5).toBe(true);
      for (const { trials, useful } of Object.values(weights.modes)) expect(useful <= trials + 1e-9).toBe(true);
    }), { numRuns: 200 });
  });
});

describe('weighLearnt', () => {
  const places = [{ path: 'a.test.ts', score: 0.9, sources: ['lexical'] }, { path: 'a.ts', score: 0.8, sources: ['symbol', 'lexical'] }, { path: 'b.ts', score: 0.1, sources: ['lexical'] }];
  const kindOf = (path: string) => (path.includes('.test.') ? 'test' : 'source');

  it('does nothing when nothing was learnt', () => {
    expect(weighLearnt(places, NEUTRAL_WEIGHTS, kindOf)).toBe(places);
  });

  it('changes the order but not the best score', () => {
    const weighed = weighLearnt(places, after(10, outcome()), kindOf);
    expect(weighed.map(({ path }) => path)).toEqual(['a.ts', 'a.test.ts', 'b.ts']);
    expect(weighed[0]!.score).toBeCloseTo(0.9, 10);
  });
});

describe('preferLearntMode', () => {
  const decision = { mode: 'hybrid', confidence: 0.6, reasons: ['x'] } as const;
  const modes = (hybrid: number, ast: number, trials = 40): WorkspaceWeights => ({ ...NEUTRAL_WEIGHTS, modes: { 'explain hybrid': { trials, useful: hybrid * trials }, 'explain ast': { trials, useful: ast * trials } } });

  it('takes the mode that served better beyond chance, and says so', () => {
    expect(preferLearntMode(decision, 'automatic', 'explain', modes(0.2, 0.9))).toMatchObject({ mode: 'ast', reasons: [expect.stringMatching(/^feedback: .*“explain” ast was useful/), 'x'] });
  });

  it.each([['too few trials', 'automatic', 'explain', modes(0.2, 0.9, 5)], ['a small difference', 'automatic', 'explain', modes(0.6, 0.7)], ['a forced mode', 'hybrid', 'explain', modes(0.2, 0.9)], ['another kind of question', 'automatic', 'compare', modes(0.2, 0.9)]] as const)('leaves the decision with %s', (_, requested, intent, weights) => {
    expect(preferLearntMode(decision, requested, intent, weights)).toBe(decision);
  });
});
