import fc from 'fast-check';
import { isPlan, parsePlan, setTaskMarks, type TaskStatus } from './index.ts';

const tasks = (...lines: string[]) => parsePlan(lines).tasks.map(({ id, text, status, startLine, endLine }) => `${startLine}-${endLine} ${status} ${id ?? '·'} ${text}`);

describe('a plan', () => {
  it('has tasks with id, text, status and lines, under their sections and parents', () => {
    const plan = parsePlan([
      '# Roadmap', '', 'Some words.', '', '## Phase 1', '', '- [x] **1.1** Read the *source*', '- [ ] **1.2** Write `chunks`', '  with more words', '', '  - [x] **1.2.1** Small', '  - [ ] no id here', '', 'After.', '', '## Phase 2', '', '1. [ ] 2.1 Numbered',
    ]);
    expect(plan.title).toBe('Roadmap');
    expect(plan.tasks.map(({ id, text, status, parent, section, startLine, endLine }) => [id, text, status, parent, plan.sections[section]!.title, startLine, endLine])).toEqual([
      ['1.1', 'Read the source', 'done', -1, 'Phase 1', 7, 7],
      ['1.2', 'Write chunks with more words', 'todo', -1, 'Phase 1', 8, 12],
      ['1.2.1', 'Small', 'done', 1, 'Phase 1', 11, 11],
      [null, 'no id here', 'todo', 1, 'Phase 1', 12, 12],
      ['2.1', 'Numbered', 'todo', -1, 'Phase 2', 18, 18],
    ]);
    expect(plan.sections.map(({ path, progress, startLine, endLine }) => [path.join('/'), progress.done, progress.total, startLine, endLine])).toEqual([['Roadmap', 2, 5, 1, 18], ['Roadmap/Phase 1', 2, 4, 5, 15], ['Roadmap/Phase 2', 0, 1, 16, 18]]);
    expect(plan.progress).toMatchObject({ done: 2, total: 5, share: 0.4 });
  });

  it('reads ids as people write them', () => {
    const ids = (...labels: string[]) => parsePlan(labels.map((label) => `- [ ] ${label}`)).tasks.map(({ id, text }) => `${id} | ${text}`);
    expect(ids('**1.2.3** Title', '**1.2.3:** Title', '**1.2.3**: Title', '**1.2.3** – Title', '1.2.3 Title', '1.2.3. Title', '**API-7** Title', 'API-7: Title', '`T12` Title', '[US-3.1] Title', '**12** Title', '**1.2 Title** rest', '__4.5__ Title')).toEqual([
      '1.2.3 | Title', '1.2.3 | Title', '1.2.3 | Title', '1.2.3 | Title', '1.2.3 | Title', '1.2.3 | Title', 'API-7 | Title', 'API-7 | Title', 'T12 | Title', 'US-3.1 | Title', '12 | Title', '1.2 | Title rest', '4.5 | Title',
    ]);
    expect(ids('2024 is the year', 'Version 1.2 out', '**Bold** words', '[link](https://example.org/1.2) here', '[12](https://example.org) linked', '3 small things', 'A plain one')).toEqual([
      'null | 2024 is the year', 'null | Version 1.2 out', 'null | Bold words', 'null | link here', 'null | 12 linked', 'null | 3 small things', 'null | A plain one',
    ]);
  });

  it('reads boxes of every kind of list, and only there', () => {
    expect(tasks('* [x] a', '+ [X] b', '', '3) [-] c', '4) [~] d', '', '- [/] e', '- [!] f', '> - [ ] quoted')).toEqual(['1-1 done · a', '2-2 done · b', '4-4 cancelled · c', '5-5 in-progress · d', '7-7 in-progress · e', '8-8 blocked · f', '9-9 todo · quoted']);
    expect(tasks('- [ ]', '- [] a', '- [y] b', '- [link](x) c', '-[ ] d', '[ ] e', '', '```', '- [ ] f', '```', '', '<!--', '- [ ] g', '-->', '', '    - [ ] h')).toEqual([]);
    expect(tasks('---', 'a: b', '- [ ] front', '---', '- [ ] real')).toEqual(['5-5 todo · real']);
  });

  it('hears what headings and words say of the status, in English and French', () => {
    const under = (heading: string, line: string) => parsePlan([`## ${heading}`, '', line]).tasks[0]!.status;
    for (const heading of ['In progress', 'En cours', '🚧 En cours (3)', 'WIP', 'Tâches en cours']) expect([heading, under(heading, '- [ ] a')]).toEqual([heading, 'in-progress']);
    for (const heading of ['Blocked', 'Bloqué', 'En attente']) expect([heading, under(heading, '- [ ] a')]).toEqual([heading, 'blocked']);
    for (const heading of ['Annulées', 'Cancelled', 'Out of scope', 'Hors périmètre']) expect([heading, under(heading, '- [ ] a')]).toEqual([heading, 'cancelled']);
    for (const heading of ['À faire', 'To do', 'Terminé', 'Done', 'Progress report', 'Les cours']) expect([heading, under(heading, '- [ ] a')]).toEqual([heading, 'todo']);
    for (const heading of ['À faire', 'En cours']) expect(under(heading, '- [x] a')).toBe('done');
    expect(tasks('- [ ] a (en cours)', '- [ ] b — Status: blocked', '- [ ] c (Statut : bloqué)', '- [ ] d – on hold', '- [ ] e (done)', '- [ ] 🚧 f', '- [ ] the done button', '- [ ] h [annulé]').map((line) => line.split(' ')[1])).toEqual(['in-progress', 'blocked', 'blocked', 'blocked', 'todo', 'in-progress', 'todo', 'cancelled']);
  });

  it('has the words of its subsections too', () => {
    expect(parsePlan(['# En cours', '## Interface', '- [ ] a']).tasks[0]!.status).toBe('in-progress');
  });

  it('is told from a document with a few boxes', () => {
    const is = (...lines: string[]) => isPlan(parsePlan(lines), lines);
    const prose = Array.from({ length: 20 }, (_, i) => `Paragraph ${i} of a contribution guide.\n`).join('\n').split('\n');
    expect(is(...prose, '- [ ] I ran the tests', '- [ ] I signed', '- [ ] I wrote docs')).toBe(false);
    expect(is(...prose, '- [ ] **1.1** a', '- [ ] **1.2** b', '- [x] **1.3** c')).toBe(true);
    expect(is('# Todo', '', '- [ ] a', '- [ ] b', '- [x] c')).toBe(true);
    expect(is('# Todo', '', '- [ ] a', '- [x] c')).toBe(false);
  });
});

