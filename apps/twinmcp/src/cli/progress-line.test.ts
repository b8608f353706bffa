import { describe, expect, it } from '@jest/globals';
import { testIo } from '../../test-support/test-io.ts';
import { formatBytes, formatDuration } from './progress-format.ts';
import { ProgressLine } from './progress-line.ts';

describe('ProgressLine', () => {
  it('writes short plain lines where there is no terminal', () => {
    const io = testIo();
    const line = new ProgressLine(io);
    for (let i = 0; i <= 500; i++) line.update('indexing', i, 500);
    line.update('publishing', 500, 500);
    line.end();
    expect(io.notes).toEqual(['indexing 0/500', 'publishing 500/500']);
  });

  it('draws over one line of a terminal and leaves nothing behind', () => {
    const io = testIo({ interactive: true });
    const line = new ProgressLine(io);
    line.update('indexing', 5, 10, '1 MB');
    line.update('indexing', 10, 10, '2 MB');
    line.end();
    expect(io.notes[0]).toContain('██████████████░░░░░░░░░░░░░░ 5/10 1 MB');
    expect(io.notes[1]).toContain('10/10');
    expect(io.notes.at(-1)).toBe('\r\x1b[2K');
    expect(io.notes.every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true);
  });
});

describe('numbers for people', () => {
  it('have three digits or so', () => {
    expect([0, 999, 1_500, 24_000_000, 7_300_000_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '24 MB', '7.3 GB']);
    expect([12, 1_234, 61_000].map(formatDuration)).toEqual(['12 ms', '1.2 s', '1 min 1 s']);
  });
});
