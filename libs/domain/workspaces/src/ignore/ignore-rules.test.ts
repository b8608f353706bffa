import fc from 'fast-check';
import { IgnoreRules, IgnoreScope } from './ignore-rules.ts';

const decide = (rules: string, path: string): string | null => {
  const isDirectory = path.endsWith('/');
  return IgnoreRules.parse(rules).decide(path.replace(/\/$/, '').split('/'), isDirectory);
};

describe('IgnoreRules', () => {
  it.each([
    ['*.log', 'a/b/x.log', 'ignore'],
    ['*.log', 'x.logs', null],
    ['/x.js', 'x.js', 'ignore'],
    ['/x.js', 'a/x.js', null],
    ['a/b', 'a/b', 'ignore'],
    ['a/b', 'c/a/b', null],
    ['build/', 'build/', 'ignore'],
    ['build/', 'build', null],
    ['**/cache', 'a/b/cache', 'ignore'],
    ['a/**', 'a/b/c', 'ignore'],
    ['a/**', 'a/', null],
    ['a/**/z', 'a/z', 'ignore'],
    ['a/**/z', 'a/b/c/z', 'ignore'],
    ['a/*/z', 'a/b/c/z', null],
    ['?.ts', 'x.ts', 'ignore'],
    ['[a-c].ts', 'd.ts', null],
    ['[!a-c].ts', 'd.ts', 'ignore'],
    ['[]].ts', '].ts', 'ignore'],
    ['[[:digit:]]*', '7up', 'ignore'],
    ['[abc', '[abc', null],
    ['\\#x', '#x', 'ignore'],
    ['#x', '#x', null],
    ['\\!x', '!x', 'ignore'],
    ['x\\ ', 'x ', 'ignore'],
    ['x  ', 'x', 'ignore'],
    ['foo\\*bar', 'foo*bar', 'ignore'],
    ['foo\\*bar', 'fooxbar', null],
    ['*.log\n!keep.log', 'keep.log', 'include'],
    ['!keep.log\n*.log', 'keep.log', 'ignore'],
    ['*.log\r\n', 'x.log', 'ignore'],
    ['\uFEFF*.log', 'x.log', 'ignore'],
    ['größe/', 'a/größe/', 'ignore'],
    ['/', 'x', null],
  ])('%j on %j: %s', (rules, path, expected) => expect(decide(rules, path)).toBe(expected));

  it('takes linear time for patterns that make a backtracking matcher hang', () => {
    const hostile = `${'*a'.repeat(60)}b\n${'**/a/'.repeat(60)}b`;
    const started = performance.now();
    expect(decide(hostile, `${'a/'.repeat(500)}${'a'.repeat(5_000)}`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('never fails, whatever the file holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }), fc.boolean(), (rules, segments, dir) => {
      expect(['ignore', 'include', null]).toContain(IgnoreRules.parse(rules).decide(segments, dir));
    }));
  });
});

describe('IgnoreScope', () => {
  it('lets a deeper file outrank a higher one', () => {
    const scope = IgnoreScope.empty.below(IgnoreRules.parse('*.txt'), 0).below(IgnoreRules.parse('!/keep.txt'), 1);
    expect(scope.decide(['a', 'keep.txt'], false)).toBe('include');
    expect(scope.decide(['a', 'b', 'keep.txt'], false)).toBe('ignore');
    expect(scope.decide(['other.md'], false)).toBeNull();
  });

  it('applies rules from above the root at their own place', () => {
    const scope = IgnoreScope.empty.above(IgnoreRules.parse('/packages/app/out'), ['packages', 'app']);
    expect(scope.decide(['out'], true)).toBe('ignore');
    expect(scope.decide(['src', 'out'], true)).toBeNull();
  });
});
