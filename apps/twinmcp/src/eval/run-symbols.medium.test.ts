import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testIo } from '../../test-support/test-io.ts';
import { runCommandLine } from '../cli/main.ts';
import type { SymbolReport } from './report.ts';

const jsonl = (...rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

describe('twinmcp eval on a set of symbols', () => {
  let set: string;
  beforeAll(() => {
    set = mkdtempSync(path.join(tmpdir(), 'twinmcp-symbols-'));
    writeFileSync(path.join(set, 'set.json'), '{"name":"small","kind":"symbols"}');
    writeFileSync(path.join(set, 'python.jsonl'), jsonl({ id: 'one', plain: true, sources: { 'a.py': 'def sent():\n    pass\n\nclass Box:\n    pass\n' }, tags: [{ name: 'sent', file: 'a.py', line: 1, role: null }, { name: 'Box', file: 'a.py', line: 4, role: null }, { name: 'lost', file: 'a.py', line: 9, role: null }] }));
    writeFileSync(path.join(set, 'declarations.jsonl'), jsonl({
      id: 'two', ext: 'ts', source: 'export class A {\n  b = 1;\n  [Symbol.iterator]() {}\n}\nexport const f = () => 1;\n', gold: [{ name: 'A', kind: 'class', line: 1 }], members: [{ container: 'A', name: 'b', kind: 'property', line: 2 }],
    }));
  });
  afterAll(() => rmSync(set, { recursive: true, force: true }));

  it('scores the analyser by language, and TypeScript both ways', async () => {
    const io = testIo();
    expect(await runCommandLine(['eval', set, '--json', '--misses', 'python'], io)).toBe(0);
    const { kind, cases, scores } = JSON.parse(io.output.join('')) as SymbolReport;
    expect([kind, cases, scores.map(({ label }) => label)]).toEqual(['symbols', 2, ['python', 'members', 'declarations']]);
    expect(scores[0]).toMatchObject({ labels: 3, found: 2, hits: 2, precision: 1, recall: 2 / 3, misses: [{ case: 'one a.py', missed: ['lost:9'], extra: [] }] });
    expect(scores[1]).toMatchObject({ F1: 1, literal: { labels: 1, found: 2, hits: 1 } });
    expect(scores[2]).toMatchObject({ F1: 1, literal: { labels: 1, found: 2, hits: 1 } });
    expect(scores[1]).not.toHaveProperty('misses');
  });

  it('prints a table for people', async () => {
    const io = testIo();
    expect(await runCommandLine(['eval', set], io)).toBe(0);
    expect(io.output.join('\n')).toMatch(/small: 2 cases\n[\s\S]*python +1\.000 +0\.667 +0\.800 +3 +2\n[\s\S]*members[\s\S]*literally[\s\S]*declarations/);
  });

  it('says what is wrong with a folder that is no set', async () => {
    const io = testIo();
    expect(await runCommandLine(['eval', path.join(set, 'nowhere')], io)).toBe(3);
    expect(io.notes.join('\n')).toMatch(/set\.json cannot be read/);
  });
});
