import { createColors } from 'picocolors';
import type { CommandIo } from '../src/cli/io.ts';

export interface TestIo extends CommandIo {
  readonly output: string[];
  readonly notes: string[];
  readonly stop: AbortController;
}

export function testIo(overrides: Partial<CommandIo> = {}): TestIo {
  const output: string[] = [];
  const notes: string[] = [];
  const stop = new AbortController();
  return { out: (text) => void output.push(text), note: (text) => void notes.push(text), draw: (text) => void notes.push(text), env: {}, cwd: '/', interactive: false, colors: createColors(false), signal: stop.signal, output, notes, stop, ...overrides };
}
