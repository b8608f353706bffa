import { describe, expect, it } from '@jest/globals';
import { readLabelledSet } from './labelled-set.ts';
import { scoreRanking } from './metrics.ts';
import { deviations, publishedBaseline } from './published-baseline.ts';

const history = () =>
  readLabelledSet(async (name) =>
    name === 'set.json'
      ? JSON.stringify({ name: 'h', kind: 'repository-history', repository: 'a/b', extensions: ['py'], bm25: { protocol: 'src', MRR: 0.7 }, 'bm25 all': { plain: { MRR: 0.4 }, 'with path prior': { MRR: 0.6 } } })
      : '');

describe('publishedBaseline', () => {
  it('finds the numbers of protocol and variant', async () => {
    const set = await history();
    expect(publishedBaseline(set, 'code+path', 'src')).toEqual({ MRR: 0.7 });
    expect(publishedBaseline(set, 'code+path', 'all')).toEqual({ MRR: 0.4 });
    expect(publishedBaseline(set, 'with path prior', 'all')).toEqual({ MRR: 0.6 });
    expect(publishedBaseline({ ...set, published: {} }, 'code+path')).toBeNull();
  });

  it('tells what is off by .005 or more', () => {
    const measured = scoreRanking(['a'], ['a']);
    expect(deviations(measured, { MRR: 0.9951, 'hit@1': 0.9 })).toEqual([{ metric: 'hit@1', measured: 1, published: 0.9 }]);
  });
});
