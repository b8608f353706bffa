import { describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DomainError, LocalError } from '@twinmcp/kernel';
import { testIo } from '../../test-support/test-io.ts';
import { exitCodeOf } from './exit-codes.ts';
import { wantsColors } from './io.ts';
import { runCommandLine } from './main.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Commander writes its own messages to the process. */
async function silently<T>(action: () => Promise<T>): Promise<{ result: T; text: string }> {
  let text = '';
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation((chunk) => ((text += String(chunk)), true)));
  try {
    return { result: await action(), text };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('command line', () => {
  it.each([
    ['an unknown command', ['frobnicate'], /unknown command/],
    ['an unknown option', ['ask', 'x', '--nope'], /unknown option/],
    ['a missing question', ['ask'], /missing required argument/],
    ['a budget that is no number', ['ask', 'x', '--budget', 'lots'], /whole number from 100/],
    ['a budget out of range', ['ask', 'x', '--budget', '5'], /whole number from 100/],
    ['an unknown mode', ['ask', 'x', '--mode', 'magic'], /automatic, ast, rag, hybrid/],
    ['an unknown protocol', ['eval', 'x', '--protocol', 'some'], /src, all/],
    ['no symbol', ['refs'], /missing required argument/],
    ['a share above one', ['callers', 'x', '--min-confidence', '2'], /number from 0 to 1/],
    ['too many steps', ['impact', 'x', '--depth', '11'], /whole number from 1 to 10/],
    ['a map too small', ['map', '--budget', '10'], /whole number from 100/],
    ['a port that is none', ['up', '--port', '70000'], /65535/],
    ['nothing at all', [], /Usage/],
  ])('exits 2 for %s', async (_what, argv, message) => {
    const { result, text } = await silently(() => runCommandLine(argv, testIo()));
    expect(text).toMatch(message);
    expect(result).toBe(2);
  });

  it('says what is wrong with an option as JSON too, for who reads JSON', async () => {
    const io = testIo();
    const { result } = await silently(() => runCommandLine(['ask', 'x', '--budget', 'lots', '--json'], io));
    expect(result).toBe(2);
    expect(JSON.parse(io.output.join(''))).toMatchObject({ error: { code: 'invalid-input', message: expect.stringMatching(/budget.*whole number from 100/) } });
  });

  it.each([
    ['an empty folder', ['index', ''], /folder to index is empty/],
    ['an empty workspace', ['ask', 'x', '-w', ''], /workspace is empty/],
    ['an empty symbol', ['symbols', ''], /name is empty/],
    ['a blank symbol', ['refs', ' '], /symbol is empty/],
    ['a change of nothing', ['impact'], /What changes/],
    ['a kind of finding that is none', ['findings', '--fail-on', 'beauty'], /"beauty" is not a kind of finding[\s\S]*dead-export/],
    ['a failure on what is not looked for', ['findings', '--kind', 'import-cycle', '--fail-on', 'dead-export'], /--fail-on dead-export is not among/],
    ['a kind of use that is none', ['refs', 'x', '--kind', 'like'], /"like" is not a kind of use/],
  ])('exits 2 and says what is wrong with %s', async (_what, argv, message) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-cli-'));
    const io = testIo({ cwd: folder, env: { TWINMCP_DATA_DIR: path.join(folder, 'data'), XDG_CONFIG_HOME: folder, HOME: folder } });
    try {
      expect(await runCommandLine(argv, io)).toBe(2);
      expect(io.notes.join('\n')).toMatch(message);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('leaves the name of the call out of what is wrong with its input', () => {
    const io = testIo();
    expect(reportError(new DomainError('invalid-input', 'context-assembly.get-context: pathPrefix: must be relative to the workspace, without ..'), io, false)).toBe(2);
    expect(io.notes).toEqual(['error --path: must be relative to the workspace, without ..']);
  });

  it('shows help and version with exit code 0', async () => {
    expect((await silently(() => runCommandLine(['--version'], testIo()))).result).toBe(0);
    const help = await silently(() => runCommandLine(['--help'], testIo()));
    expect(help.result).toBe(0);
    expect(help.text).toMatch(/Exit codes: 0 done/);
  });

  it('has an example in the help of every command', async () => {
    const commands = createProgram('1', testIo(), () => {}).commands.flatMap((command) => (command.commands.length > 0 ? command.commands.map((one) => [command.name(), one.name()]) : [[command.name()]]));
    expect(commands).toContainEqual(['lib', 'docs']);
    for (const command of commands) {
      const { text, result } = await silently(() => runCommandLine([...command, '--help'], testIo()));
      expect(result).toBe(0);
      expect(text).toMatch(/Examples:\n {2}\$ \S+/);
      for (const option of ['--json', '--data-dir', '--config', '--validate-config']) expect(text).toContain(option);
    }
  });

  it('checks the configuration for any command with --validate-config', async () => {
    const bad = testIo({ env: { TWINMCP_GATEWAY__PORT: 'abc' } });
    expect(await runCommandLine(['up', '--validate-config'], bad)).toBe(2);
    expect(bad.output.join('\n')).toMatch(/TWINMCP_GATEWAY__PORT/);
    expect(await runCommandLine(['up', '--validate-config'], testIo())).toBe(0);
  });

  it('takes --validate-config without a command for config validate, exit code included', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'twinmcp-validate-'));
    const file = path.join(folder, 'config.yaml');
    try {
      for (const text of ['gateway:\n  port: abc\n', 'gateway:\n  port: 8080\n']) {
        writeFileSync(file, text);
        const named = testIo();
        const code = await runCommandLine(['config', 'validate', '--config', file, '--json'], named);
        for (const argv of [['--validate-config', '--config', file, '--json'], ['--config', file, '--json', '--validate-config']]) {
          const root = testIo();
          expect([await runCommandLine(argv, root), root.output]).toEqual([code, named.output]);
        }
        expect(code).toBe(text.includes('abc') ? 2 : 0);
      }
      expect((await silently(() => runCommandLine(['--help'], testIo()))).text).toMatch(/twinmcp --validate-config/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses a folder that is not there, and a file', async () => {
    const missing = testIo();
    expect(await runCommandLine(['index', '/nowhere/at/all'], missing)).toBe(2);
    expect(missing.notes.join('\n')).toMatch(/does not exist/);
    const file = testIo({ cwd: import.meta.dirname });
    expect(await runCommandLine(['index', 'main.ts', '--json'], file)).toBe(2);
    expect(JSON.parse(file.output[0]!)).toMatchObject({ error: { code: 'invalid-input', message: expect.stringMatching(/is a file/) } });
  });
});

describe('exit codes', () => {
  it('are pinned: scripts depend on them', () => {
    const codes = ['invalid-input', 'workspace-unreadable', 'workspace-not-found', 'workspace-not-indexed', 'not-found', 'unavailable', 'internal', 'storage-full', 'cancelled'].map((code) => [code, exitCodeOf(new DomainError(code, ''))]);
    expect(Object.fromEntries(codes)).toEqual({ 'invalid-input': 2, 'workspace-unreadable': 2, 'workspace-not-found': 3, 'workspace-not-indexed': 3, 'not-found': 3, unavailable: 1, internal: 1, 'storage-full': 1, cancelled: 130 });
    expect(exitCodeOf(new LocalError('cancelled', ''))).toBe(130);
    expect(exitCodeOf(new LocalError('timeout', ''))).toBe(1);
    expect(exitCodeOf('anything')).toBe(1);
  });

  it('come with what to do', () => {
    const io = testIo();
    expect(reportError(new DomainError('storage-full', 'no space left'), io, false)).toBe(1);
    expect(io.notes.join('\n')).toMatch(/no space left[\s\S]*--data-dir/);
  });
});

describe('colours', () => {
  it('follow terminal, NO_COLOR and FORCE_COLOR', () => {
    expect(wantsColors({}, true)).toBe(true);
    expect(wantsColors({}, false)).toBe(false);
    expect(wantsColors({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(wantsColors({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(wantsColors({ TERM: 'dumb' }, true)).toBe(false);
  });
});