const word = fc.constantFrom('alpha', 'beta', '**1.2**', 'API-3', '`code`', '(en cours)', 'é', '[x]', '日本');
const line = fc.oneof(
  fc.tuple(fc.constantFrom('', '  ', '    ', '> ', '\t'), fc.constantFrom('-', '*', '+', '1.', '2)'), fc.constantFrom('[ ]', '[x]', '[~]', '[-]', '[', ''), fc.array(word, { maxLength: 4 })).map(([indent, mark, box, words]) => `${indent}${mark} ${box} ${words.join(' ')}`),
  fc.constantFrom('', '', '# A', '## En cours', '### Done', 'text', '```', '---', '===', '<!--', '-->', '<div>', '| a |', '    code'),
);
const document = fc.array(line, { maxLength: 60 });

describe('positions', () => {
  it('point at the box, nest, and stay in order', () => {
    fc.assert(fc.property(document, (lines) => {
      const { tasks: found, sections } = parsePlan(lines);
      for (const [index, task] of found.entries()) {
        const text = lines[task.markLine - 1]!;
        expect(text.slice(task.markColumn - 1, task.markColumn + 2)).toBe(`[${task.mark}]`);
        expect(task.startLine).toBeLessThanOrEqual(task.markLine);
        expect(task.endLine).toBeGreaterThanOrEqual(task.markLine);
        expect(task.endLine).toBeLessThanOrEqual(lines.length);
        if (index > 0) expect(task.startLine).toBeGreaterThanOrEqual(found[index - 1]!.startLine);
        if (task.parent >= 0) {
          expect(task.parent).toBeLessThan(index);
          expect(found[task.parent]!.startLine).toBeLessThanOrEqual(task.startLine);
          expect(found[task.parent]!.endLine).toBeGreaterThanOrEqual(task.endLine);
        }
        if (task.section >= 0) {
          expect(sections[task.section]!.startLine).toBeLessThanOrEqual(task.startLine);
          expect(sections[task.section]!.endLine).toBeGreaterThanOrEqual(task.startLine);
        }
      }
      expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    }), { numRuns: 1_000 });
  });

  it('move with the lines, and the keys stay', () => {
    fc.assert(fc.property(document, fc.integer({ min: 1, max: 20 }), (lines, by) => {
      const before = parsePlan(['', ...lines]).tasks;
      const after = parsePlan([...Array.from({ length: by }, (_, i) => (i % 2 ? 'words' : '')), '', '', ...lines]).tasks;
      expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
      expect(after.map(({ markLine }) => markLine - by - 1)).toEqual(before.map(({ markLine }) => markLine));
    }), { numRuns: 300 });
  });

  it('round trip: a written status is read again, and nothing but its box has changed', () => {
    fc.assert(fc.property(document, fc.constantFrom('\n', '\r\n'), fc.array(fc.tuple(fc.nat(), fc.constantFrom<TaskStatus>('done', 'cancelled', 'in-progress', 'blocked')), { maxLength: 5 }), (lines, end, picks) => {
      const source = lines.join(end);
      const read = (text: string) => parsePlan(text.split('\n').map((one) => one.replace(/\r$/, ''))).tasks;
      const before = read(source);
      if (before.length === 0) return;
      const wanted = new Map(picks.map(([index, status]) => [before[index % before.length]!.key, status]));
      const marked = setTaskMarks(source, [...wanted].map(([key, status]) => ({ key, status })));
      expect(marked.missing).toEqual([]);
      expect(marked.source).toHaveLength(source.length);
      const after = read(marked.source);
      expect(after.map(({ key, markLine, markColumn }) => [key, markLine, markColumn])).toEqual(before.map(({ key, markLine, markColumn }) => [key, markLine, markColumn]));
      for (const task of after) if (wanted.has(task.key)) expect(task.status).toBe(wanted.get(task.key));
      let differences = 0;
      for (let i = 0; i < source.length; i++) if (source[i] !== marked.source[i]) differences++;
      expect(differences).toBe(marked.changed.length);
    }), { numRuns: 500 });
  });

  it('says which tasks are not there', () => {
    expect(setTaskMarks('- [ ] **1.1** a\n', [{ key: '9.9', status: 'done' }])).toEqual({ source: '- [ ] **1.1** a\n', changed: [], missing: ['9.9'] });
  });

  it('are found in time linear to the document, whatever it holds', () => {
    const hostile = [Array.from({ length: 3_000 }, (_, i) => `${'  '.repeat(i)}- [ ] deep ${i}`).map((text) => text.slice(0, 9_000)), Array.from({ length: 50_000 }, () => '  word'), ['- [ ] '.repeat(20_000)], ['> '.repeat(50_000)], Array.from({ length: 30_000 }, (_, i) => `- [ ] **1.${i}** task`), ['- [ ] ' + '[('.repeat(4_000)]];
    for (const lines of hostile) {
      const started = performance.now();
      parsePlan(lines);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});
