import fc from 'fast-check';
import type { LinkedCodeGraph } from '../linked-code-graph.ts';
import { graphOf, languageOf, links, type Written } from '../test-support/links.ts';

const NAMES = ['alpha', 'beta', 'Gamma', 'run'];
const PATHS = ['a.ts', 'b.ts', 'lib/c.ts', 'lib/index.ts', 'd.py', 'pkg/e.py'];

/** A file of a few symbols, imports and uses: enough to pass names on, to inherit and to hide each other. */
const written = fc.record({
  symbols: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
  member: fc.boolean(),
  from: fc.option(fc.constantFrom('./a', './b', './lib', './lib/c', '../a', './c', 'd', 'pkg.e', '.e'), { nil: undefined }),
  imported: fc.subarray([...NAMES, '*']),
  passedOn: fc.boolean(),
  extended: fc.boolean(),
  used: fc.array(fc.tuple(fc.constantFrom('', 'this.', 'x.', 'ns.'), fc.constantFrom(...NAMES), fc.constantFrom('call', 'type', 'new')), { maxLength: 4 }),
  body: fc.nat(3),
}).map(({ symbols, member, from, imported, passedOn, extended, used, body }): Written => ({
  symbols: [...symbols.map((name) => ({ name, kind: /^[A-Z]/.test(name) ? 'class' as const : 'function' as const })), ...(member && symbols.includes('Gamma') ? [{ name: 'run', kind: 'method' as const, in: 'Gamma' }] : [])],
  imports: from === undefined ? [] : [{ module: from, kind: passedOn ? 'reexport' : 'import', bind: imported.map((name) => ({ imported: name, local: passedOn ? null : name === '*' ? 'ns' : name, exported: passedOn ? name : null })) }],
  refs: [...used.map(([receiver, name, kind], i) => [`${receiver}${name}`, kind, 20 + i + body, receiver === 'x.' ? { type: 'Gamma' } : symbols.includes('Gamma') && receiver === 'this.' ? { in: 'Gamma' } : {}] as const), ...(extended && symbols.includes('Gamma') ? [['alpha', 'extends', 2, { in: 'Gamma' }] as const] : [])],
}));

const edits = fc.array(fc.record({ path: fc.constantFrom(...PATHS), written: fc.option(written, { nil: null }) }), { minLength: 1, maxLength: 5 });

async function everything(graph: LinkedCodeGraph): Promise<unknown> {
  const references = await Promise.all(NAMES.map(async (name) => (await graph.references({ name }, { limit: 1_000, minConfidence: 0 })).references.map(({ fileHash: _hash, ...hit }) => hit)));
  const ranks = (await graph.rank({ seeds: { names: [], paths: [] }, limit: 100 })).map(({ symbol, rank }) => `${symbol.path} ${symbol.qualifiedName} ${rank.toFixed(9)}`);
  return { references, ranks };
}

describe('a graph that follows edits', () => {
  it('answers like one made anew', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom(...PATHS), written), edits, fc.boolean(), async (start, steps, linked) => {
      const { graph, source } = graphOf(start);
      if (linked) await everything(graph);
      else await graph.references({ name: 'alpha' }, { limit: 1 });
      const files: Record<string, Written> = { ...start };
      for (const step of steps) {
        if (step.written === null) {
          source.remove(step.path);
          delete files[step.path];
        } else {
          source.set(step.path, languageOf(step.path), links(step.written));
          files[step.path] = step.written;
        }
        expect(await everything(graph)).toEqual(await everything(graphOf(files).graph));
      }
    }), { numRuns: 150 });
  });

  it('answers the same whether everything was linked before or not', async () => {
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom(...PATHS), written), async (files) => {
      const whole = graphOf(files).graph;
      await whole.findings({ limit: 1 });
      for (const name of NAMES) expect(await whole.references({ name }, { limit: 1_000, minConfidence: 0 })).toEqual(await graphOf(files).graph.references({ name }, { limit: 1_000, minConfidence: 0 }));
    }), { numRuns: 200 });
  });
});

