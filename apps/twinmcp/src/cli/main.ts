import { CommanderError } from 'commander';
import { DomainError } from '@twinmcp/kernel';
import { EXIT } from './exit-codes.ts';
import { processIo, type CommandIo } from './io.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { VERSION } from '../version.ts';

/** Runs one command line; resolves to the exit code. */
export async function runCommandLine(argv: readonly string[], io: CommandIo): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram(VERSION, io, (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap((parent) => parent.commands)]) command.exitOverride();
  try {
    await program.parseAsync(withCommand(argv), { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already printed its message for people; help and version asked for are no failure.
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      if (argv.includes('--json')) reportError(new DomainError('invalid-input', error.message), io, true);
      return EXIT.usage;
    }
    if (io.signal.aborted) return EXIT.interrupted;
    return reportError(error, io, argv.includes('--json'));
  }
}

/** `twinmcp --validate-config` names no command: it means what `twinmcp config validate` does. */
function withCommand(argv: readonly string[]): string[] {
  return argv[0]?.startsWith('-') && argv.includes('--validate-config') ? ['config', ...argv] : [...argv];
}

/** A launcher passes on the Ctrl-C that its whole process group has got already: that is still the first one. */
const SAME_SIGNAL_MS = 300;

/** The process: Ctrl-C and SIGTERM ask the command to stop; a second one does not wait for it. */
export async function main(env: CommandIo['env']): Promise<void> {
  const stop = new AbortController();
  let stoppedBy: NodeJS.Signals | null = null;
  let stoppedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // An engine reads its configuration again on SIGHUP, and sends SIGTERM itself when the terminal is gone.
      if (signal === 'SIGHUP' && process.listenerCount('SIGHUP') > 1) return;
      if (stop.signal.aborted && Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(EXIT.interrupted);
      if (stop.signal.aborted) return;
      stoppedBy = signal;
      stoppedAt = Date.now();
      stop.abort(new Error(`stopped by ${signal}`));
    });
  }
  // `twinmcp ask … | head` closes the pipe early: that is no error. What runs is stopped in order all the same:
  // Ctrl-C on `twinmcp mesh | tee log` ends tee first, and nats-server must not be left behind.
  let pipeClosed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(EXIT.failure);
    pipeClosed = true;
    if (!stop.signal.aborted) stop.abort(new Error('nobody reads the output any more'));
  });
  process.stderr.on('error', () => {}); // nobody is there to be told
  const exitCode = await runCommandLine(process.argv.slice(2), processIo(env, stop.signal));
  // Told to stop, a server that stopped cleanly did what was asked (0); work that was cut short did not (143 = 128 + SIGTERM).
  if (pipeClosed && !stoppedBy) process.exit(EXIT.ok);
  process.exitCode = stoppedBy === 'SIGINT' ? EXIT.interrupted : stoppedBy && exitCode === EXIT.interrupted ? 143 : exitCode;
  // Idle keep-alive connections and worker threads must not hold back a command that is done.
  await new Promise<void>((resolve) => (pipeClosed ? resolve() : process.stdout.write('', () => resolve())));
  process.exit();
}
