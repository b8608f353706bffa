import type { FindingKind } from '../model.ts';
import { graphOf, type Written } from '../test-support/links.ts';
import type { LinkedCodeGraphOptions } from '../linked-code-graph.ts';
import { structuralSimilarity, tokenKinds } from './token-similarity.ts';

const of = async (kind: FindingKind, files: Record<string, Written>, texts: Record<string, string> = {}, options: Partial<LinkedCodeGraphOptions> = {}) => (await graphOf(files, texts, options).graph.findings({ kinds: [kind], limit: 100 })).findings;

describe('import cycles', () => {
  const link = (module: string, typeOnly = false) => ({ module, bind: [{ imported: 'x', local: 'x', typeOnly }] });
  const ring = (typeOnly: boolean): Record<string, Written> => ({
    'a.ts': { symbols: ['x'], imports: [link('./b'), link('./c')] }, 'b.ts': { symbols: ['x'], imports: [link('./c')] }, 'c.ts': { symbols: ['x'], imports: [link('./a', typeOnly)] }, 'd.ts': { imports: [link('./a')] },
  });
  it('show the shortest way around', async () => {
    expect(await of('import-cycle', ring(false))).toMatchObject([{ severity: 'warning', message: '3 files import each other; the shortest way around is a.ts → c.ts → a.ts', places: [{ path: 'a.ts', startLine: 2 }, { path: 'c.ts', startLine: 1 }], measures: { files: 3, cycle: 2 } }]);
  });
  it('tell those of types alone apart', async () => expect(await of('import-cycle', ring(true))).toMatchObject([{ severity: 'info', message: expect.stringContaining('types alone') }]));
});

describe('dead exports', () => {
  const files: Record<string, Written> = {
    'src/index.ts': { imports: [{ module: './api', kind: 'reexport', bind: [{ imported: 'open', exported: 'open' }] }] },
    'src/api.ts': { symbols: ['open', 'unused', 'ownOnly', 'tested', { name: 'Marked', kind: 'class' }, { name: 'inner', exported: false }], refs: [['ownOnly', 'call', 5, { in: 'open' }], ['Component', 'decorator', 40, { in: 'Marked' }]] },
    'src/api.test.ts': { imports: [{ module: './api', bind: ['tested'] }], refs: [['tested', 'call', 2]] },
    'src/barrel.ts': { imports: [{ module: './deep', kind: 'reexport', bind: [{ imported: 'passed', exported: 'passed' }] }] },
    'src/deep.ts': { symbols: ['passed'] },
    'vite.config.ts': { symbols: ['config'] },
  };
  it('are those that nothing uses; entry points, decorated and configuration files are left out', async () => {
    const found = await of('dead-export', files, { 'package.json': '{"name":"x","exports":"./dist/index.js"}' });
    expect(found.map(({ message, severity }) => `${severity}: ${message}`)).toEqual([
      'warning: unused is exported and no other file uses it; nothing uses it',
      'warning: passed is exported and no other file uses it; nothing uses it; it is passed on, and nobody takes it from there',
      'info: ownOnly is exported and no other file uses it; it is used 1 time in its own file: the export could go',
    ]);
  });
  it('are less certain when the name is used in a way that could not be resolved', async () => {
    const [found] = await of('dead-export', { 'a.ts': { symbols: ['obscure'] }, 'b.ts': { refs: [['x.obscure', 'call', 1]] } });
    expect(found).toMatchObject({ severity: 'info', measures: { certainty: 0.45 }, message: expect.stringContaining('b.ts') });
  });
});

describe('functions', () => {
  it('are named with their measure and its limit', async () => {
    const files: Record<string, Written> = { 'a.ts': { symbols: [{ name: 'big', startLine: 1, endLine: 200 }, { name: 'deep', startLine: 300, endLine: 310 }, { name: 'fine', startLine: 400, endLine: 410 }], shapes: [{ of: 'big', statements: 90 }, { of: 'deep', nesting: 5, complexity: 40 }, { of: 'fine' }] } };
    expect((await of('large-function', files)).map(({ message, severity }) => `${severity}: ${message}`)).toEqual(['warning: big has 200 lines, the limit is 80']);
    expect((await of('deep-nesting', files)).map(({ message }) => message)).toEqual(['deep nests control structures 5 deep, the limit is 4']);
    expect((await of('complex-function', files, {}, { limits: { complexity: 50 } })).length).toBe(0);
    const first = await graphOf(files).graph.findings({ limit: 2 });
    expect([first.total, first.findings.length, first.byKind]).toEqual([6, 2, { 'dead-export': 3, 'large-function': 1, 'deep-nesting': 1, 'complex-function': 1 }]);
  });
});

describe('duplicates', () => {
  const prints = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const files: Record<string, Written> = {
    'a.ts': { symbols: ['one', 'other'], shapes: [{ of: 'one', tokens: 120, fingerprints: prints(100, 20) }, { of: 'other', tokens: 120, fingerprints: prints(900, 20) }] },
    'b.ts': { symbols: ['two'], shapes: [{ of: 'two', tokens: 118, fingerprints: prints(101, 20) }] },
    'c.ts': { symbols: ['short'], shapes: [{ of: 'short', tokens: 20, fingerprints: prints(100, 4) }] },
  };
  it('are found by shared fingerprints, and say that nobody compared the texts', async () => {
    expect(await of('duplicate-code', files)).toMatchObject([{ places: [{ symbol: 'one' }, { symbol: 'two' }], measures: { similarity: 0.95, verified: 0 }, message: expect.stringContaining('by their fingerprints') }]);
  });
  it('are only those that a verifier confirms', async () => {
    const verifier = (answer: number | null) => ({ verifier: { similarities: async (pairs: readonly unknown[]) => pairs.map(() => answer) } });
    expect(await of('duplicate-code', files, {}, verifier(0.9))).toMatchObject([{ measures: { similarity: 0.9, verified: 1 } }]);
    expect(await of('duplicate-code', files, {}, verifier(0.4))).toEqual([]);
    expect(await of('duplicate-code', files, {}, verifier(null))).toEqual([]);
  });
  it('have ids that stay when files move', async () => {
    const [before] = await of('duplicate-code', files);
    const [same] = await of('duplicate-code', files);
    expect(before!.id).toBe(same!.id);
  });
});

describe('structuralSimilarity', () => {
  it('ignores names, literals, comments and layout', () => {
    expect(structuralSimilarity('for (const a of list) { total += a.price * 2; } // sum', 'for (const item of rows) {\n  sum += item.cost * 17;\n}')).toBe(1);
    expect(structuralSimilarity('if (a) return b(c);', 'class X extends Y { z = 1 }')).toBeLessThan(0.2);
    expect(tokenKinds('x = "a" + 1 # comment')).toEqual(['N', '=', 'L', '+', 'L']);
    expect(structuralSimilarity('', '')).toBe(0);
  });
});
