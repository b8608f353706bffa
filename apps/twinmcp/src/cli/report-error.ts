import { DomainError, errorMessage, isDomainError, isLocalError } from '@twinmcp/kernel';
import type { CommandIo } from './io.ts';
import { exitCodeOf, isConfigError } from './exit-codes.ts';

const HINTS: Readonly<Record<string, string>> = {
  'workspace-not-found': 'twinmcp index <path> makes it known; twinmcp workspaces lists what there is.',
  'workspace-not-indexed': 'twinmcp index <path> indexes it.',
  'storage-full': 'The disk of the data directory is full: free some space, or choose another --data-dir. The source is untouched and the next index goes on from here.',
  unavailable: 'twinmcp doctor says what runs and what does not.',
};

/** Prints an error for people, or as one JSON line with --json, and gives the exit code. */
export function reportError(error: unknown, io: Pick<CommandIo, 'note' | 'out' | 'colors' | 'env'>, json: boolean): number {
  const code = isDomainError(error) ? error.code : isLocalError(error) ? error.kind : isConfigError(error) ? 'invalid-config' : 'internal';
  const exitCode = exitCodeOf(error);
  if (json) {
    io.out(JSON.stringify({ error: { code, message: errorMessage(error), ...(isDomainError(error) && { details: error.details }) } }));
    return exitCode;
  }
  if (code === 'cancelled') {
    io.note('Stopped.');
    return exitCode;
  }
  io.note(`${io.colors.red('error')} ${forPeople(errorMessage(error))}`);
  const hint = isDomainError(error) && typeof error.details['hint'] === 'string' ? error.details['hint'] : HINTS[code];
  if (hint) io.note(`      ${hint}`);
  if (code === 'internal' && io.env['TWINMCP_DEBUG'] && error instanceof Error) io.note(String(error.stack));
  return exitCode;
}

/** The name of the call says nothing to a person (`context-assembly.get-context: query: …`), and a path is an option here. */
function forPeople(message: string): string {
  return message.replace(/^[a-z-]+\.[a-z-]+: (?=\w+(\[\d+\])?: )/, '').replace(/^pathPrefix: /, '--path: ');
}

/** An error that the caller can repair; `hint` says how. */
export function badInput(message: string, hint?: string): DomainError {
  return new DomainError('invalid-input', message, { details: hint ? { hint } : {} });
}
