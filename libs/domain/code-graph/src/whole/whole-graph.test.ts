import fc from 'fast-check';
import { MentionIndex, nameHashes } from '../mention-index.ts';
import { memberTypes } from '../names/type-text.ts';
import { graphOf, type Written } from '../test-support/links.ts';
import { pageRank } from './page-rank.ts';
import { shortestCycle, stronglyConnected } from './strongly-connected.ts';

const use = (module: string, name: string, line = 3) => ({ imports: [{ module, bind: [name] }], refs: [[name, 'call', line, { in: 'f' }] as const], symbols: ['f'] });

describe('rank', () => {
  const files: Record<string, Written> = {
    'core.ts': { symbols: ['core'] }, 'a.ts': use('./core', 'core'), 'b.ts': use('./core', 'core'), 'c.ts': { symbols: ['lonely'] }, 'a.test.ts': { imports: [{ module: './c', bind: ['lonely'] }], symbols: ['t'], refs: [['lonely', 'call', 2, { in: 't' }]] },
  };
  it('puts first what others use, and is a share of the whole', async () => {
    const found = await graphOf(files).graph.rank({ seeds: { names: [], paths: [] }, limit: 100, withTests: true });
    expect(found[0]!.symbol.name).toBe('core');
    expect(found.reduce((sum, { rank }) => sum + rank, 0)).toBeLessThanOrEqual(1.000001);
    expect((await graphOf(files).graph.rank({ seeds: { names: [], paths: [] }, limit: 100 })).map(({ symbol }) => symbol.name)).not.toContain('t');
  });
  it('leans to the seeds', async () => {
    const { graph } = graphOf(files);
    expect((await graph.rank({ seeds: { names: ['lonely'], paths: [] }, limit: 1 }))[0]!.symbol.name).toBe('lonely');
    expect((await graph.rank({ seeds: { names: [], paths: ['b.ts'] }, limit: 2 })).map(({ symbol }) => symbol.path).sort()).toEqual(['b.ts', 'core.ts']);
  });
});

describe('pageRank', () => {
  it('agrees with the solution of a small system', async () => {
    // 0 → 1, 1 → 0 and 2, 2 dangling.
    const rank = await pageRank({ starts: Uint32Array.of(0, 1, 3, 3), nodes: Uint32Array.of(1, 0, 2), weights: Float32Array.of(1, 1, 1) }, Float64Array.of(1 / 3, 1 / 3, 1 / 3), async () => {});
    const [a, b, c] = rank as unknown as [number, number, number];
    expect(a + b + c).toBeCloseTo(1, 6);
    expect(a).toBeCloseTo(0.85 * (b / 2 + c / 3) + 0.05, 5);
    expect(b).toBeCloseTo(0.85 * (a + c / 3) + 0.05, 5);
  });
  it('lets less of a node follow its edges where it is told to', async () => {
    const rows = { starts: Uint32Array.of(0, 1, 1), nodes: Uint32Array.of(1), weights: Float32Array.of(1) };
    const all = await pageRank(rows, Float64Array.of(0.5, 0.5), async () => {});
    const some = await pageRank({ ...rows, follows: Float32Array.of(0.2, 1) }, Float64Array.of(0.5, 0.5), async () => {});
    expect(some[1]!).toBeLessThan(all[1]!);
    expect(some[0]! + some[1]!).toBeCloseTo(1, 6);
  });
  it('always sums to one', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 10, maxLength: 10 }), async (lists) => {
      const starts = new Uint32Array(11);
      lists.forEach((list, i) => (starts[i + 1] = starts[i]! + list.length));
      const rank = await pageRank({ starts, nodes: Uint32Array.from(lists.flat()), weights: new Float32Array(starts[10]!).fill(1) }, new Float64Array(10).fill(0.1), async () => {});
      expect(rank.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    }));
  });
});

