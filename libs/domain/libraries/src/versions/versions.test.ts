import type { Ecosystem } from '@twinmcp/contracts';
import fc from 'fast-check';
import { compareVersions, satisfies } from './versions.ts';

describe('order of versions', () => {
  it.each<[Ecosystem, string[]]>([
    ['pypi', ['0.9', '1.0.dev1', '1.0a1.dev1', '1.0a1', '1.0a2', '1.0b1', '1.0rc1', '1.0', '1.0+abc', '1.0+5', '1.0.post1.dev2', '1.0.post1', '1.0.1', '1.1', '1!0.1']],
    ['npm', ['0.9.9', '1.0.0-0', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta', '1.0.0-rc.2', '1.0.0-rc.10', '1.0.0', '1.0.1', '2.0.0', '10.0.0']],
    ['go', ['v0.0.0-20200101000000-abcdefabcdef', 'v0.1.0', 'v1.0.0-rc1', 'v1.0.0', 'v1.2.0', '1.10.0', 'v2.0.0+incompatible']],
    ['maven', ['1-alpha-1', '1-beta', '1.0-rc1', '1.0-SNAPSHOT', '1.0', '1.0-sp', '1.0.1', '1.1', '1.10']],
  ])('%s', (ecosystem, ordered) => {
    for (const [i, a] of ordered.entries()) for (const [j, b] of ordered.entries()) expect([a, b, Math.sign(compareVersions(ecosystem, a, b)!)]).toEqual([a, b, Math.sign(i - j)]);
  });

  it.each<[Ecosystem, string, string]>([['pypi', '1.0', '1.0.0'], ['pypi', '1.0-1', '1.0.post1'], ['pypi', '1.0.RC1', '1.0c1'], ['pypi', 'v1.0', '1'], ['maven', '1.0', '1'], ['maven', '1.0.Final', '1'], ['go', 'v1.2.3', '1.2.3'], ['npm', '1.2.3+a', '1.2.3+b']])('%s: %s is %s', (ecosystem, a, b) => expect(compareVersions(ecosystem, a, b)).toBe(0));

  it('is an order, also of texts that nobody thought of', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('', 'a1', 'rc2', '.dev0', '.post1', '+l')).map(([a, b, rest]) => `${a}.${b}${rest}`);
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      const at = (x: string, y: string) => Math.sign(compareVersions('pypi', x, y)!);
      expect(at(a, b) + at(b, a)).toBe(0);
      if (at(a, b) <= 0 && at(b, c) <= 0) expect(at(a, c)).toBeLessThanOrEqual(0);
    }));
    fc.assert(fc.property(fc.constantFrom<Ecosystem>('npm', 'pypi', 'go', 'cargo', 'maven'), fc.string(), fc.string(), (ecosystem, a, b) => { compareVersions(ecosystem, a, b); satisfies(ecosystem, a, b); }));
  });
});

describe('requirements', () => {
  it.each<[Ecosystem, string, string, boolean | null]>([
    ['npm', '1.4.0', '^1.2.0', true], ['npm', '2.0.0', '^1.2.0', false], ['npm', '2.0.0-rc.1', '>=1', false], ['npm', '18.0.0', '^17 || ^18', true], ['npm', '4.1.2', 'npm:zod@^4', true], ['npm', '1.0.0', 'git+https://x/y.git', null], ['npm', '0.1.0', 'workspace:^', true], ['npm', '1.0.0', 'next', null],
    ['pypi', '2.31.0', '>=2.8,<3', true], ['pypi', '3.0', '~=2.2', false], ['pypi', '2.9', '~=2.2', true], ['pypi', '1.4.5', '==1.4.*', true], ['pypi', '1.5', '!=1.4.*', true], ['pypi', '1.0rc1', '<1.0', false], ['pypi', '1.0+local', '==1.0', true], ['pypi', '1.2.9', '^1.2', true], ['pypi', '0.3.0', '^0.2', false], ['pypi', '1.0', 'nonsense', null],
    ['cargo', '1.9.0', '1.2', true], ['cargo', '2.0.0', '1.2', false], ['cargo', '0.3.0', '0.2.1', false], ['cargo', '1.5.0', '>=1.2, <1.6', true], ['cargo', '1.2.3', '=1.2.3', true],
    ['go', 'v1.3.0', 'v1.2.0', true], ['go', 'v1.1.0', 'v1.2.0', false],
    ['maven', '1.5', '[1.0,2.0)', true], ['maven', '2.0', '[1.0,2.0)', false], ['maven', '1.1', '(,1.0],[1.2,)', false],
  ])('%s %s in %j: %s', (ecosystem, version, requirement, expected) => expect(satisfies(ecosystem, version, requirement)).toBe(expected));
});
