import { linksOf } from '../test-support/link-listing.ts';
import { analyzeText } from '../test-support/sample-analysis.ts';
import type { CodeShape, CodeSymbol } from '@twinmcp/syntax';

const shapes = async (file: string, text: string): Promise<readonly CodeShape[]> => linksOf(await analyzeText(file, text)).shapes;
const symbols = async (file: string, text: string): Promise<readonly CodeSymbol[]> => (await analyzeText(file, text)).symbols;
const signature = ({ name, parameters, returnType }: CodeSymbol): string => `${name}(${(parameters ?? []).map((one) => `${one.rest ? '...' : ''}${one.name}${one.optional ? '?' : ''}${one.type === null ? '' : `: ${one.type}`}${one.default === null ? '' : ` = ${one.default}`}`).join(', ')})${returnType ? `: ${returnType}` : ''}`;

describe('shapes of functions', () => {
  it.each([
    ['a.ts', 'function f(a, b) { return a; }', { tokens: 11, statements: 1, nesting: 0, complexity: 1, parameters: 2 }],
    ['a.ts', 'function f() { if (a) { for (const b of c) { while (d) e(); } } else if (g) {} else {} }', { statements: 5, nesting: 3, complexity: 5 }],
    ['a.ts', 'function f() { switch (a) { case 1: b(); case 2: c(); default: d(); } return a && b || c ?? (d ? e : f); }', { nesting: 1, complexity: 7 }],
    ['a.ts', 'function f() { try { a(); } catch { b(); } }', { nesting: 1, complexity: 2 }],
    ['a.py', 'def f(a, *b):\n    if a and b:\n        for c in d:\n            pass\n    elif e:\n        return [x for x in y if x]\n', { nesting: 2, complexity: 7, parameters: 2 }],
    ['a.go', 'package a\nfunc f(a, b int) {\n\tif a == 1 || b == 2 {\n\t\tfor {\n\t\t}\n\t} else if a > b {\n\t}\n\tswitch a {\n\tcase 1:\n\tcase 2:\n\t}\n}\n', { nesting: 2, complexity: 7, parameters: 2 }],
    ['a.java', 'class A { int f(int a) { if (a > 1 && a < 5) { return a; } else if (a == 9) return 2; for (int b : c) {} return 0; } }', { nesting: 1, complexity: 5, parameters: 1 }],
    ['a.rb', 'def f(a)\n  if a\n    b.each { |c| c }\n  elsif d\n    e while g\n  end\nend\n', { nesting: 1, complexity: 4 }],
    ['a.rs', 'fn f(a: i32) -> i32 { match a { 1 => 2, _ => if a > 3 { 4 } else { 5 } } }', { nesting: 2, complexity: 4 }],
  ])('%s: %s', async (file, text, expected) => expect((await shapes(file, text))[0]).toMatchObject(expected));

  const body = (a: string, b: string, c: string): string => `function ${a}(${b}) {\n  const ${c} = [];\n  for (const item of ${b}) {\n    if (item.value > 10 && item.name !== 'none') ${c}.push({ id: item.id, label: \`x\${item.name}\` });\n    else if (item.skip) continue;\n  }\n  return ${c}.sort((x, y) => x.id - y.id);\n}\n`;

  it('are the same for copies under other names, comments and literals', async () => {
    const [one] = await shapes('a.ts', body('first', 'list', 'out'));
    const [, two] = await shapes('b.js', `function unrelated() { return 1; }\n${body('second', 'rows', 'made').replace("'none'", '"other text"').replace('10', '99').replace('  return', '  // a comment\n  return')}`);
    expect(one!.fingerprints.length).toBeGreaterThan(5);
    expect({ ...two, symbol: 0 }).toEqual(one);
  });

  it('share most of their fingerprints with a copy that has a statement more, and few with other code', async () => {
    const [one] = await shapes('a.ts', body('first', 'list', 'out'));
    const [two] = await shapes('a.ts', body('first', 'list', 'out').replace('  return', '  log(out.length);\n  return'));
    const [other] = await shapes('a.ts', 'function g(a: string): Map<string, number> { const m = new Map(); let i = 0; while (i < a.length) { switch (a[i]) { case "x": m.set(a[i], i); break; default: throw new Error(a); } i++; } try { run(); } catch (e) { stop(e); } return m; }');
    const shared = (a: CodeShape, b: CodeShape): number => a.fingerprints.filter((hash) => b.fingerprints.includes(hash)).length / Math.min(a.fingerprints.length, b.fingerprints.length);
    expect(shared(one!, two!)).toBeGreaterThan(0.7);
    expect(shared(one!, other!)).toBeLessThan(0.2);
  });

  it('of short functions have no fingerprints, prototypes have no shape', async () => {
    expect(await shapes('a.ts', 'declare function f(a: number): void;\ninterface I { m(): void }\nfunction g() {}')).toMatchObject([{ symbol: 3, fingerprints: [] }]);
  });
});

