import { createColors } from 'picocolors';

/** What a command may touch of the process. Tests pass their own. */
export interface CommandIo {
  /** Results. */
  out(text: string): void;
  /** Notices and progress: never part of what a script reads. */
  note(text: string): void;
  /** Raw text for a progress bar; only when `interactive`. */
  draw(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard error is a terminal: progress bars and colours make sense. */
  readonly interactive: boolean;
  readonly colors: ReturnType<typeof createColors>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Colours on a terminal only; `NO_COLOR` (no-color.org) and `TERM=dumb` turn them off, `FORCE_COLOR` turns them on. */
export function wantsColors(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}

export function processIo(env: CommandIo['env'], signal: AbortSignal): CommandIo {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    draw: (text) => void stderr.write(text),
    env,
    cwd: process.cwd(),
    interactive: stderr.isTTY === true && env['TERM'] !== 'dumb' && !env['CI'],
    colors: createColors(wantsColors(env, stdout.isTTY === true)),
    signal,
  };
}

/** Every command takes these. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly validateConfig?: boolean;
}

/** A command resolves to its exit code; an error is printed and mapped once, by `main`. */
export type CommandResult = Promise<number>;
