import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SymbolKind } from '@twinmcp/contracts';
import { decodeLinks, linkNames, splitLines, type FileAnalysis } from '@twinmcp/syntax';
import { analyzeSource, type AnalysisLimits } from './analyze-source.ts';
import { GrammarRuntime } from './grammar-runtime.ts';
import { SEED } from './test-support/fixed-seed.ts';
import { samplesOf } from './test-support/sample-analysis.ts';

let runtime: GrammarRuntime;
beforeAll(async () => {
  runtime = await GrammarRuntime.start();
});
const limits: AnalysisLimits = { timeoutMs: 10_000, maxFileBytes: 20 * 1024 * 1024 };
const analyze = (file: string, text: string, bounds = limits): Promise<FileAnalysis> => analyzeSource(file, new TextEncoder().encode(text), bounds, runtime);

/** What holds for every analysis of every file. Plain conditions: `expect` costs seconds on ten thousands of symbols. */
function check(analysis: FileAnalysis, text: string): void {
  const lines = splitLines(text);
  const rows = text.split('\n').length;
  const must = (condition: boolean, what: string, about: unknown): void => {
    if (!condition) throw new Error(`${what}: ${JSON.stringify(about)?.slice(0, 500)}`);
  };
  let next = 1;
  for (const chunk of analysis.chunks) {
    must(chunk.startLine === next, 'gap or overlap', chunk);
    must(lines.slice(chunk.startLine - 1, chunk.endLine).join('\n').startsWith(chunk.text), 'text of the file', chunk);
    must(Buffer.byteLength(chunk.text) <= 16_384, 'size', chunk.startLine);
    next = chunk.endLine + 1;
  }
  expect([next, analysis.lines]).toEqual([lines.length + 1, lines.length]);
  expect(new Set(analysis.chunks.map((chunk) => chunk.id)).size).toBe(analysis.chunks.length);
  for (const symbol of analysis.symbols) {
    const { range, nameRange } = symbol;
    must(SymbolKind.options.includes(symbol.kind), 'kind', symbol);
    must(range.startLine > 0 && range.endLine >= range.startLine && range.endLine <= rows, 'range inside the file', symbol);
    must(nameRange.startLine >= range.startLine && nameRange.endLine <= range.endLine, 'name inside the declaration', symbol);
    must(symbol.signature.length <= 300 && symbol.qualifiedName.endsWith(symbol.name), 'signature and names', symbol);
  }
  if (analysis.links) checkLinks(analysis, text.split('\n'), must);
}

/** Links are whole, of the same symbols, and every name stands where they say. */
function checkLinks({ links: bytes, symbols }: FileAnalysis, lines: readonly string[], must: (condition: boolean, what: string, about: unknown) => void): void {
  const links = decodeLinks(bytes!);
  const names = new Set(linkNames(bytes!));
  must(links.symbols.length === symbols.length, 'symbols of the links', links.symbols.length);
  for (const reference of links.references) {
    must(lines[reference.line - 1]?.startsWith(reference.name, reference.column) === true && reference.name !== '', 'name at its place', reference);
    must(names.has(reference.name) && (reference.receiver ?? '').length <= 128, 'name in the table', reference);
    must(reference.symbol < 0 || reference.kind === 'implements' || (links.symbols[reference.symbol]!.startLine <= reference.line && links.symbols[reference.symbol]!.endLine >= reference.line), 'inside its symbol', reference);
  }
  for (const link of links.imports) must(link.line >= 1 && link.line <= lines.length, 'import inside the file', link);
  for (const shape of links.shapes) must(shape.tokens >= 0 && shape.complexity >= 1 && shape.nesting >= 0 && shape.fingerprints.every((hash, at) => at === 0 || hash > shape.fingerprints[at - 1]!), 'shape', shape);
}

const here = import.meta.dirname;
const grammarDir = path.dirname(createRequire(import.meta.url).resolve('tree-sitter-python/package.json'));
const samples: [string, string][] = [
  ...readdirSync(here).filter((name) => name.endsWith('.ts')).map((name): [string, string] => [name, readFileSync(path.join(here, name), 'utf8')]),
  ['grammar.js', readFileSync(path.join(grammarDir, 'grammar.js'), 'utf8')],
  ['sample.py', 'import os\n\n@deco\nclass A(B):\n    """Doc."""\n    x: int = 1\n\n    async def run(self, *args, **kw):\n        with open("x") as f:\n            yield from f\n\nif __name__ == "__main__":\n    print(f"{A().run()!r:>{10}}")\n'],
  ['sample.go', 'package a\n\nimport "fmt"\n\ntype T[K comparable] struct {\n\ta, b int `json:"a"`\n}\n\nfunc (t *T[K]) M(x ...int) (n int, err error) {\n\tdefer func() { fmt.Println(x) }()\n\tswitch y := any(x).(type) {\n\tcase int:\n\t\treturn y, nil\n\t}\n\treturn\n}\n'],
  ['sample.tsx', 'export function App<T,>({ a }: { a: T }) {\n  return (\n    <Box render={() => <b>{`${a}`}</b>} {...a}>\n      text {/* comment */}\n    </Box>\n  );\n}\n'],
];

