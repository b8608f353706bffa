import fc from 'fast-check';
import { chunkPlan } from './chunk-plan.ts';
import { analyzeText } from './plain-text-analyzer.ts';
import { decodeSource } from './source-text.ts';

const PLAN = [
  '# Roadmap', '', 'What we do this year.', '', '## Phase 1 – Index', '', '- [x] **1.1** Read the source', '- [ ] **1.2** Write chunks', '  with details', '  - [ ] **1.2.1** One chunk a task',
  '', '## Phase 2', '', '- [ ] Call the bank', '', 'Closing words.',
];
const chunks = (lines: readonly string[]) => (chunkPlan('plan.md', lines)?.chunks ?? []).map(({ kind, symbolKind, symbol, header, startLine, endLine }) => `${startLine}-${endLine} ${kind}/${symbolKind} ${symbol} | ${header.replaceAll('\n', ' | ')}`);

describe('a plan as chunks', () => {
  it('has one a task, headed by sections and parents, and sections that say how far they are', () => {
    expect(chunks(PLAN)).toEqual([
      '1-4 section/heading Roadmap | 1 of 4 tasks done (25 %)',
      '5-6 section/heading Roadmap > Phase 1 – Index | Roadmap | 1 of 3 tasks done (33 %)',
      '7-7 symbol/task 1.1 | Roadmap > Phase 1 – Index',
      '8-9 symbol/task 1.2 | Roadmap > Phase 1 – Index',
      '10-11 symbol/task 1.2.1 | Roadmap > Phase 1 – Index | 1.2 Write chunks with details',
      '12-13 section/heading Roadmap > Phase 2 | Roadmap | 0 of 1 tasks done (0 %)',
      '14-15 symbol/task Call the bank | Roadmap > Phase 2',
      '16-16 section/heading Roadmap > Phase 2 | Roadmap > Phase 2 | 0 of 1 tasks done (0 %)',
    ]);
  });

  it('has tasks as symbols beside the headings', () => {
    const symbols = chunkPlan('plan.md', PLAN)!.symbols.map(({ kind, name, container, range, nameRange, modifiers }) => `${kind} ${name} ${range.startLine}-${range.endLine} in ${container} ${PLAN[nameRange.startLine - 1]!.slice(nameRange.startColumn, nameRange.endColumn)} ${modifiers.join()}`);
    expect(symbols).toContain('task 1.2.1 10-10 in Roadmap > Phase 1 – Index > 1.2 1.2.1 todo');
    expect(symbols).toContain('task 1.1 7-7 in Roadmap > Phase 1 – Index 1.1 done');
    expect(symbols).toContain('heading Phase 2 12-16 in Roadmap Phase 2 ');
  });

  it('keeps the ids of chunks when lines move and when another task is ticked', () => {
    const ids = (lines: readonly string[]) => new Map(chunkPlan('plan.md', lines)!.chunks.filter(({ symbolKind }) => symbolKind === 'task').map(({ symbol, id }) => [symbol, id]));
    const before = ids(PLAN);
    expect(ids(['', 'A preface.', '', ...PLAN])).toEqual(before);
    const ticked = ids(PLAN.map((line) => line.replace('[ ] **1.2.1**', '[x] **1.2.1**')));
    expect([...ticked].filter(([symbol, id]) => before.get(symbol) !== id).map(([symbol]) => symbol)).toEqual(['1.2.1']);
  });

  it('is for plans only', () => {
    expect(chunkPlan('a.md', ['# A', 'words', '- item', '- item', '- item'])).toBeNull();
    for (const form of ['.github/PULL_REQUEST_TEMPLATE.md', 'docs/issue_template.md', '.gitlab/merge_request_templates/default.md']) expect(chunkPlan(form, PLAN)).toBeNull();
    const analysis = (path: string) => analyzeText(path, decodeSource(Buffer.from(PLAN.join('\n'))));
    expect(analysis('docs/plan.md').chunks.some(({ symbolKind }) => symbolKind === 'task')).toBe(true);
    expect(analysis('plan.txt').chunks.some(({ symbolKind }) => symbolKind === 'task')).toBe(false);
  });

  it('covers every line once, whatever the document', () => {
    const line = fc.constantFrom('# A', '## B', '', '- [ ] **1.1** a', '  - [x] b', '    - [~] c', 'text', '```', '---', '1. [ ] d', '  words', `- [ ] ${'long '.repeat(600)}`);
    fc.assert(fc.property(fc.array(line, { maxLength: 80 }), (lines) => {
      const analysis = chunkPlan('a.md', ['- [ ] **9.1** a', '- [ ] **9.2** b', '- [ ] **9.3** c', ...lines, '- [x] **9.4**  d']);
      if (analysis === null) return;
      let next = 1;
      for (const chunk of analysis.chunks) {
        expect(chunk.startLine).toBe(next);
        next = chunk.endLine + 1;
      }
      expect(next).toBe(lines.length + 5);
      expect(new Set(analysis.chunks.map(({ id }) => id)).size).toBe(analysis.chunks.length);
    }), { numRuns: 500 });
  });
});