describe('strongly connected components', () => {
  const graphs = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 });
  const reaches = (neighbours: readonly (readonly number[])[], from: number, to: number): boolean => {
    const seen = new Set<number>();
    const todo = [...neighbours[from]!];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (node === to) return true;
      if (!seen.has(node)) {
        seen.add(node);
        todo.push(...neighbours[node]!);
      }
    }
    return false;
  };
  it('are what reaches each other both ways, and the cycle shown is one of the shortest', () => {
    fc.assert(fc.property(graphs, (neighbours) => {
      const found = stronglyConnected(neighbours);
      const component = new Map(found.flatMap((nodes, i) => nodes.map((node) => [node, i] as const)));
      for (let a = 0; a < 8; a++) for (let b = 0; b < 8; b++) if (a !== b) expect(component.has(a) && component.get(a) === component.get(b)).toBe(reaches(neighbours, a, b) && reaches(neighbours, b, a));
      for (const nodes of found) {
        const cycle = shortestCycle(neighbours, nodes);
        cycle.forEach((node, i) => expect(neighbours[node]).toContain(cycle[(i + 1) % cycle.length]));
        if (nodes.some((a) => nodes.some((b) => a !== b && neighbours[a]!.includes(b) && neighbours[b]!.includes(a)))) expect(cycle).toHaveLength(2);
      }
    }));
  });
});

describe('dependencies', () => {
  const files: Record<string, Written> = {
    'app/main.ts': { imports: [{ module: '../lib/a', bind: ['a'] }, { module: 'react', bind: ['use'] }, { module: './gone', bind: ['x'] }] },
    'lib/a.ts': { symbols: ['a'], imports: [{ module: './b', bind: [{ imported: 'b', local: 'b', typeOnly: true }] }] }, 'lib/b.ts': { symbols: ['b'] },
  };
  it('go both ways, by file and by folder, and name what is outside or missing', async () => {
    const { graph } = graphOf(files);
    expect(await graph.dependencies({ path: 'app/main.ts', direction: 'imports', depth: 2, groupBy: 'file', limit: 10 })).toEqual({
      nodes: [{ path: 'app/main.ts', depth: 0 }, { path: 'lib/a.ts', depth: 1 }, { path: 'lib/b.ts', depth: 2 }],
      edges: [{ from: 'app/main.ts', to: 'lib/a.ts', lines: [1], typeOnly: false }, { from: 'lib/a.ts', to: 'lib/b.ts', lines: [1], typeOnly: true }],
      external: [{ module: 'react', files: 1, family: 'ecmascript' }], unresolved: [{ path: 'app/main.ts', line: 3, module: './gone' }], truncated: false,
    });
    expect((await graph.dependencies({ path: 'lib/b.ts', direction: 'importers', depth: 5, groupBy: 'file', limit: 10 })).nodes.map(({ path }) => path)).toEqual(['lib/b.ts', 'lib/a.ts', 'app/main.ts']);
    expect(await graph.dependencies({ path: 'app/main.ts', direction: 'importers', depth: 1, groupBy: 'file', limit: 10 })).toMatchObject({ external: [], unresolved: [] });
    expect((await graph.dependencies({ path: '', direction: 'imports', depth: 1, groupBy: 'folder', limit: 10 })).edges).toEqual([{ from: 'app', to: 'lib', lines: [], typeOnly: false }]);
    expect(await graph.dependencies({ path: 'none', direction: 'imports', depth: 1, groupBy: 'file', limit: 10 })).toMatchObject({ nodes: [], truncated: false });
  });
});

describe('MentionIndex', () => {
  it('finds every file that holds a name', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.string(), { maxLength: 10 }), { maxLength: 10 }), fc.string(), (files, asked) => {
      const index = new MentionIndex();
      files.forEach((names, id) => index.set(id, nameHashes(names)));
      const found = index.find([asked]);
      files.forEach((names, id) => names.includes(asked) && expect(found).toContain(id));
    }));
  });
});

describe('memberTypes', () => {
  it.each<[string, string[]]>([
    ['Server', ['Server']], ['Server | null', ['Server']], ['http.Server', ['http.Server']], ['*http.Client', ['http.Client']], ["&'a mut Store", ['Store']], ['Map<string, Server>', ['Map']], ['Promise<Server>', ['Promise']],
    ['Readonly<Partial<Server>>', ['Server']], ['Server[]', []], ['(a: A) => B', []], ['A & B', ['A', 'B']], ['Optional[Server]', ['Server']], ['"Server"', ['Server']], ['std::unique_ptr<Box>', ['Box']], ['Box<dyn Fn(A) -> B>', []], ['', []],
    ["{ a: 'x' }", []], ['typeof server', ['server']], ['Server?', ['Server']], ['\\App\\User', ['App.User']],
  ])('%s', (text, types) => expect(memberTypes(text)).toEqual(types));
});
