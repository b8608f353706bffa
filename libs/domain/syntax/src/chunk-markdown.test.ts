import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { chunkMarkdown } from './chunk-markdown.ts';
import { splitLines } from './source-text.ts';

const sections = (...lines: string[]): string[] => chunkMarkdown('a.md', lines).chunks.map((chunk) => `${chunk.startLine}-${chunk.endLine} ${chunk.symbol}`);
const headings = (...lines: string[]): string[] => chunkMarkdown('a.md', lines).symbols.map((symbol) => `${symbol.range.startLine}-${symbol.range.endLine} ${symbol.qualifiedName}`);
const prose = Array.from({ length: 12 }, (_, i) => `Sentence number ${i} of a section says something that is long enough to stand alone.`);

describe('Markdown sections', () => {
  it('are chunks under their heading path', () => {
    expect(sections('# Guide', ...prose, '## Install', ...prose, '### On Linux', ...prose, '## Use', ...prose)).toEqual(['1-13 Guide', '14-26 Guide > Install', '27-39 Guide > Install > On Linux', '40-52 Guide > Use']);
  });

  it('have headings as symbols that reach to the next heading of their level', () => {
    expect(headings('intro', '# A', 'x', '## B', 'y', '', 'C', '===', 'z')).toEqual(['2-6 A', '4-6 A > B', '7-9 C']);
  });

  it('join a heading without a body with its first subsection', () => {
    expect(sections('# Guide', '', '## Install', ...prose, ...prose)).toEqual(['1-27 Guide > Install']);
  });

  it('take no heading from fences, comments, front matter, lists and indented code', () => {
    expect(headings('---', '# title: x', '---', '', '```sh', '# comment', '```', '<!--', '# hidden', '-->', '', '- item', '', '  # nested', '', '    # code', '', '# Real')).toEqual(['18-18 Real']);
  });

  it('read the words of a heading without its markup', () => {
    expect(headings('# The `run()` *method* of [Server](./server.md) ##', '## snake_case_name {#id}')).toEqual(['1-2 The run() method of Server', '2-2 The run() method of Server > snake_case_name']);
  });

  it('keep a fence whole and repeat the head of a table that is cut', () => {
    const fence = ['```ts', ...Array.from({ length: 60 }, (_, i) => `const line${i} = "some code";`), '```'];
    const chunks = chunkMarkdown('a.md', ['# T', ...prose, '', ...fence, '', '| name | value |', '| --- | --- |', ...Array.from({ length: 200 }, (_, i) => `| row ${i} | ${i} |`)]).chunks;
    const withFence = chunks.find((chunk) => chunk.text.includes('const line0'))!;
    expect(withFence.text).toContain(fence.join('\n'));
    const rows = chunks.filter((chunk) => chunk.text.includes('| row '));
    expect(rows.length).toBeGreaterThan(1);
    for (const chunk of rows.slice(1)) expect(chunk.header).toBe('T\n| name | value |\n| --- | --- |');
  });

  it('cover every line once, whatever the document', () => {
    const line = fc.constantFrom('# A', '## B', '#### C', '', '', 'text', '```', '~~~~', '---', '===', '| a | b |', '|---|---|', '<!--', '-->', '<div>', '- item', '  continued', '    code', '> quote', 'x'.repeat(300));
    fc.assert(fc.property(fc.array(line, { maxLength: 200 }), (lines) => {
      const { chunks, symbols } = chunkMarkdown('a.md', lines);
      let next = 1;
      for (const chunk of chunks) {
        expect(chunk.startLine).toBe(next);
        next = chunk.endLine + 1;
      }
      expect(next).toBe(lines.length + 1);
      for (const symbol of symbols) expect(symbol.range.endLine).toBeLessThanOrEqual(lines.length);
    }), { numRuns: 500 });
  });

  it.each([
    ['a line of spaces', `# ${' '.repeat(200_000)}x`], ['brackets', `# ${'['.repeat(200_000)}`], ['quotes', '> '.repeat(200_000)], ['headings', '# a\n'.repeat(150_000)], ['open comments', '<!--\n'.repeat(150_000)],
  ])('take linear time for %s', (_, text) => {
    const start = performance.now();
    chunkMarkdown('a.md', splitLines(text));
    expect(performance.now() - start).toBeLessThan(5_000); // quadratic time would be minutes
  });
});

describe('Markdown headings against a complete parser', () => {
  const root = new URL('../../../../', import.meta.url);
  const documents = ['ARCHITECTURE.md', 'README.md', 'CONTRIBUTING.md'].flatMap((name) => {
    try {
      return [[name, readFileSync(new URL(name, root), 'utf8')] as const];
    } catch {
      return [];
    }
  });
  const written: (readonly [string, string])[] = [
    ['setext after a list', '- a\n\nTitle\n---\n\ntext\n***\n'], ['paragraph before a heading', 'a\nb\n# C\nd\n'], ['closing marks', '## a ##\n### b #c\n#nospace\n####### seven\n'], ['indented', '   # three\n    # four\n'],
    ['fences in lists', '1. a\n   ```\n   # no\n   ```\n2. b\n\n# Yes\n'], ['longer closing', '````\n```\n# no\n````\n# yes\n'], ['html ends at an empty line', '<div>\n# no\n\n# yes\n</div>\n'], ['thematic break', 'a\n\n---\n\n# b\n'], ['quote', '> # no\n\n# yes\n'],
  ];

  it.each([...documents, ...written])('agree: %s', (_, text) => {
    const tree = fromMarkdown(text, { extensions: [gfm(), frontmatter(['yaml', 'toml'])], mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml', 'toml'])] });
    const expected = tree.children.filter((node) => node.type === 'heading' && node.children.length > 0).map((node) => node.position!.start.line);
    expect(chunkMarkdown('a.md', splitLines(text)).symbols.map((symbol) => symbol.range.startLine)).toEqual(expected);
  });
});
