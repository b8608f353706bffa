import type { FileAnalysis } from '@twinmcp/syntax';
import { analyzeSource } from '../../analyze-source.ts';
import { GrammarRuntime } from '../../grammar-runtime.ts';

let runtime: GrammarRuntime;
beforeAll(async () => {
  runtime = await GrammarRuntime.start();
});
const analyze = (path: string, text: string): Promise<FileAnalysis> => analyzeSource(path, new TextEncoder().encode(text), { timeoutMs: 10_000, maxFileBytes: 1_000_000 }, runtime);
const outline = async (path: string, text: string): Promise<string[]> => (await analyze(path, text)).symbols.map((symbol) => `${symbol.exported ? '+' : '-'}${symbol.kind} ${symbol.qualifiedName}`);

describe('TypeScript symbols', () => {
  it('are declarations with their members', async () => {
    expect(await outline('a.ts', `
      export abstract class Shape<T> extends Base { static count = 0; #secret = 1; private hidden?: T; constructor(readonly name: string, plain: number) { super(); } get area() { return 1; } abstract draw(): void; handler = () => {}; [Symbol.iterator]() {} }
      interface Point { x: number; move(by: Point): void; }
      export type Options = { deep: boolean };
      type Id = string;
      export const enum Color { Red, 'dark blue' = 2 }
      namespace A.B { export function inside() {} const local = 1; }
      declare module 'virtual' { export const value: number; }
      declare global { interface Window { app: string } }
      function overload(a: string): void; function overload(a: unknown): void {}
    `)).toEqual([
      '+class Shape', '+property Shape.count', '-property Shape.#secret', '-property Shape.hidden', '+constructor Shape.constructor', '+property Shape.name', '+accessor Shape.area', '+method Shape.draw', '+method Shape.handler', '+method Shape.[Symbol.iterator]',
      '-interface Point', '-property Point.x', '-method Point.move', '+type Options', '+property Options.deep', '-type Id', '+enum Color', '+enum-member Color.Red', '+enum-member Color.dark blue',
      '-namespace A', '-namespace A.B', '+function A.B.inside', '-constant A.B.local', '-namespace virtual', '+constant virtual.value', '-interface Window', '-property Window.app', '-function overload', '-function overload',
    ]);
  });

  it('carry signature, doc comment, modifiers, visibility and name range', async () => {
    const { symbols } = await analyze('a.ts', '@Injectable()\nexport class A {\n  /**\n   * Says hello.\n   * @param to whom\n   */\n  @Get("/x")\n  protected static async hello(\n    to: string,\n  ): Promise<void> {\n    return;\n  }\n}\n');
    expect(symbols[0]).toMatchObject({ signature: 'export class A', range: { startLine: 1, endLine: 13 }, nameRange: { startLine: 2, endLine: 2, startColumn: 13, endColumn: 14 } });
    expect(symbols[1]).toMatchObject({ name: 'hello', container: 'A', signature: 'protected static async hello( to: string, ): Promise<void>', doc: 'Says hello.\n@param to whom', modifiers: ['static', 'async'], visibility: 'protected', nameRange: { startLine: 8, startColumn: 25, endColumn: 30 } });
  });

  it('count columns in UTF-16 units', async () => {
    const { symbols } = await analyze('a.ts', '/* 𝒳é */ function 名前() {}');
    expect(symbols[0]).toMatchObject({ name: '名前', nameRange: { startColumn: 19, endColumn: 21 } });
  });

  it('leave local variables out and nested functions in', async () => {
    expect(await outline('a.ts', 'function a() { const local = 1; function inner() {} const arrow = () => {}; return class Made { go() {} }; }\ndescribe("x", () => { const helper = async () => {}; });\n(function () { function wrapped() {} })();')).toEqual(['-function a', '-function a.inner', '-function a.arrow', '-class a.Made', '-method a.Made.go', '-function helper', '-function wrapped']);
  });

  it('call a function or class by its own name as well, when it has another than what it is given to', async () => {
    expect(await outline('a.ts', 'const a = function b() {};\nconst c = function c() {};\nvar d = class E { m() {} };\nuse({ f: function g() {} });\non("x", function handler() {});')).toEqual(['-constant a', '-function a.b', '-function c', '-variable d', '-class d.E', '-method d.E.m', '-method f', '-function f.g', '-function handler']);
  });

  it('know what is exported elsewhere in the file', async () => {
    expect(await outline('a.ts', 'class A { m() {} }\nconst b = 1, c = 2;\nfunction d() {}\nexport { A, b as other };\nexport default d;')).toEqual(['+class A', '+method A.m', '+constant b', '-constant c', '+function d']);
    expect(await outline('b.ts', 'export default function () {}')).toEqual(['+function default']);
  });

  it('cover JSX', async () => {
    expect(await outline('a.tsx', 'export const View = ({ a }: Props) => <div onClick={() => a()}>{a}</div>;\nexport function App() { return <View a={1} />; }')).toEqual(['+function View', '+function App']);
  });
});

describe('JavaScript symbols', () => {
  it('cover CommonJS and prototypes', async () => {
    expect(await outline('a.cjs', `
      const fs = require('node:fs'); const { join, sep: separator } = require('path');
      function Foo() {}
      Foo.prototype.bar = function () {};
      Foo.prototype = { baz() {}, qux: async () => {} };
      Foo.create = () => new Foo();
      exports.run = function run() {};
      exports.limit = 10;
      module.exports.Foo = Foo;
      module.exports = { start() {}, Foo, nested: { stop: function () {} } };
    `)).toEqual(['+function Foo', '+method Foo.bar', '+method Foo.baz', '+method Foo.qux', '+method Foo.create', '+function run', '+constant limit', '+method start', '+method nested.stop']);
  });

  it('cover objects, assignments and classes in variables', async () => {
    expect(await outline('a.js', 'const api = { get() {}, async post() {}, "put": () => {}, deep: { del() {} }, port: 1 };\nvar K = class { m() {} };\nlet x, { y, z: [w] } = foo();\nglobalFunction = function () {};')).toEqual(['-constant api', '-method api.get', '-method api.post', '-method api.put', '-method api.deep.del', '-class K', '-method K.m', '-variable x', '-variable y', '-variable w', '-function globalFunction']);
  });
});

describe('chunks of TypeScript', () => {
  it('hold doc comment and decorators of their declaration', async () => {
    const body = Array.from({ length: 20 }, (_, i) => `    const value${i} = compute(${i}, "with some text");`).join('\n');
    const method = (name: string): string => `  /** About ${name}. */\n  @Deco()\n  ${name}() {\n${body}\n  }\n`;
    const { chunks } = await analyze('a.ts', `import x from "x";\n\nexport class Big {\n${method('one')}\n${method('two')}\n${method('three')}}\n`);
    expect(chunks.map((chunk) => `${chunk.kind} ${chunk.symbol}`)).toEqual(['group null', 'symbol Big.one', 'symbol Big.two', 'symbol Big.three']);
    expect(chunks[2]!.text).toMatch(/^ {2}\/\*\* About two/);
    expect(chunks[2]!.header).toBe('export class Big');
  });
});

describe('broken TypeScript', () => {
  it('gives what can be read', async () => {
    const analysis = await analyze('a.ts', 'export class A {\n  ok() {}\n  broken( {\n}\nfunction after() {}\n');
    expect(analysis.quality).toBe('degraded');
    expect(analysis.note).toMatch(/syntax errors/);
    expect(analysis.symbols.map((symbol) => symbol.name)).toEqual(expect.arrayContaining(['ok']));
  });
});
