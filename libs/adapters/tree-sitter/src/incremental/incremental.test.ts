import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { detectLanguage } from '@twinmcp/syntax';
import { analyzeSource, type AnalysisLimits } from '../analyze-source.ts';
import { firstDifference, readByCursor } from '../flat/cursor-tree.ts';
import { GrammarRuntime } from '../grammar-runtime.ts';
import { languageSpec } from '../languages/language-specs.ts';
import { SEED } from '../test-support/fixed-seed.ts';
import { samplesOf } from '../test-support/sample-analysis.ts';
import { parseKept } from './parse-kept.ts';
import { editBetween } from './text-edit.ts';
import { TreeCache } from './tree-cache.ts';

let runtime: GrammarRuntime;
beforeAll(async () => {
  runtime = await GrammarRuntime.start();
});
const limits: AnalysisLimits = { timeoutMs: 10_000, maxFileBytes: 20_000_000 };
const languages = path.join(import.meta.dirname, '../languages');
const samples: [string, string][] = readdirSync(languages, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'shared').flatMap((entry) => samplesOf(entry.name).map(({ name, text }): [string, string] => [name, text]));
const own: [string, string][] = ['analyze-source.ts', 'outline.ts', 'tree-sitter-analyzer.ts'].map((name) => [name, readFileSync(path.join(import.meta.dirname, '..', name), 'utf8')]);
const all = [...samples, ...own].filter(([name, text]) => languageSpec(detectLanguage(name, text)) !== undefined);

describe('editBetween', () => {
  it('turns one text into the other, also around characters of two units, with the right rows and columns', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', 'é', '𝒳', '𝒴', '\u{1F600}'), { maxLength: 30 }).map((parts) => parts.join(''));
    const place = (source: string, index: number) => ({ row: source.slice(0, index).split('\n').length - 1, column: index - (source.slice(0, index).lastIndexOf('\n') + 1) });
    fc.assert(fc.property(text, text, (before, after) => {
      const edit = editBetween(before, after);
      if (edit === null) return expect(before).toBe(after);
      expect(before.slice(0, edit.startIndex) + after.slice(edit.startIndex, edit.newEndIndex) + before.slice(edit.oldEndIndex)).toBe(after);
      expect(edit.startPosition).toEqual(place(after, edit.startIndex));
      expect(edit.oldEndPosition).toEqual(place(before, edit.oldEndIndex));
      expect(edit.newEndPosition).toEqual(place(after, edit.newEndIndex));
      for (const [whole, at] of [[before, edit.startIndex], [after, edit.startIndex], [before, edit.oldEndIndex], [after, edit.newEndIndex]] as const) {
        expect(/^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(whole.slice(at - 1, at + 1))).toBe(false);
      }
    }), { numRuns: 2_000 });
  });
});

/** Edits as people make them: lines and words in, out, doubled, moved; and noise. */
const edit = fc.record({ kind: fc.constantFrom('delete-lines', 'double-lines', 'swap-lines', 'insert', 'delete', 'indent'), at: fc.double({ min: 0, max: 1, noNaN: true }), size: fc.integer({ min: 1, max: 12 }), noise: fc.constantFrom('x', 'name', ' ', '\n', '\n\n', '(', ')', '{', '}', '"', "'", '`', '/*', '*/', '// c\n', '# c\n', ';', ',', ' = 1', 'if ', 'end\n', '𝒳', '\\', '<<A\n', ': ') });
function apply(text: string, { kind, at, size, noise }: { kind: string; at: number; size: number; noise: string }): string {
  const lines = text.split('\n');
  const line = Math.floor(at * lines.length);
  const offset = Math.floor(at * text.length);
  switch (kind) {
    case 'delete-lines': return lines.toSpliced(line, size).join('\n');
    case 'double-lines': return lines.toSpliced(line, 0, ...lines.slice(line, line + size)).join('\n');
    case 'swap-lines': return [...lines.slice(0, line), ...lines.slice(line + size), ...lines.slice(line, line + size)].join('\n');
    case 'indent': return lines.map((one, i) => (i >= line && i < line + size ? `  ${one}` : one)).join('\n');
    case 'delete': return text.slice(0, offset) + text.slice(offset + size);
    default: return text.slice(0, offset) + noise + text.slice(offset);
  }
}

