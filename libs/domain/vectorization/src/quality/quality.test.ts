import fc from 'fast-check';
import { QualityRun } from '@twinmcp/contracts';
import { dot, isotropy, neighbourhood, normalised, skewness } from './geometry.ts';
import { judgeQuality } from './judge-quality.ts';
import { knownPair } from './known-pairs.ts';
import { overlapOf, pairMetrics, recallOf } from './pair-metrics.ts';
import { MAX_RUNS, readHistory, withRun } from './quality-history.ts';
import { StableSample } from './sample.ts';

const pause = async () => {};
/** Gaussian, so that directions are even; seeded. */
function random(seed: number): () => number {
  let state = seed;
  const uniform = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
const cloud = (n: number, dimensions: number, shape: (value: number, i: number) => number = (value) => value, next = random(7)) => Array.from({ length: n }, () => normalised(Float32Array.from({ length: dimensions }, (_, i) => shape(next(), i)))!);
const texts = (n: number) => Array.from({ length: n }, (_, i) => `text ${i}`);

describe('isotropy', () => {
  it('of even directions: cosine 0, all dimensions used', async () => {
    const { meanCosine, effectiveDimensions } = (await isotropy(cloud(2_000, 32), pause))!;
    expect(Math.abs(meanCosine)).toBeLessThan(0.01);
    expect(effectiveDimensions).toBeGreaterThan(29);
    expect(effectiveDimensions).toBeLessThanOrEqual(32.1);
  });

  it('of a cone, and of a plane', async () => {
    expect((await isotropy(cloud(500, 32, (value, i) => (i === 0 ? 12 : value)), pause))!.meanCosine).toBeGreaterThan(0.7);
    expect((await isotropy(cloud(500, 32, (value, i) => (i < 2 ? value : 0)), pause))!.effectiveDimensions).toBeCloseTo(2, 1);
  });

  it('is what its definition says, computed pair by pair', async () => {
    const vectors = cloud(40, 6, (value) => value + 0.5);
    let sum = 0;
    for (const [i, a] of vectors.entries()) for (const [j, b] of vectors.entries()) if (i !== j) sum += dot(a, b);
    expect((await isotropy(vectors, pause))!.meanCosine).toBeCloseTo(sum / (40 * 39), 5);
    expect(await isotropy(vectors.slice(0, 1), pause)).toBeNull();
  });
});

describe('neighbourhood', () => {
  it('finds hubs', async () => {
    const even = (await neighbourhood(cloud(600, 4), texts(600), 10, pause))!;
    expect(even.hubness).toBeLessThan(1.5);
    // Everything lies far apart, a few points in the middle of everything.
    const next = random(3);
    const middle = cloud(600, 300, (value, i) => (i === 0 ? 14 : value), next).map((vector, i) => (i < 6 ? normalised(vector.map((value, at) => (at === 0 ? value : value / 50)))! : vector));
    expect((await neighbourhood(middle, texts(600), 10, pause))!.hubness).toBeGreaterThan(4);
  });

  it('finds texts that the model cannot tell apart, and takes the same text for no collision', async () => {
    const vectors = cloud(100, 16);
    for (let i = 0; i < 10; i++) vectors[i] = vectors[50]!;
    expect((await neighbourhood(vectors, texts(100), 5, pause))!.collisionShare).toBeCloseTo(0.11, 5);
    const same = texts(100).map((text, i) => (i < 10 || i === 50 ? 'same' : text));
    expect((await neighbourhood(vectors, same, 5, pause))!.collisionShare).toBe(0);
    expect(await neighbourhood(vectors.slice(0, 9), texts(9), 5, pause)).toBeNull();
  });

  it('skewness is 0 for the symmetric, positive for a long right tail', () => {
    expect(skewness(Float64Array.of(1, 2, 3, 4, 5))).toBeCloseTo(0);
    expect(skewness(Float64Array.of(0, 0, 0, 0, 10))).toBeGreaterThan(1);
    expect(skewness(Float64Array.of(3, 3, 3))).toBe(0);
  });
});

describe('known pairs', () => {
  it('come from headings and doc comments', () => {
    const body = 'Set the variable before the server starts; it is read once and never again.';
    expect(knownPair({ kind: 'section', symbol: 'Guide > Configure the server', text: `## Configure the server\n\n${body}` })).toEqual({ source: 'heading', query: 'Configure the server', body });
    expect(knownPair({ kind: 'section', symbol: 'Guide > Usage', text: `## Usage\n\n${body}` })).toBeNull();
    const code = 'export function reply(request: Request): Response {\n  return new Response(render(request.url));\n}';
    for (const comment of ['/**\n * Renders the page that was asked for.\n *\n * More.\n * @param request what came in\n */', '// Renders the page that was asked for.', '# Renders the page that was asked for.']) {
      expect(knownPair({ kind: 'symbol', symbol: 'reply', text: `${comment}\n${code}` })).toEqual({ source: 'doc-comment', query: 'Renders the page that was asked for.', body: code });
    }
    const python = knownPair({ kind: 'symbol', symbol: 'reply', text: 'def reply(request):\n    """Render the page asked for.\n\n    Args:\n        request: x\n    """\n    return Response(render(request.url), status=200)\n' })!;
    expect(python.query).toBe('Render the page asked for.');
    expect(python.body).not.toContain('page asked for');
    expect(python.body).toContain('def reply');
    expect(knownPair({ kind: 'symbol', symbol: 'reply', text: `// Copyright 2020 of somebody, all rights\n${code}` })).toBeNull();
    expect(knownPair({ kind: 'symbol', symbol: 'reply', text: code })).toBeNull();
    expect(knownPair({ kind: 'text', symbol: null, text: code })).toBeNull();
  });

  it('never fail, and never give away the query in the body', () => {
    fc.assert(fc.property(fc.constantFrom('section', 'symbol', 'part'), fc.string(), fc.array(fc.constantFrom('/**', '*/', '// words of a comment here', '# a b', '"""', 'def f():', 'code()', '', ' * more words in here now'), { maxLength: 20 }), (kind, symbol, lines) => {
      const pair = knownPair({ kind, symbol, text: lines.join('\n') });
      if (pair) expect(pair.query.length).toBeGreaterThan(0);
    }));
  });

  it('have a margin and an accuracy', () => {
    const a = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    expect(pairMetrics(a, a)).toEqual({ margin: 1, accuracy: 1 });
    expect(pairMetrics(a, [...a].reverse())).toEqual({ margin: -1, accuracy: 0 });
    expect(pairMetrics(a.slice(1), a.slice(1))).toBeNull();
  });
});

describe('recall and overlap', () => {
  it('count what is found early enough', () => {
    expect(recallOf([1, 2, null, 11], 10)).toEqual({ recall: 0.5, mrr: 0.375 });
    expect(recallOf([], 10)).toBeNull();
  });

  it('take a tie with the last one for found', () => {
    const exact = [{ key: 'a', score: 0.9 }, { key: 'b', score: 0.8 }];
    expect(overlapOf([{ key: 'b', score: 0.8 }, { key: 'a', score: 0.9 }], exact)).toBe(1);
    expect(overlapOf([{ key: 'a', score: 0.9 }, { key: 'c', score: 0.8 }], exact)).toBe(1);
    expect(overlapOf([{ key: 'a', score: 0.9 }, { key: 'c', score: 0.5 }], exact)).toBe(0.5);
    expect(overlapOf([], [])).toBeNull();
  });
});

describe('a stable sample', () => {
  it('is the same whatever the order, and as big as asked for', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.string(), { maxLength: 60 }), fc.integer({ min: 0, max: 20 }), (keys, size) => {
      const take = (order: readonly string[]) => {
        const sample = new StableSample<string>(size);
        for (const key of order) sample.offer(key, () => key);
        return sample.items();
      };
      expect(take(keys.toReversed())).toEqual(take(keys));
      expect(take(keys)).toHaveLength(Math.min(size, keys.length));
    }));
  });

  it('hardly changes when little was added', () => {
    const take = (n: number) => {
      const sample = new StableSample<string>(100);
      for (let i = 0; i < n; i++) sample.offer(`chunk ${i}`, () => `chunk ${i}`);
      return sample.items();
    };
    const before = new Set(take(10_000));
    expect(take(10_100).filter((key) => before.has(key)).length).toBeGreaterThan(95);
    const low = take(10_000).filter((key) => Number(key.slice(6)) < 5_000).length;
    expect(low).toBeGreaterThan(30);
    expect(low).toBeLessThan(70);
  });
});

