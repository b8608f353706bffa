import { describe, expect, it } from '@jest/globals';
import type { GraphSymbol, SymbolUse } from '@twinmcp/contracts';
import { writeCalls } from './write-calls.ts';
import { writeDependencies } from './write-dependencies.ts';
import { writeFindings } from './write-findings.ts';
import { writeImpact } from './write-impact.ts';
import { writeImplementations } from './write-implementations.ts';
import { writeReferences } from './write-references.ts';

const symbol = (qualifiedName: string, more: Partial<GraphSymbol> = {}): GraphSymbol => ({
  path: 'a.ts', language: 'typescript', name: qualifiedName.split('.').pop()!, qualifiedName, kind: 'method', startLine: 3, endLine: 9, nameLine: 3, exported: true, test: false, fileHash: 'h', signature: null, ...more,
});
const use = (line: number, confidence = 1, text: string | null = `line ${line}`): SymbolUse => ({ path: 'b.ts', language: 'typescript', line, column: 0, kind: 'call', confidence, reason: 'receiver-type', within: null, test: false, fileHash: 'h', text });
const end = { stale: [] as string[], suggestions: [] as string[], generation: 1 };

describe('written answers', () => {
  it('write a line of several uses once, with its least certain one', () => {
    expect(writeReferences({ definitions: [symbol('A.send', { signature: 'send(x)' })], references: [use(1), use(4), use(4, 0.6), use(9, 0.9, null)], total: 4, nextCursor: null, ...end }, 'send')).toEqual([
      'a.ts:3: A.send  send(x)', '4 uses in 1 file', 'b.ts:1: line 1', 'b.ts:4: line 4  ×2  [0.6 receiver-type]', 'b.ts:9: (changed since it was indexed)  [0.9 receiver-type]',
    ]);
  });

  it('say what is not there, and what is near', () => {
    const none = { definitions: [], references: [], total: 0, nextCursor: null, ...end };
    expect(writeReferences(none, 'x')).toEqual(['Nothing is called x.']);
    expect(writeReferences({ ...none, suggestions: ['ax', 'bx'] }, 'x')).toEqual(['Nothing is called x. Did you mean ax, bx?']);
    expect(writeCalls({ nodes: [], truncated: false, ...end }, 'callers', 'x')).toEqual(['Nothing is called x.']);
    expect(writeDependencies({ nodes: [], edges: [], external: [], unresolved: [], truncated: false, generation: 1 })).toEqual(['No such file or folder is in the index.']);
    expect(writeFindings({ findings: [], total: 0, byKind: {}, nextCursor: null, generation: 1 })).toEqual(['Nothing was found.']);
  });

  it('list a few of many definitions, and how to mean one', () => {
    const lines = writeReferences({ definitions: Array.from({ length: 12 }, (_, i) => symbol(`C${i}.get`)), references: [use(1)], total: 1, nextCursor: null, ...end }, 'get');
    expect(lines.slice(7, 10)).toEqual(['a.ts:3: method C7.get', '… and 4 more of the name; a.ts:3 means the first alone', '1 use in 1 file']);
    expect(writeReferences({ definitions: [], references: [], total: 0, nextCursor: null, ...end }, 'a.ts:20')).toEqual(['No symbol stands at a.ts:20.']);
  });

  it('draw calls below the one they lead to, in the order of the steps', () => {
    const node = (name: string, depth: number, from: number, lines: number[]) => ({ symbol: symbol(name), depth, from, path: 'c.ts', calls: lines.map((line) => ({ line, text: `${name}()` })), confidence: 1 });
    const nodes = [node('a', 0, -1, []), node('b', 1, 0, [5, 6]), node('c', 1, 0, []), node('d', 2, 1, [7])];
    expect(writeCalls({ nodes, truncated: true, ...end }, 'callees', 'a')).toEqual(['a.ts:3: method a', '  c.ts:5: b()  → b (a.ts:3)', '  c.ts:6: b()  → b (a.ts:3)', '    c.ts:7: d()  → d (a.ts:3)', '  → c (a.ts:3)', '3 callees, and more']);
  });

  it('name the root folder, modules outside and imports that lead nowhere', () => {
    expect(writeDependencies({
      nodes: [{ path: '', depth: 0 }], edges: [{ from: 'lib', to: '', lines: [], typeOnly: false }, { from: 'x.ts', to: 'y.ts', lines: [2, 5], typeOnly: true }], external: [{ module: 'zod', files: 1 }],
      unresolved: [{ path: 'x.ts', line: 3, module: './gone' }], truncated: false, generation: 1,
    })).toEqual(['2 imports between 1 place', 'lib → .', 'x.ts:2 → y.ts  (types)', '1 module from outside', 'zod  1 file', '1 import that leads nowhere', 'x.ts:3: ./gone']);
  });

  it('list what a change reaches, what is gone and what is not known', () => {
    const nothing = { affected: [], files: [], tests: [], changedFiles: [], unknown: [], truncated: false, ...end };
    expect(writeImpact({ ...nothing, changed: Array.from({ length: 60 }, (_, i) => symbol(`f${i}`)) }).slice(50, 53)).toEqual(['a.ts:3: method f49', '… and 10 more', 'affected: 0 symbols in 0 files']);
    expect(writeImpact({
      changed: [], affected: [{ symbol: symbol('b'), depth: 2, confidence: 0.755, relation: 'calls', via: 'a' }], files: [{ path: 'a.ts', depth: 2, symbols: 1, confidence: 0.755 }], tests: [{ path: 't.ts', symbols: ['1', '2', '3', '4', '5', '6'], confidence: 1 }],
      changedFiles: [{ path: 'old.ts', state: 'deleted' }], unknown: ['zz'], truncated: false, ...end, stale: ['s.ts'],
    })).toEqual([
      'changed: 0 symbols in 1 file', 'old.ts: deleted', 'affected: 1 symbol in 1 file', 'a.ts:3: method b  calls a, 2 steps away  [0.76 sure]', 'tests to run: 1 file', 't.ts: 1, 2, 3, 4, 5, …',
      'Not in the index: zz', 'Changed since they were indexed, and being indexed again: s.ts',
    ]);
  });

  it('write implementations and findings with their places', () => {
    expect(writeImplementations({ definitions: [symbol('I')], implementations: [{ symbol: symbol('C'), relation: 'implements', depth: 2, confidence: 1 }], truncated: false, ...end }, 'I')).toEqual(['a.ts:3: method I', '1 implementation', 'a.ts:3: method C  implements (2 steps)']);
    const place = (path: string, endLine: number) => ({ path, startLine: 1, endLine, symbol: 'f', fileHash: 'h' });
    expect(writeFindings({ findings: [{ id: '1', kind: 'duplicate-code', severity: 'info', message: 'two alike', places: [place('a.ts', 5), place('b.ts', 1)], measures: {} }], total: 3, byKind: { 'duplicate-code': 3 }, nextCursor: '1', generation: 1 })).toEqual([
      'a.ts:1-5: duplicate-code: two alike', '  b.ts:1  f', '3 findings: duplicate-code 3; 1 shown',
    ]);
  });
});
