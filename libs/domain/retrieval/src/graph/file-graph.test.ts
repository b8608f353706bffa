import { FileGraph } from './file-graph.ts';

const graph = new FileGraph([{ from: 'app', to: 'reply' }, { from: 'app', to: 'hooks' }, { from: 'reply', to: 'errors' }, { from: 'hooks', to: 'errors' }, { from: 'far', to: 'farther' }]);

describe('FileGraph', () => {
  it('reaches what the seeds import before what imports them, and nothing elsewhere', () => {
    const near = graph.near(new Map([['reply', 1]]));
    expect(near.get('errors')!).toBeGreaterThan(near.get('app')!);
    expect(near.get('app')!).toBeGreaterThan(near.get('hooks')!);
    expect(near.has('far')).toBe(false);
  });

  it('takes seeds by their weight, and none that it does not know', () => {
    const near = graph.near(new Map([['far', 9], ['reply', 1], ['unknown', 5]]));
    expect(near.get('farther')!).toBeGreaterThan(near.get('errors')!);
    expect(graph.near(new Map([['unknown', 1]])).size).toBe(0);
    expect(graph.near(new Map()).size).toBe(0);
  });

  it('counts who imports a file', () => {
    expect([graph.importers('errors'), graph.importers('app'), graph.importers('unknown')]).toEqual([2, 0, 0]);
    expect(graph.size).toBe(6);
  });
});