const run = (metrics: Partial<QualityRun['metrics']>, extra: Partial<QualityRun> = {}): QualityRun => ({
  at: 1, generation: 1, model: 'm', dimensions: 4, chunks: 10, sample: 10, probes: 50, pairs: 50, ...extra,
  metrics: { meanCosine: null, effectiveDimensions: null, hubness: null, duplicateShare: null, collisionShare: null, neighbourOverlap: null, knownPairMargin: null, knownPairAccuracy: null, probeRecall: null, probeMrr: null, ...metrics },
});

describe('judging', () => {
  const bounds = { probeRecall: { least: 0.3, drift: 0.1 }, hubness: { most: 5, drift: 0.2 } };

  it('holds values against thresholds and against the last run', () => {
    const of = (now: QualityRun, before: QualityRun | null) => judgeQuality(now, before, bounds).map(({ metric, kind }) => `${metric} ${kind}`);
    expect(of(run({ probeRecall: 0.5, hubness: 2 }), null)).toEqual([]);
    expect(of(run({ probeRecall: 0.2, hubness: 6 }), null)).toEqual(['probeRecall threshold', 'hubness threshold']);
    expect(of(run({ probeRecall: 0.5 }), run({ probeRecall: 0.6 }))).toEqual(['probeRecall drift']);
    expect(of(run({ probeRecall: 0.6 }), run({ probeRecall: 0.5 }))).toEqual([]);
    expect(of(run({ hubness: 3 }), run({ hubness: 2 }))).toEqual(['hubness drift']);
    expect(of(run({ probeRecall: 0.59 }), run({ probeRecall: 0.6 }))).toEqual([]);
    expect(of(run({ probeRecall: 0.4 }), run({ probeRecall: 0.9 }, { model: 'other' }))).toEqual([]);
    expect(of(run({}), run({ probeRecall: 0.9 }))).toEqual([]);
    expect(of(run({ probeRecall: 0.2 }, { probes: 5 }), run({ probeRecall: 0.9 }))).toEqual([]);
    expect(of(run({ probeRecall: 0.4 }), run({ probeRecall: 0.9 }, { probes: 5 }))).toEqual([]);
  });

  it('keeps a bounded history, newest first, and survives a broken one', () => {
    let history: QualityRun[] = [];
    for (let at = 0; at < MAX_RUNS + 10; at++) history = readHistory(JSON.parse(JSON.stringify(withRun(history, run({}, { at })))));
    expect(history).toHaveLength(MAX_RUNS);
    expect(history[0]!.at).toBe(MAX_RUNS + 9);
    for (const broken of [null, 'x', {}, { runs: 'x' }, { runs: [{ at: 'x' }, 5] }]) expect(readHistory(broken)).toEqual([]);
  });
});