describe('functions as written', () => {
  it.each([
    ['a.ts', 'function f(this: T, a: A, b?: B<C>, { d, e }: D = {}, ...rest: E[]): Promise<F | null> {}', ['f(this: T, a: A, b?: B<C>, { d, e }?: D = {}, ...rest: E[]): Promise<F | null>']],
    ['a.ts', 'const f = async (a = 1): Promise<void> => {}, g = x => x;\nclass A { h = (a: B) => a; static async i?(): C; }', ['f(a? = 1): Promise<void>', 'g(x)', 'A()', 'h(a: B)', 'i(): C']],
    ['a.js', 'function f(a, b = 2, { c }, ...d) {}', ['f(a, b? = 2, { c }, ...d)']],
    ['a.py', 'def f(self, a: A, b=1, c: C = None, *args, d, **kw) -> list[D]: ...', ['f(self, a: A, b? = 1, c?: C = None, ...args, d, ...kw): list[D]']],
    ['a.go', 'package a\nfunc (s *S) F(a, b int, c ...string) (d int, err error) {}', ['a()', 'F(a: int, b: int, ...c: string): (d int, err error)']],
    ['a.java', 'class A { List<B> f(final int a, C... b) {} }', ['A()', 'f(a: int, ...b: C): List<B>']],
    ['a.rs', 'fn f<T>(&self, mut a: &str, b: Vec<T>) -> Result<T, E> {}', ['f(&self, a: &str, b: Vec<T>): Result<T, E>']],
    ['a.kt', 'fun f(a: Int, b: String? = null): List<A> { return x }', ['f(a: Int, b?: String? = null): List<A>']],
    ['a.c', 'int f(char *a, struct b c[3], void (*d)(int)) {}\nint g(void) { return 1; }', ['f(a: char, c: struct b, d: void): int', 'g(): int']],
    ['a.cs', 'class A { int F(ref int a, string b = "x", params int[] c) => 1; }', ['A()', 'F(a: int, b?: string = "x", ...c: int[]): int']],
  ])('%s: %s', async (file, text, expected) => expect((await symbols(file, text)).map(signature)).toEqual(expected));

  it.each([
    ['a.ts', '@A\n@B({ c: 1 })\nexport class D {\n  @E() @F readonly g: H;\n  @I()\n  // note\n  j(@K() l: M) {}\n}', ['D: A, B({ c: 1 })', 'g: E(), F', 'j: I()']],
    ['a.py', '@a\n@b.c(1)\ndef d():\n    @e\n    def f(): ...\n', ['d: a, b.c(1)', 'f: e']],
    ['a.java', '@A class B { @C(d = @E) @F void g(@H int i) {} }', ['B: A', 'g: C(d = @E), F']],
    ['a.rs', '#[derive(A, B)]\n#[c]\nstruct D { #[e] f: u8 }', ['D: derive(A, B), c', 'f: e']],
    ['a.cs', '[A][B(1)] class C { [D, E] void F() {} }', ['C: A, B(1)', 'F: D, E']],
    ['a.php', '<?php #[A] class B { #[C(1)] function d() {} }', ['B: A', 'd: C(1)']],
  ])('decorators of %s: %s', async (file, text, expected) => expect((await symbols(file, text)).filter((symbol) => symbol.decorators).map(({ name, decorators }) => `${name}: ${decorators!.join(', ')}`)).toEqual(expected));
});
