import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { shellWord, visible } from './text.ts';

describe('text for people', () => {
  it.each(['src/a.ts', '~/x', 'two words', "it's", '$(rm -rf x)', 'größe 文件', 'a\nb', ''])('a word survives the shell: %j', (word) => {
    if (word.startsWith('~')) return expect(shellWord(word)).toBe(word); // means the home folder, as the person wrote it
    expect(execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' })).toBe(word);
  });

  it('shows control characters of a name instead of doing what they say', () => {
    expect(visible('new\nline\u001b[31m\u009b\u202e.py')).toBe('new\\u000aline\\u001b[31m\\u009b\\u202e.py');
    expect(visible('größe 文件 👩‍💻.py')).toBe('größe 文件 👩‍💻.py');
  });
});
