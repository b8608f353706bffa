import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { parsePlan } from './index.ts';

interface Node {
  readonly type: string;
  readonly checked?: boolean | null;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
}

/** Another implementation of the same rules, by other people. */
function tasksOfGfm(lines: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'listItem' && typeof node.checked === 'boolean') found.push(`${node.position!.start.line}-${node.position!.end.line} ${node.checked}`);
    for (const child of node.children ?? []) visit(child);
  };
  visit(fromMarkdown(lines.join('\n'), { extensions: [gfmTaskListItem()], mdastExtensions: [gfmTaskListItemFromMarkdown()] }) as Node);
  return found;
}

const line = fc.oneof(
  fc.tuple(fc.constantFrom('', '', '  ', '   ', '    ', '> ', '      '), fc.constantFrom('- ', '* ', '1. ', '1) ', '-   ', ''), fc.constantFrom('[ ] ', '[x] ', '[X] ', '[ ]', '[]', '[y] '), fc.constantFrom('words', '**1.2** words', '`code` words', 'more')).map((parts) => parts.join('')),
  fc.constantFrom('', '', '# Title', 'text', '```', '~~~', '***', '<!--', '-->', '<div>', '</div>', '> quote', '    code', '  text'),
);

/**
 * A line four deep after one that is deeper, without an empty line between: CommonMark takes it for a lazy continuation of
 * the paragraph above, markdown-it ends the list there. Nobody writes this on purpose; such documents are not compared.
 */
function disputed(lines: readonly string[]): boolean {
  let deeper = false;
  for (const one of lines) {
    if (one.trim() === '') deeper = false;
    else if (/^ {5}/.test(one)) deeper = true;
    else if (deeper && /^ {4}/.test(one)) return true;
  }
  return false;
}

describe('tasks', () => {
  it('are where GitHub flavoured Markdown has them', () => {
    fc.assert(fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      fc.pre(!disputed(lines));
      const document = ['Words.', '', ...lines];
      expect(parsePlan(document).tasks.map(({ startLine, endLine, checked }) => `${startLine}-${endLine} ${checked}`)).toEqual(tasksOfGfm(document));
    }), { numRuns: 1_500 });
  });
});
