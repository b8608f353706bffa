import { readFileSync } from 'node:fs';
import { EVENTS, QUEUES, RPCS } from './catalogue.ts';
import { renderSubjects } from './subjects-document.ts';

describe('docs/subjects.md', () => {
  const text = renderSubjects();

  it('is what the contracts say (node tools/generate-subjects.mjs)', () => {
    expect(readFileSync(new URL('../../../docs/subjects.md', import.meta.url), 'utf8')).toBe(text);
  });

  it('names every subject once', () => {
    for (const { subject } of [...RPCS, ...EVENTS, ...QUEUES]) expect(text.split(`### \`${subject}\``)).toHaveLength(2);
  });

  it('shows types, defaults and what is optional', () => {
    expect(text).toContain("| `mode?` | `'automatic' \\| 'ast' \\| 'rag' \\| 'hybrid'` | Default `\"automatic\"`. |");
    expect(text).toContain('| `workspaceId` | `string` |');
  });
});
