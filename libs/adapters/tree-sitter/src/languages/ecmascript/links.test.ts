import { analyzeText } from '../../test-support/sample-analysis.ts';
import { importsOf, linksOf, referencesOf, usesOf } from '../../test-support/link-listing.ts';

const links = async (text: string, file = 'a.ts'): Promise<ReturnType<typeof linksOf>> => linksOf(await analyzeText(file, text));
const uses = async (text: string, file?: string): Promise<string[]> => usesOf(await links(text, file));

describe('imports', () => {
  it('of every ES form', async () => {
    expect(importsOf(await links(`import def, { a as b, type C, "x y" as d } from './m';
import * as ns from 'ns';
import type { Req } from './req';
import './side';
import eq = require('./eq');
export { x as y, type Z } from './z';
export * from './all';
export * as all from './all';
export type { T } from './t';
`))).toEqual([
      '1 import ./m: default>def, a>b, type C>C, x y>d', '2 import ns: *>ns', '3 import ./req: type Req>Req', '4 import ./side:', '5 require ./eq: *>eq',
      '6 reexport ./z: x>>y, type Z>>Z', '7 reexport ./all: *>>*', '8 reexport ./all: *>>all', '9 reexport ./t: type T>>T',
    ]);
  });

  it('by call: require, import(), with what is taken out of them', async () => {
    expect(importsOf(await links(`const fs = require('node:fs');
const { join: j, sep, ['x']: c, deep: { no } = {} } = require('path');
const one = require('./one').one;
require("./side");
module.exports.two = require('./two');
const lazy = await import('./lazy');
const { a, b: bb = 1 } = await import(\`./tpl\`);
const Page = (await import('./page')).default;
import(\`./\${name}\`); require(name);
type Lit = import('./lit').Lit;
`))).toEqual([
      '1 require node:fs: *>fs', "2 require path: join>j, sep>sep, ['x']>c", '3 require ./one: one>one', '4 require ./side:', '5 require ./two: *>>two',
      '6 dynamic ./lazy: *>lazy', '7 dynamic ./tpl: a>a, b>bb', '8 dynamic ./page: default>Page', '10 dynamic ./lit: Lit>',
    ]);
  });
});

describe('exports under another name', () => {
  it.each([
    ['export { a, b as c }; export { d as default }; const a = 1, b = 2, d = 3;', ['a>a', 'b>c', 'd>default']],
    ['export default Server; class Server {}', ['Server>default']],
    ['export default function named() {}', ['named>default']],
    ['export default () => 1;', ['default>default']],
    ['declare const x: number; export = x;', ['x>export=']],
    ['module.exports = build; function build() {}', ['build>export=']],
    ['module.exports = { a, b: c, d() {} }; exports.e = f; exports.g = () => {};', ['a>a', 'c>b', 'd>d', 'f>e', 'g>g']],
    ['namespace N { export { a }; }', []],
  ])('%s', async (text, expected) => expect((await links(text)).exports.map(({ local, exported }) => `${local}>${exported}`)).toEqual(expected));
});

