import { graphOf, referencesOf, type Written } from '../test-support/links.ts';

/** n layers of types, each type under all of the layer above; `run` stands at the very top. */
function lattice(layers: number, width: number): Written {
  const name = (layer: number, i: number): string => `T${layer}x${i}`;
  const symbols = Array.from({ length: layers }, (_, layer) => Array.from({ length: width }, (__, i) => ({ name: name(layer, i), kind: 'class' as const }))).flat();
  const refs = Array.from({ length: layers - 1 }, (_, layer) => Array.from({ length: width }, (__, i) => Array.from({ length: width }, (___, j) => [name(layer, j), 'extends', 1, { in: name(layer + 1, i) }] as const))).flat(2);
  return { symbols: [...symbols, { name: 'run', kind: 'method', in: name(0, 0) }], refs: [...refs, ['x.run', 'call', 7, { type: name(layers - 1, 0) }], ['x.gone', 'call', 8, { type: name(layers - 1, 0) }]] };
}

describe('hierarchies', () => {
  it('are walked once, however many ways lead up', async () => {
    const started = performance.now();
    expect(await referencesOf(graphOf({ 'a.py': lattice(14, 4) }).graph, 'run')).toEqual(['a.py:7 call inherited 0.85']);
    expect(performance.now() - started).toBeLessThan(5_000); // 4 to the 14th ways
  });

  it('may turn back on themselves', async () => {
    const { graph } = graphOf({ 'a.ts': { symbols: [{ name: 'A', kind: 'class' }, { name: 'B', kind: 'class' }, { name: 'go', kind: 'method', in: 'A' }], refs: [['B', 'extends', 1, { in: 'A' }], ['A', 'extends', 2, { in: 'B' }], ['this.go', 'call', 4, { in: 'B' }], ['this.none', 'call', 5, { in: 'B' }]] } });
    expect(await referencesOf(graph, 'go')).toEqual(['a.ts:4 call inherited 0.85']);
    expect((await graph.implementations({ name: 'A' }, 9)).map(({ symbol }) => symbol.name)).toEqual(['B']);
  });

  it('take the nearest member of several', async () => {
    const { graph } = graphOf({ 'a.ts': { symbols: [{ name: 'Top', kind: 'class' }, { name: 'Mid', kind: 'class' }, { name: 'Low', kind: 'class' }, { name: 'f', kind: 'method', in: 'Top' }, { name: 'f', kind: 'method', in: 'Mid' }], refs: [['Top', 'extends', 1, { in: 'Mid' }], ['Mid', 'extends', 1, { in: 'Low' }], ['x.f', 'call', 9, { type: 'Low' }]] } });
    expect([await referencesOf(graph, 'Mid.f'), await referencesOf(graph, 'Top.f')]).toEqual([['a.ts:9 call inherited 0.85'], []]);
  });
});
