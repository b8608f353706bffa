import fc from 'fast-check';
import { MAX_CHUNK_BYTES } from './chunk-builder.ts';
import { DEFAULT_CHUNK_OPTIONS, chunkCode } from './chunk-code.ts';
import type { OutlineBlock } from './chunk-outline.ts';
import type { CodeChunk, CodeSymbol } from './model.ts';

function symbol(name: string, line: number, endLine = line, kind: CodeSymbol['kind'] = 'function'): CodeSymbol {
  const range = { startLine: line + 1, endLine: endLine + 1, startColumn: 0, endColumn: 0 };
  return { kind, name, qualifiedName: name, range, nameRange: { ...range, endLine: line + 1 }, signature: `${kind} ${name}`, doc: null, container: null, exported: false, visibility: null, modifiers: [] };
}

/** A function of so many lines, each about forty characters, as text and block. */
function program(...parts: { name: string | null; lines: number; children?: { name: string | null; lines: number }[] }[]): { lines: string[]; symbols: CodeSymbol[]; blocks: OutlineBlock[] } {
  const lines: string[] = [];
  const symbols: CodeSymbol[] = [];
  const blocks: OutlineBlock[] = [];
  for (const part of parts) {
    const start = lines.length;
    const mine = part.name === null ? -1 : symbols.push(symbol(part.name, start, start, part.children ? 'class' : 'function')) - 1;
    if (part.children) {
      lines.push(`class ${part.name} {`);
      for (const child of part.children) {
        const from = lines.length;
        const index = child.name === null ? -1 : symbols.push({ ...symbol(child.name, from), qualifiedName: `${part.name}.${child.name}` }) - 1;
        for (let i = 0; i < child.lines; i++) lines.push(`  ${child.name} statement number ${i} of the program`);
        blocks.push({ startLine: from, endLine: lines.length - 1, symbol: index });
      }
      lines.push('}');
    } else for (let i = 0; i < part.lines; i++) lines.push(`${part.name} statement number ${i} of the program`);
    blocks.push({ startLine: start, endLine: lines.length - 1, symbol: mine });
  }
  return { lines, symbols, blocks };
}

const chunksOf = (source: { lines: string[]; symbols: CodeSymbol[]; blocks: OutlineBlock[] }): CodeChunk[] => chunkCode('a.ts', source.lines, source.symbols, source.blocks).chunks;
const brief = (chunks: CodeChunk[]): string[] => chunks.map((chunk) => `${chunk.kind} ${chunk.symbol} ${chunk.startLine}-${chunk.endLine}`);

describe('chunkCode', () => {
  it('gives a declaration its own chunk and puts small neighbours together', () => {
    const source = program({ name: 'one', lines: 3 }, { name: 'two', lines: 3 }, { name: 'big', lines: 25 }, { name: 'three', lines: 3 });
    expect(brief(chunksOf(source))).toEqual(['group null 1-6', 'symbol big 7-31', 'symbol three 32-34']);
  });

  it('keeps a class that fits in one chunk', () => {
    expect(brief(chunksOf(program({ name: 'A', lines: 0, children: [{ name: 'a', lines: 12 }, { name: 'b', lines: 10 }] })))).toEqual(['symbol A 1-24']);
  });

  it('splits a class that does not fit into its methods, under the signature of the class', () => {
    const chunks = chunksOf(program({ name: 'A', lines: 0, children: [{ name: 'a', lines: 20 }, { name: 'b', lines: 20 }] }));
    expect(brief(chunks)).toEqual(['symbol A.a 1-21', 'symbol A.b 22-42']);
    expect(chunks.map((chunk) => chunk.header)).toEqual(['', 'class A']);
  });

  it('splits a long function between statements, the later parts under its signature', () => {
    const { lines, symbols } = program({ name: 'long', lines: 100 });
    const blocks = [{ startLine: 0, endLine: 99, symbol: 0 }, ...Array.from({ length: 9 }, (_, i) => ({ startLine: 1 + i * 11, endLine: 11 + i * 11, symbol: -1 }))];
    const chunks = chunkCode('a.ts', lines, symbols, blocks).chunks;
    expect(chunks.every((chunk) => chunk.kind === 'part' && chunk.symbol === 'long')).toBe(true);
    expect(chunks.slice(1).every((chunk) => (chunk.startLine - 2) % 11 === 0)).toBe(true);
    expect(chunks.map((chunk) => chunk.header)).toEqual(['', ...chunks.slice(1).map(() => 'function long')]);
  });

  it('splits a long statement without a name under its first line', () => {
    const lines = ["describe('server', () => {", ...Array.from({ length: 40 }, (_, i) => `  expect(something).toBe(${i}); // and so on`), '});'];
    const chunks = chunkCode('a.test.ts', lines, [], [{ startLine: 0, endLine: 41, symbol: -1 }, { startLine: 1, endLine: 20, symbol: -1 }, { startLine: 21, endLine: 40, symbol: -1 }]).chunks;
    expect(chunks.map((chunk) => [chunk.kind, chunk.startLine, chunk.endLine, chunk.header])).toEqual([['group', 1, 21, ''], ['group', 22, 42, "describe('server', () => {"]]);
  });

  it('keeps a comment with the declaration below it and empty lines with the one above', () => {
    const lines = [...Array.from({ length: 12 }, (_, i) => `first body line number ${i} with some more words`), '', '// about second', ...Array.from({ length: 12 }, (_, i) => `second body line number ${i} with some more words`)];
    const chunks = chunkCode('a.ts', lines, [symbol('first', 0), symbol('second', 14)], [{ startLine: 0, endLine: 11, symbol: 0 }, { startLine: 14, endLine: 25, symbol: 1 }]).chunks;
    expect(brief(chunks)).toEqual(['symbol first 1-13', 'symbol second 14-26']);
  });

  it('bounds the text of a line that was not written by a person', () => {
    const { chunks, truncated } = chunkCode('a.js', ['x'.repeat(5_000_000), 'é'.repeat(20_000)], [], []);
    expect(truncated).toBe(true);
    expect(chunks.map((chunk) => Buffer.byteLength(chunk.text))).toEqual([MAX_CHUNK_BYTES, MAX_CHUNK_BYTES]);
  });

  it('has no chunk for an empty file', () => expect(chunkCode('a.ts', [], [], []).chunks).toEqual([]));
});

