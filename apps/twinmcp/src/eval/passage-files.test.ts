import { describe, expect, it } from '@jest/globals';
import { passageFile, passageText } from './passage-files.ts';

const passage = (members: object) => ({ id: 'secret-answer', text: 'body', title: null, path: null, language: null, ...members });

describe('files of passages', () => {
  it('have neutral names and the ending of their language', () => {
    expect(passageFile(passage({ language: 'python' }), 12)).toBe('000/000012.py');
    expect(passageFile(passage({ language: 'python-docs' }), 12_345)).toBe('012/012345.md');
    expect(passageFile(passage({}), 0)).toBe('000/000000.txt');
  });

  it('keep the words of a path that the passage has, and stay inside the folder', () => {
    expect(passageFile(passage({ path: 'docs/Guides/Hooks.md', language: 'markdown' }), 7)).toBe('docs/Guides/Hooks/000007.md');
    expect(passageFile(passage({ path: '../../etc/passwd' }), 7)).toBe('etc/passwd/000007.txt');
    expect(passageFile(passage({ path: '/.git/a b\0c' }), 7)).toBe('git/a-b-c/000007.txt');
  });

  it('carry the title as heading', () => {
    expect(passageText(passage({ title: 'Hooks >\nonReady', language: 'markdown' }))).toBe('# Hooks > onReady\n\nbody\n');
    expect(passageText(passage({ language: 'python' }))).toBe('body\n');
  });
});