describe('a file parsed from its last version', () => {
  it.each(all)('is what it is parsed afresh, after any edits: %s', async (name, text) => {
    const spec = languageSpec(detectLanguage(name, text))!;
    await runtime.prepare(spec);
    let reused = 0;
    fc.assert(fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const place = { cache: new TreeCache({ entries: 10, ttlMs: 60_000, bytes: 1e9 }), key: name, reused: false };
      let current = text;
      for (const one of [null, ...edits]) {
        if (one) current = apply(current, one);
        const source = spec.mask ? spec.mask(current) : current;
        const tree = parseKept(runtime, spec.grammar, source, performance.now() + 10_000, place)!;
        if (place.reused) reused++;
        const fresh = runtime.parse(source, performance.now() + 10_000)!;
        const [a, b] = [readByCursor(tree), readByCursor(fresh)];
        const difference = firstDifference(a, b);
        fresh.delete();
        place.cache.put(name, { grammar: spec.grammar, text: source, tree });
        if (difference >= 0) throw new Error(`differs at ${a.start[difference]}: ${JSON.stringify(source.slice(Math.max(0, a.start[difference]! - 60), a.start[difference]! + 60))}`);
      }
      place.cache.clear();
    }), { numRuns: 15, seed: SEED });
    expect(reused).toBeGreaterThan(0);
  });

  it('gives the same analysis, and does less work', async () => {
    const [name, text] = own[1]!;
    const place = { cache: new TreeCache({ entries: 10, ttlMs: 60_000, bytes: 1e9 }), key: name, reused: false };
    let current = text.repeat(20);
    await analyzeSource(name, Buffer.from(current), limits, runtime, place);
    expect(place.reused).toBe(false);
    current = current.replace('export', '/** New. */\nexport function added() {}\n\nexport');
    const kept = await analyzeSource(name, Buffer.from(current), limits, runtime, place);
    expect(place.reused).toBe(true);
    expect(kept).toEqual(await analyzeSource(name, Buffer.from(current), limits, runtime));
    const times = { kept: 0, fresh: 0 };
    const spec = languageSpec('typescript')!;
    for (let i = 0; i < 10; i++) {
      current = current.replace('added', `added${i}`);
      const t0 = performance.now();
      const tree = parseKept(runtime, spec.grammar, current, t0 + 10_000, place)!;
      const t1 = performance.now();
      runtime.parse(current, t1 + 10_000)!.delete();
      times.kept += t1 - t0;
      times.fresh += performance.now() - t1;
      place.cache.put(name, { grammar: spec.grammar, text: current, tree });
    }
    place.cache.clear();
    expect(times.kept).toBeLessThan(times.fresh / 2);
  });
});

describe('TreeCache', () => {
  const kept = async (text: string) => {
    const spec = languageSpec('typescript')!;
    await runtime.prepare(spec);
    return { grammar: spec.grammar, text, tree: runtime.parse(text, performance.now() + 1_000)! };
  };

  it('keeps so many entries, so many bytes, for so long, and frees what goes', async () => {
    let now = 0;
    const cache = new TreeCache({ entries: 3, ttlMs: 100, bytes: 100_000 }, () => now);
    for (const key of ['a', 'b', 'c', 'd']) cache.put(key, await kept(`const ${key} = 1;`));
    expect([cache.entries, cache.take('a', 'x')]).toEqual([3, null]);
    const { grammar } = await kept('');
    const b = cache.take('b', grammar)!;
    expect(b.text).toBe('const b = 1;');
    now = 50;
    cache.put('b', b); // used: lives longer than the others
    now = 120;
    expect([cache.take('c', grammar), cache.take('d', grammar), cache.entries]).toEqual([null, null, 1]);
    cache.put('huge', await kept('const a = [1, 2];\n'.repeat(10_000)));
    expect(cache.entries).toBe(1);
    for (const key of ['e', 'f']) cache.put(key, await kept(`const ${key} = [${'1,'.repeat(80)}];`));
    expect(cache.bytes).toBeLessThanOrEqual(100_000);
    expect(cache.take('b', 'another grammar')).toBeNull();
    cache.clear();
    expect([cache.entries, cache.bytes]).toEqual([0, 0]);
  });
});