const languageSamples: [string, string][] = readdirSync(path.join(here, 'languages'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .flatMap((entry) => samplesOf(entry.name).map(({ name, text }): [string, string] => [name, text]));

describe('every file', () => {
  it.each([...samples, ...languageSamples])('keeps the promises of an analysis: %s', async (name, text) => {
    const analysis = await analyze(name, text);
    check(analysis, text);
    expect(analysis).toMatchObject({ quality: 'full', note: null });
  });

  it('cut anywhere, or with a piece missing, still gives an analysis', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...samples, ...languageSamples), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }), async ([name, text], at, gap) => {
      const cut = Math.floor(at * text.length);
      for (const broken of [text.slice(0, cut), text.slice(0, cut) + text.slice(cut + Math.floor(gap * text.length))]) check(await analyze(name, broken), broken.toWellFormed());
    }), { numRuns: 400, seed: SEED });
  });

  it('made of noise still gives an analysis', async () => {
    const noise = fc.array(fc.constantFrom('class ', 'function ', 'def ', 'func ', 'type ', '{', '}', '(', ')', '[', ']', '`', '"', "'", '\n', '\n  ', ':', ';', '=', '=>', '@a', '/*', '*/', '//', '#', 'a', 'é', '𝒳', '<', '>', 'export ', 'import ', 'const ', '\\', '\r\n', '$', '...', 'struct ', 'namespace ', 'impl ', 'enum ', 'typedef ', '#define A(x) ', 'A(', '<?php ', '?>', '<<<', 'end\n', 'do\n', 'private ', 'static ', 'use ', 'val ', 'object ', '~', '::', '*', ','), { maxLength: 300 });
    await fc.assert(fc.asyncProperty(fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.py', 'a.go', 'a.md', ...languageSamples.map(([name]) => name)), noise, async (name, parts) => {
      const text = parts.join('');
      check(await analyze(name, text), text);
    }), { numRuns: 600, seed: SEED });
  });

  it('keeps the chunks of what is below when code is added above', async () => {
    const text = readFileSync(path.join(here, 'tree-sitter-analyzer.ts'), 'utf8');
    const before = await analyze('a.ts', text);
    const after = await analyze('a.ts', text.replace('/** Jobs a thread', `/** New. */\nexport function added(): number {\n${'  call("something");\n'.repeat(30)}  return 1;\n}\n\n/** Jobs a thread`));
    const ids = new Set(after.chunks.map((chunk) => chunk.id));
    expect(before.chunks.filter((chunk) => !ids.has(chunk.id)).length).toBeLessThanOrEqual(1);
  });
});