describe('references', () => {
  it('have their kind, place and the symbol around them', async () => {
    expect(referencesOf(await links(`@Injectable(TOKEN)
class A<T extends Base> extends ns.B<Req> implements C, ns.I {
  run(@Inject() input: Input): Promise<Out> {
    new Local(count++); other = run(input); obj.total += 1; tag\`x\${value}\`;
  }
}
`))).toEqual([
      '1:1 decorator Injectable @A', '1:12 read TOKEN @A', '2:18 type Base @A', '2:32 read ns @A', '2:35 extends ns.B @A', '2:37 type Req @A', '2:53 implements C @A', '2:56 read ns @A', '2:59 implements ns.I @A',
      '3:7 decorator Inject @A.run', '3:23 type Input @A.run', '3:31 type Promise @A.run', '3:39 type Out @A.run',
      '4:8 new Local @A.run', '4:14 write count @A.run', '4:24 write other @A.run', '4:32 call run @A.run', '4:44 read obj @A.run', '4:48 write obj.total @A.run', '4:60 call tag @A.run', '4:67 read value @A.run',
    ]);
  });

  it.each([
    ['parameters and locals', 'function f(a, { b, c: [d = e] }, ...rest) { const g = a + b + d + rest; let h; h = g; return k; }', ['read e', 'read k']],
    ['blocks', '{ let a = 1; a; } a; { const f = () => a; }', ['read a', 'read a']],
    ['var is hoisted, let is not', 'function f() { use(a, b); { var a = 1; let b = 2; } }', ['call use', 'read b']],
    ['loops and catch', 'for (const x of list) x; for (y in z) y; try {} catch ({ message }) { message; } for (let i = 0; i < n; i++) {}', ['read list', 'write y', 'read z', 'read y', 'read n']],
    ['shadowed imports', 'import { a } from "m"; a(); function f(a) { a(); } function g() { a(); }', ['call a', 'call a']],
    ['nested functions are symbols', 'function f() { inner(); function inner() {} const arrow = () => arrow(); const plain = 1; plain; }', ['call inner', 'call arrow']],
    ['labels, keys and properties', 'x: for (;;) break x; const o = { key: 1, short, [computed]: 2, m() {} }; o.key;', ['read short', 'read computed', 'read o', 'read o.key']],
    ['type parameters', 'function f<T extends A>(x: T): Map<T, B> { let y: T; type U = T | C; }', ['type A', 'type Map', 'type B', 'type C']],
    ['types', 'type R<K> = { [P in K]: typeof v.w } & (K extends infer U ? U : D) & keyof E; interface I extends J, n.L<M> { (a: N): O; [key: string]: P }', ['read v', 'read v.w', 'type D', 'type E', 'extends J', 'read n', 'extends n.L', 'type M', 'type N', 'type O', 'type P']],
    ['enums and namespaces', 'enum E { A = B } E.A; namespace N { export const v = 1; v; } N.v; import X = N.v;', ['read B', 'read E', 'read E.A', 'read v', 'read N', 'read N.v', 'read N', 'read N.v']],
    ['guards', 'function is(x: unknown): x is Foo { return x instanceof Foo; }', ['type Foo', 'read Foo']],
    ['destructuring reads members', 'function f({ g, h: i }: Deps, j: J) { const { k, l: { m }, n = o } = j; const { p } = this; ({ q: r } = s.t); const { u } = v(); g.w(); }', ['read ?<Deps>.g', 'read ?<Deps>.h', 'type Deps', 'type J', 'read j<J>.k', 'read j<J>.l', 'read j<J>.n', 'read o', 'read this.p', 'read s.t.q', 'write r', 'read s', 'read s.t', 'call v', 'call g.w']],
    ['destructuring writes', '[a, { b: c }] = d;', ['write a', 'write c', 'read d']],
    ['optional chains and calls', 'a?.b?.(c)?.[d];', ['read a', 'call a.b', 'read c', 'read d']],
    ['exported lists', 'export { a as b }; export { c } from "m";', ['read a']],
  ])('%s', async (_, text, expected) => expect(await uses(text)).toEqual(expected));

  it('of JSX are reads; elements of the page are none', async () => {
    expect(await uses('const v = <Panel<Gen> a={b} {...c}><div onClick={d}/><ui.Box></ui.Box></Panel>;', 'a.tsx')).toEqual(['read Panel', 'type Gen', 'read b', 'read c', 'read d', 'read ui', 'read ui.Box', 'read ui', 'read ui.Box', 'read Panel']);
  });
});

describe('receivers', () => {
  it.each([
    ['are chains of names', 'a.b.c(); this.d.e(); f().g(); (h as any)!.i();', ['read a', 'read a.b', 'call a.b.c', 'read this.d', 'call this.d.e', 'call f', 'call ?.g', 'read h', 'call ?<any>.i']],
    ['of annotated parameters and locals', 'function f(s: http.Server, t?: Store<string> | null, u: A | B) { s.on(); t.get(); u.x; const v: W = y, z = new Q.R(), w = z; z.go(); w.go(); v.run(); }', ['read http', 'type http.Server', 'type Store', 'type A', 'type B', 'call s<http.Server>.on', 'call t<Store>.get', 'read u.x', 'type W', 'read y', 'read Q', 'new Q.R', 'call z<Q.R>.go', 'call w<Q.R>.go', 'call v<W>.run']],
    ['of lists are unknown', 'function f(a: Item[], b: readonly Item[]) { a.map(); b.at(); }', ['type Item', 'type Item', 'call a.map', 'call b.at']],
  ])('%s', async (_, text, expected) => expect(await uses(text)).toEqual(expected));

  it('of fields, results and casts in the same file', async () => {
    expect((await uses(`class A {
  store: Store; cache = new Cache<string>();
  constructor(private readonly log: Log) { this.extra = new Extra(); }
  make(): Promise<Out> { return super.make(); }
  async run() { this.store.get(); this.cache.put(); this.log.info(); this.extra.more(); (await this.make()).send(); const out = await this.make(); out.send(); (x as Other).cast(); helper().use(); }
}
function helper(): Res { return other.run().now(); }`)).filter((line) => line.startsWith('call'))).toEqual([
      'call super.make', 'call this.store<Store>.get', 'call this.cache<Cache>.put', 'call this.log<Log>.info', 'call this.extra<Extra>.more', 'call this.make', 'call ?<Out>.send', 'call this.make', 'call out<Out>.send', 'call ?<Other>.cast', 'call helper', 'call ?<Res>.use',
      'call other.run', 'call ?.now',
    ]);
  });
});

it('symbols carry their types and containers', async () => {
  const { symbols } = await links('export class A { x: X = 1; y = new Y(); f(): Z { return 1; } }\nconst g = (): W => 1;\nfunction h() {}');
  expect(symbols.map(({ qualifiedName, type, container, exported }) => `${qualifiedName} ${type} ${container} ${exported}`)).toEqual(['A null -1 true', 'A.x X 0 true', 'A.y Y 0 true', 'A.f Z 0 true', 'g W -1 false', 'h null -1 false']);
});
