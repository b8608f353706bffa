import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { detectLanguage } from '@twinmcp/syntax';
import { Language, Parser } from 'web-tree-sitter';
import { LANGUAGES } from '../languages/language-specs.ts';
import { SEED } from '../test-support/fixed-seed.ts';
import { samplesOf } from '../test-support/sample-analysis.ts';
import { firstDifference, readByCursor } from './cursor-tree.ts';
import { FlatTreeReader } from './flat-tree.ts';
import { READ_LAYOUT_OF, TreeReader } from './tree-reader.ts';

const require = createRequire(import.meta.url);
const memory = new (globalThis as unknown as { WebAssembly: { Memory: new (limits: object) => { buffer: ArrayBuffer } } }).WebAssembly.Memory({ initial: 512, maximum: 32_768 });
const loaded = new Map<string, Language>();
let parser: Parser;
let reader: FlatTreeReader;
beforeAll(async () => {
  await Parser.init({ wasmMemory: memory as never });
  parser = new Parser();
  reader = new FlatTreeReader(memory);
  for (const { grammar } of LANGUAGES) {
    const parts = grammar.split('/');
    const name = parts.splice(0, grammar.startsWith('@') ? 2 : 1).join('/');
    if (!loaded.has(grammar)) loaded.set(grammar, await Language.load(path.join(path.dirname(require.resolve(`${name}/package.json`)), ...parts)));
  }
});

const languages = path.join(import.meta.dirname, '../languages');
const samples = readdirSync(languages, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'shared').flatMap((entry) => samplesOf(entry.name).map(({ name, text }): [string, string] => [name, text]));
const grammarOf = (file: string, text: string): Language => loaded.get(LANGUAGES.find((spec) => spec.languages.includes(detectLanguage(file, text)))!.grammar)!;

/** The first node that memory and cursor tell differently. */
function difference(file: string, text: string): unknown {
  const language = grammarOf(file, text);
  parser.setLanguage(language);
  const tree = parser.parse(text)!;
  const [flat, cursor] = [reader.read(tree), readByCursor(tree)];
  const at = firstDifference(flat, cursor);
  tree.delete();
  return at < 0 ? null : { at, memory: [language.types[flat.type[at]!], flat.start[at], flat.end[at]], cursor: [language.types[cursor.type[at]!], cursor.start[at], cursor.end[at]] };
}

describe('a tree read from memory', () => {
  it('is of the release whose layout is known', () => {
    const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as { dependencies: Record<string, string> };
    expect(manifest.dependencies['web-tree-sitter']).toBe(READ_LAYOUT_OF);
  });

  it.each(samples)('is what the cursor tells: %s', (file, text) => expect(difference(file, text)).toBeNull());

  it.each(['analyze-source.ts', 'outline.ts', 'languages/c/declarators.ts'])('is what the cursor tells of a source of ours: %s', (file) => expect(difference(file, readFileSync(path.join(import.meta.dirname, '..', file), 'utf8'))).toBeNull());

  it('is what the cursor tells of big grammars’ own sources', () => {
    for (const file of ['tree-sitter-typescript/common/define-grammar.js', 'tree-sitter-c-sharp/grammar.js', 'tree-sitter-python/package.json']) expect(difference('a.js', readFileSync(path.join(path.dirname(require.resolve(`${file.split('/')[0]}/package.json`)), ...file.split('/').slice(1)), 'utf8'))).toBeNull();
  });

  it('is what the cursor tells of broken code', () => {
    fc.assert(fc.property(fc.constantFrom(...samples), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.3, noNaN: true }), fc.string({ unit: 'grapheme', maxLength: 8 }), ([file, text], at, gap, noise) => {
      const cut = Math.floor(at * text.length);
      expect(difference(file, text.slice(0, cut) + noise + text.slice(cut + Math.floor(gap * text.length)))).toBeNull();
    }), { numRuns: 300, seed: SEED });
  });

  it.each([['', 'a.ts'], ['\n\n  ', 'a.py'], ['x', 'a.js'], ['  \n// c\n', 'a.ts'], ['{\n'.repeat(100_000), 'a.ts'], [`f(${'1,'.repeat(50_000)}1)`, 'a.js'], [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'a.js']])('edge %#', (text, file) => expect(difference(file, text)).toBeNull());

  it('that was edited and parsed again is what the cursor tells', () => {
    const text = 'export class A { run() { return [1, 2, 3].map((x) => x + 1); } }\n'.repeat(50);
    parser.setLanguage(grammarOf('a.ts', text));
    const tree = parser.parse(text)!;
    const at = text.indexOf('map', 1_000);
    const edited = `${text.slice(0, at)}filter${text.slice(at + 3)}`;
    const row = text.slice(0, at).split('\n').length - 1;
    const column = at - text.lastIndexOf('\n', at) - 1;
    tree.edit({ startIndex: at, oldEndIndex: at + 3, newEndIndex: at + 6, startPosition: { row, column }, oldEndPosition: { row, column: column + 3 }, newEndPosition: { row, column: column + 6 }, editPoint: (point: unknown) => point } as never);
    const again = parser.parse(edited, tree)!;
    expect(firstDifference(reader.read(again), readByCursor(again))).toBe(-1);
    tree.delete();
    again.delete();
  });
});

describe('a grammar whose trees differ', () => {
  it('is read by cursor from then on', () => {
    const views = new TreeReader({ buffer: new ArrayBuffer(1_024) }); // not the parser's memory: nothing it says is true
    const text = 'const a = 1;\n';
    const language = grammarOf('a.ts', text);
    parser.setLanguage(language);
    const tree = parser.parse(text)!;
    const view = views.view(tree, text);
    expect([...views.distrusted]).toEqual([language]);
    expect(view.textOf(view.childOfType(view.firstNamed(0), 'variable_declarator'))).toBe('a = 1');
    tree.delete();
  });
});