const line = fc.oneof({ weight: 3, arbitrary: fc.string({ maxLength: 60 }) }, { weight: 1, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom('  }', '{', '\t\tx()', 'é'.repeat(400)) });
const outline = fc.array(line, { maxLength: 400 }).chain((lines) =>
  fc.record({
    lines: fc.constant(lines.map((text) => text.replace(/\n/g, ' '))),
    // Anything a broken tree can give: crossing, repeated and outlying ranges.
    blocks: fc.array(fc.record({ startLine: fc.integer({ min: -1, max: lines.length + 1 }), length: fc.integer({ min: 0, max: 200 }), symbol: fc.integer({ min: -1, max: 4 }) }), { maxLength: 40 }),
  }),
);

describe('chunkCode, whatever the outline', () => {
  const symbols = ['a', 'b', 'c', 'd', 'e'].map((name, index) => symbol(name, index));
  const run = (source: { lines: string[]; blocks: { startLine: number; length: number; symbol: number }[] }): CodeChunk[] =>
    chunkCode('p/q.ts', source.lines, symbols, source.blocks.map((block) => ({ startLine: block.startLine, endLine: block.startLine + block.length, symbol: block.symbol }))).chunks;

  it('puts every line into exactly one chunk, in order, with the text of the file', () => {
    fc.assert(fc.property(outline, (source) => {
      let next = 1;
      for (const chunk of run(source)) {
        expect(chunk.startLine).toBe(next);
        expect(chunk.text).toBe(source.lines.slice(chunk.startLine - 1, chunk.endLine).join('\n'));
        next = chunk.endLine + 1;
      }
      expect(next).toBe(source.lines.length + 1);
    }), { numRuns: 300 });
  });

  it('keeps chunks near the limits: only a tail of brackets and blank lines may go over', () => {
    fc.assert(fc.property(outline, (source) => {
      for (const chunk of run(source)) {
        if (chunk.startLine === chunk.endLine) continue;
        const blank = chunk.text.split('\n').filter((text) => text.trim() === '').length;
        expect(chunk.endLine - chunk.startLine + 1 - blank).toBeLessThanOrEqual(DEFAULT_CHUNK_OPTIONS.maxLines + 3);
      }
    }));
  });

  it('gives ids that differ, and the same ones again', () => {
    fc.assert(fc.property(outline, (source) => {
      const ids = run(source).map((chunk) => chunk.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(run(source).map((chunk) => chunk.id)).toEqual(ids);
    }));
  });

  it('keeps the ids of declarations below when code is added above', () => {
    const sizes = fc.array(fc.integer({ min: 12, max: 150 }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(sizes, fc.integer({ min: 12, max: 80 }), (lengths, added) => {
      const parts = lengths.map((length, index) => ({ name: `f${index}`, lines: length }));
      const before = chunksOf(program(...parts));
      const after = chunksOf(program({ name: 'added', lines: added }, ...parts));
      const ids = new Set(after.map((chunk) => chunk.id));
      expect(before.filter((chunk) => !ids.has(chunk.id))).toEqual([]);
    }));
  });

  it('gives other ids to the same text elsewhere', () => {
    const lines = ['const same = 1;'];
    expect(chunkCode('a.ts', lines, [], []).chunks[0]!.id).not.toBe(chunkCode('b.ts', lines, [], []).chunks[0]!.id);
  });
});
