import type { DocUnit } from './extract-docs.ts';
import { parseLibraryName } from './library-name.ts';
import { countingUnitsOnce, packDocs, rankDocs } from './rank-docs.ts';
import { isHiddenManifest, isPublicRegistry, isSameRegistry } from './registry-hosts.ts';

const unit = (title: string, more: Partial<DocUnit> = {}): DocUnit => ({ kind: 'api', title, symbol: title, path: 'index.d.ts', language: 'typescript', startLine: 1, endLine: 2, text: `declare const ${title}: number;`, weight: 1, ...more });

describe('parseLibraryName', () => {
  it('reads a library as people and other tools write it', () => {
    const named = (text: string) => { const { ecosystem, names, version, repository } = parseLibraryName(text); return [ecosystem, names, version, repository]; };
    expect(named('zod')).toEqual([null, ['zod'], null, null]);
    expect(named('npm:@scope/name@1.2.3')).toEqual(['npm', ['@scope/name'], '1.2.3', null]);
    expect(named('/npm/@scope/name/1.2.3')).toEqual(['npm', ['@scope/name'], '1.2.3', null]);
    expect(named('/go/example.org/a/b/v1.0.0')).toEqual(['go', ['example.org/a/b'], 'v1.0.0', null]);
    expect(named('/vercel/next.js/v15.1.0')).toEqual([null, ['next.js', 'next', '@vercel/next.js', 'vercel'], '15.1.0', 'vercel/next.js']);
    expect(named('maven:org.slf4j:slf4j-api@2.0.0')).toEqual(['maven', ['org.slf4j:slf4j-api'], '2.0.0', null]);
  });
});

describe('rankDocs', () => {
  it('puts first what the topic spells, whatever its letter case, and changes last unless they are asked for', () => {
    const units = [unit('other'), unit('z.discriminatedUnion'), unit('1.2.0', { kind: 'changelog' })];
    const found = [{ unit: 0, score: 0.6 }, { unit: 2, score: 0.9 }];
    expect(rankDocs(units, found, 'discriminated union').map((one) => one.unit)).toEqual([1, 0, 2]);
    expect(rankDocs(units, found, 'what changed').map((one) => one.unit)).toEqual([2, 0]);
  });

  it('gives room to other things before the twin of a declaration that another entry point has', () => {
    const units = [unit('discriminatedUnion', { path: 'classic.d.ts' }), unit('discriminatedUnion', { path: 'mini.d.ts' }), unit('_discriminatedUnion', { path: 'core.d.ts' }), unit('Unions', { kind: 'guide', path: 'README.md' }), unit('A.send'), unit('B.send', { path: 'b.d.ts' })];
    const found = [1, 0.9, 0.9, 0.6, 0.55, 0.5].map((score, at) => ({ unit: at, score }));
    expect(rankDocs(units, found, 'how unions are discriminated').map((one) => one.unit)).toEqual([0, 3, 4, 5, 1, 2]);
  });
});

describe('packDocs', () => {
  it('goes on where the page before was full, and counts each section once', () => {
    const units = Array.from({ length: 20 }, (_, i) => unit(`name${i}`, { text: 'words '.repeat(20) }));
    const ranked = units.map((_, i) => ({ unit: i, score: 1 - i / 100 }));
    let counted = 0;
    const count = countingUnitsOnce((text) => { counted++; return text.length; }, new WeakMap());
    const page = (at: number) => packDocs(units, ranked, '# x', 600, at, count);
    expect(page(1).taken.map((one) => one.unit)).toEqual([0, 1, 2]);
    const before = counted;
    expect(page(2).taken.map((one) => one.unit)).toEqual([3, 4, 5]);
    expect(page(2).omitted).toBe(14);
    expect(counted - before).toBeLessThan(20); // the sections of page 1 are not counted again
  });

  it('cuts a section that is too long alone, at a line, and fences what holds fences', () => {
    const long = unit('guide', { kind: 'guide', language: 'markdown', text: Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n') });
    const packed = packDocs([long], [{ unit: 0, score: 1 }], '', 200, 1, (text) => text.length);
    expect(packed.text).toMatch(/line \d+\n…$/);
    expect(packed.tokens).toBeLessThanOrEqual(200);
    const code = packDocs([unit('a', { text: '/**\n```ts\na\n```\n*/' })], [{ unit: 0, score: 1 }], '', 1_000, 1, (text) => text.length);
    expect(code.text).toContain('````ts\n/**\n```ts');
  });
});

describe('registry hosts', () => {
  it('are public or somebody\'s own', () => {
    expect([isPublicRegistry('npm', 'registry.npmjs.org'), isPublicRegistry('npm', 'npm.corp.example'), isPublicRegistry('pypi', 'registry.npmjs.org')]).toEqual([true, false, false]);
    expect([isSameRegistry('npm', 'registry.yarnpkg.com', 'registry.npmjs.org'), isSameRegistry('npm', 'npm.corp.example', 'registry.npmjs.org'), isSameRegistry('npm', 'a:1', 'A:1')]).toEqual([true, false, true]);
  });

  it.each([[{ private: true }, true], [{ license: 'UNLICENSED' }, true], [{ publishConfig: { access: 'restricted' } }, true], [{ publishConfig: { registry: 'https://npm.corp.example/registry.npmjs.org/' } }, true], [{ publishConfig: { registry: 'https://registry.npmjs.org/' } }, false], [{ publishConfig: { registry: 'nonsense' } }, false], [{ publishConfig: null }, false], [{}, false]])('hidden: %j is %s', (manifest, hidden) => expect(isHiddenManifest(manifest)).toBe(hidden));
});
