import { FORMATS } from '../assembly/formats.ts';
import { packAnswer } from './pack-answer.ts';
import type { PackCandidate } from './model.ts';
import { similarity } from './said-sentences.ts';

const count = (text: string): number => (text.match(/\w{1,4}|[^\w\s]|\s+/g) ?? []).length;
const doc = (path: string, text: string, score: number, language = 'markdown'): PackCandidate => ({ path, language, symbol: null, startLine: 1, endLine: text.split('\n').length, score, sources: ['lexical'], text: `${text}\n`, commit: null, dirty: false, fileHash: path });
const pack = (candidates: PackCandidate[], redundancy: number | undefined) => packAnswer({ candidates, budget: 5_000, unreadable: [], format: FORMATS.markdown, count, degraded: [], hints: [], redundancy });
const SAID = 'The reply object is sent to the client after every hook has run to its end.';

describe('sentences that were said already', () => {
  it('are shown once', () => {
    const packed = pack([doc('a.md', `# Reply\n${SAID}`, 1), doc('b.md', `# Hooks\nHooks come first. ${SAID} Then the socket closes.\n${SAID}\nNew things stand here too, and they stay.`, 0.9)], 0.9);
    expect(packed.text.split(SAID)).toHaveLength(2);
    expect(packed.items[1]!.text).toBe('# Hooks\nHooks come first. … Then the socket closes.\n…\nNew things stand here too, and they stay.\n');
    expect(packed.items[1]).toMatchObject({ truncated: true, elided: [{ startLine: 3, endLine: 3 }] });
  });

  it('may differ a little in their words', () => {
    const almost = SAID.replace('every hook', 'all hooks').replace('has run', 'have run');
    expect(pack([doc('a.md', `# Reply\n${SAID}`, 1), doc('b.md', `# Hooks\n${almost}\nSomething else is written here as well.`, 0.9)], 0.7).text).not.toContain('all hooks');
    expect(pack([doc('a.md', `# Reply\n${SAID}`, 1), doc('b.md', `# Hooks\n${almost}\nSomething else is written here as well.`, 0.9)], 0.95).text).toContain('all hooks');
  });

  it('are left alone in code, tables, headings and fences, and where nothing is redundant enough', () => {
    const fenced = `# Hooks\n\`\`\`\n${SAID}\n\`\`\`\n| ${SAID} |`;
    for (const [second, language] of [[fenced, 'markdown'], [`// ${SAID}`, 'javascript']] as const) expect(pack([doc('a.md', `# Reply\n${SAID}`, 1), doc('b', second, 0.9, language)], 0.9).items[1]!.truncated).toBe(false);
    expect(pack([doc('a.md', `# Reply\n${SAID}`, 1), doc('b.md', `# Hooks\n${SAID}`, 0.9)], undefined).items[1]!.truncated).toBe(false);
  });

  it('compares sets of terms', () => {
    expect(similarity(new Set(['a', 'b']), new Set(['a', 'b']))).toBe(1);
    expect(similarity(new Set(['a', 'b']), new Set(['b', 'c']))).toBeCloseTo(1 / 3);
    expect(similarity(new Set(), new Set())).toBe(0);
  });
});