describe('limits', () => {
  const nest = 100_000;
  it.each([
    ['open braces', 'a.ts', '{\n'.repeat(nest)], ['open brackets', 'a.js', '[\n'.repeat(nest)], ['closed brackets', 'a.js', `${'[\n'.repeat(nest)}${']\n'.repeat(nest)}`], ['parentheses', 'a.py', '(\n'.repeat(nest)], ['blocks', 'a.go', `package a\nfunc f() ${'{\n'.repeat(nest)}`],
    ['C braces', 'a.c', '{\n'.repeat(nest)], ['C++ namespaces', 'a.cpp', 'namespace a {\n'.repeat(20_000)], ['C macro calls', 'a.c', `#define A(x) int x\n${'A(\n'.repeat(20_000)}`], ['C declarators', 'a.c', `int ${'*'.repeat(20_000)}a;\n`], ['Java classes', 'a.java', 'class A {\n'.repeat(20_000)], ['Rust modules', 'a.rs', 'mod a {\n'.repeat(20_000)],
    ['Rust uses', 'a.rs', `use ${'a::{'.repeat(5_000)}`], ['C# namespaces', 'a.cs', 'namespace A {\n'.repeat(20_000)], ['PHP parts', 'a.php', '<?php ?>\n'.repeat(20_000)], ['PHP strings', 'a.php', `<?php ${"'\n".repeat(20_001)}`], ['PHP documents', 'a.php', `<?php ${'<<<A\n'.repeat(10_000)}`], ['Ruby modules', 'a.rb', 'module A\n'.repeat(20_000)],
    ['Scala objects', 'a.scala', 'object A {\n'.repeat(5_000)], ['Kotlin classes', 'a.kt', 'class A {\n'.repeat(5_000)], ['Lua functions', 'a.lua', 'function a()\n'.repeat(20_000)], ['shell groups', 'a.sh', '{\n'.repeat(20_000)],
    ['functions', 'a.ts', 'function a() {\n'.repeat(20_000)], ['classes', 'a.py', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}class A:`).join('\n')], ['if', 'a.js', `${'if (a) {\n'.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['calls', 'a.js', `a${'.b(() => {\n'.repeat(10_000)}`], ['elements', 'a.tsx', '<div>\n'.repeat(20_000)], ['chains', 'a.ts', `a${'.b'.repeat(20_000)}();\n`], ['nested calls', 'a.py', `${'f('.repeat(5_000)}${')'.repeat(5_000)}\n`], ['assigned again', 'a.py', `def f():\n${'    x = y\n'.repeat(20_000)}`], ['many locals', 'a.ts', `function f() {\n${Array.from({ length: 20_000 }, (_, i) => `let a${i} = a${i - 1};\n`).join('')}}`], ['same name in many scopes', 'a.ts', '{ let a; a; }\n'.repeat(20_000)], ['scopes in scopes', 'a.ts', `${'{ let a = b;\n'.repeat(5_000)}a;${'}'.repeat(5_000)}`], ['decorators', 'a.ts', `${'@a\n'.repeat(20_000)}class B {}`], ['sum', 'a.js', `x = ${'1 +\n'.repeat(nest)}1`], ['arguments', 'a.js', `f(${'1,\n'.repeat(nest)}1)`], ['declarators', 'a.js', `const ${Array.from({ length: 60_000 }, (_, i) => `a${i}\n`).join(',')}`],
  ])('deep or wide nesting: %s', async (_, name, text) => check(await analyze(name, text), text));

  it('a minified bundle of 5 MB is not parsed and says so', async () => {
    const text = 'var a=1;function b(c,d){return c+d}'.repeat(150_000);
    const analysis = await analyze('bundle.js', text);
    check(analysis, text);
    expect(analysis).toMatchObject({ language: 'javascript', quality: 'degraded', note: expect.stringMatching(/minified/), symbols: [] });
  });

  it('a file beyond the size limit is not parsed and says so', async () => {
    const text = 'export const a = 1;\n'.repeat(100);
    const analysis = await analyze('a.ts', text, { ...limits, maxFileBytes: 1_000 });
    check(analysis, text);
    expect(analysis).toMatchObject({ quality: 'degraded', note: expect.stringMatching(/larger than 1000 bytes/) });
  });

  it('a parse beyond its time is stopped, and the parser goes on with the next file', async () => {
    const text = 'export function f(a: number) { return a + 1; }\n'.repeat(100_000);
    const start = performance.now();
    const analysis = await analyze('a.ts', text, { ...limits, timeoutMs: 50 });
    expect(performance.now() - start).toBeLessThan(3_000); // parsing it takes longer on the machines this was tried on
    check(analysis, text);
    expect(analysis).toMatchObject({ quality: 'degraded', note: expect.stringMatching(/not parsed within 50 ms/) });
    expect(await analyze('b.ts', 'class After {}')).toMatchObject({ quality: 'full', symbols: [{ name: 'After' }] });
  });

  it.each([
    ['empty', '', 0], ['a line end', '\n', 1], ['NUL bytes', '\0\0\n\0', 2], ['CRLF', 'class A {\r\n  m() {}\r\n}\r\n', 3], ['lone surrogate replaced', 'const a = "\uFFFD";', 1],
  ])('%s', async (_, text, lines) => {
    const analysis = await analyze('a.ts', text);
    check(analysis, text);
    expect(analysis.lines).toBe(lines);
  });

  it('UTF-16 and byte order marks are read', async () => {
    const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect(await analyzeSource('a.ts', bytes('class Größe {}\n'), limits, runtime)).toMatchObject({ quality: 'full', symbols: [{ name: 'Größe', nameRange: { startColumn: 6 } }] });
  });

  it('memory is given back after each file', async () => {
    const text = 'export function f(a: number) { return a + 1; }\n'.repeat(2_000);
    await analyze('a.ts', text);
    const before = runtime.memoryBytes;
    for (let i = 0; i < 30; i++) await analyze('a.ts', text);
    expect(runtime.memoryBytes).toBe(before);
  });
});
