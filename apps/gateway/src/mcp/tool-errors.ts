import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ErrorCode } from '@twinmcp/contracts';
import { toProblem } from '../http/to-problem.ts';

/** What an agent should do next. Null: the message says it all. */
const ADVICE: Readonly<Record<ErrorCode, string | null>> = {
  'invalid-input': 'Correct the arguments and call again.',
  unauthenticated: 'Ask the user for an API key of this server.',
  forbidden: null,
  'not-found': null,
  'workspace-not-found': 'Call workspace-status to see the workspaces, or index-workspace to add one.',
  'workspace-not-indexed': 'Call index-workspace for it, then call this again.',
  'workspace-unreadable': 'Check that the path exists and is readable, then call index-workspace again.',
  'job-not-found': 'Call index-workspace again.',
  conflict: 'Call again.',
  'payload-too-large': 'Ask for less: a smaller budget or limit.',
  'rate-limited': 'Wait a second and call again.',
  'deadline-exceeded': 'Call again; if it stays so, workspace-status says whether an index run is busy.',
  cancelled: null,
  unavailable: 'Call again in a few seconds.',
  'storage-full': 'Tell the user that the disk of the index is full.',
  unsupported: null,
  internal: 'Call again once; if it stays so, tell the user the errorId.',
};

/** Errors of a tool are results (`isError`), so that the model reads them and can act. */
export function toErrorResult(error: unknown): CallToolResult {
  const { problem } = toProblem(error);
  const { hint } = problem.details;
  const advice = typeof hint === 'string' ? hint : ADVICE[problem.code];
  const id = problem.status >= 500 ? ` (errorId ${problem.errorId})` : '';
  return { isError: true, content: [{ type: 'text', text: `${problem.code}: ${problem.message}${id}${advice ? `\n${advice}` : ''}` }] };
}
