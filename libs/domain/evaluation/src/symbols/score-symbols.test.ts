import { describe, expect, it } from '@jest/globals';
import { readLabelledSet } from '../labelled-set.ts';
import { scoreSymbols } from './score-symbols.ts';
import type { SymbolSet } from './symbol-set.ts';
import type { FoundSymbol } from './typescript-labels.ts';

const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const files: Record<string, string> = {
  'set.json': JSON.stringify({ name: 's', kind: 'symbols' }),
  'python.jsonl': jsonl(
    { id: 'plain', plain: true, sources: { 'a.py': 'def f' }, tags: [{ name: 'f', file: 'a.py', line: 1, role: null }, { name: 'g', file: 'a.py', line: [3, 9], role: null }, { name: 'os', file: 'a.py', line: 2, role: 'namespace' }] },
    { id: 'odd', plain: false, sources: { 'b.py': '' }, tags: [{ name: 'x', file: 'b.py', line: 1, role: null }] },
  ),
  'declarations.jsonl': jsonl({ id: 'd', ext: 'ts', source: 'class A', gold: [{ name: 'A', kind: 'class', line: 1 }, { name: 'N', kind: 'namespace', line: 5 }], members: [{ container: 'A', name: 'b' }] }),
  'navigation.jsonl': jsonl({ id: 'n' }),
  'README.md': '',
};
const read = async (name: string) => files[name]!;
const symbol = (name: string, startLine: number, kind = 'function', container: string | null = null, signature = ''): FoundSymbol => ({ kind, name, qualifiedName: container === null ? name : `${container}.${name}`, container, nameRange: { startLine }, signature });

const readSet = async () => (await readLabelledSet(read, Object.keys(files))) as SymbolSet;

describe('scoreSymbols', () => {
  it('counts definitions of plain cases by name and line, whichever of several lines', async () => {
    const [python] = await scoreSymbols(await readSet(), async (file) => (file === 'a.py' ? [symbol('f', 1), symbol('g', 9), symbol('h', 4), symbol('f', 1)] : []));
    expect(python).toMatchObject({ label: 'python', labels: 2, found: 3, hits: 2, precision: 2 / 3, recall: 1, F1: 0.8, literal: null, misses: [{ case: 'plain a.py', missed: [], extra: ['h:4'] }] });
  });

  it('translates to the wording of the TypeScript labels, and says what it is without', async () => {
    const found = [
      symbol('A', 1, 'class'), symbol('b', 2, 'property', 'A'), symbol('[Symbol.iterator]', 3, 'method', 'A'), symbol('x', 3, 'property', 'literal'),
      symbol('f', 4, 'function', null, 'export const f = () =>'), symbol('N', 5, 'namespace', null, 'namespace N.M'), symbol('M', 5, 'namespace', 'N', 'namespace N.M'),
    ];
    const scores = await scoreSymbols(await readSet(), async (file) => (file === 'input.ts' ? found : []));
    expect(scores.slice(1)).toMatchObject([
      { label: 'members', F1: 1, literal: { labels: 1, found: 2, hits: 1 }, misses: [] },
      { label: 'declarations', F1: 1, literal: { labels: 2, found: 4, hits: 2 }, misses: [] },
    ]);
  });

  it('has no ratio where nothing is labelled or found', async () => {
    const [python, members] = await scoreSymbols(await readSet(), async () => []);
    expect(python).toMatchObject({ precision: null, recall: 0, F1: 0 });
    expect(members).toMatchObject({ precision: null, recall: 0, F1: 0 });
  });

  it('refuses rows that are no cases, and sets without any', async () => {
    await expect(readLabelledSet(async (name) => (name === 'go.jsonl' ? '{"id":1}\n' : read(name)), ['go.jsonl'])).rejects.toThrow(/go\.jsonl:1 is not a case/);
    await expect(readLabelledSet(async (name) => (name === 'go.jsonl' ? '\n{oops' : read(name)), ['go.jsonl'])).rejects.toThrow(/go\.jsonl:2/);
    await expect(readLabelledSet(read, ['README.md'])).rejects.toThrow(/no labelled symbols/);
  });
});
