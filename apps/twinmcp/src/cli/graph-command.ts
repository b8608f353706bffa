import type { AnswerStyle } from '@twinmcp/code-graph';
import type { Workspace } from '@twinmcp/contracts';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import { callContext, withEngine } from './engine-access.ts';
import { EXIT } from './exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from './io.ts';
import { badInput } from './report-error.ts';
import { readyWorkspace } from './ready-workspace.ts';
import { visible } from './text.ts';
import { pathIn, prefixIn, symbolIn } from './workspace-paths.ts';

export interface GraphOptions extends CommonOptions {
  readonly workspace?: string;
  readonly index?: boolean;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface GraphAsker {
  readonly rpc: RpcClient;
  readonly workspace: Workspace;
  readonly ctx: CallContext;
  /** A path as the shell gives it, as the workspace has it. */
  path(written: string): string;
  /** The same for `--path`: nothing means the whole workspace. */
  prefix(written: string | undefined): string | undefined;
  /** The same for the path of a `path:line` or `path:name`; a name stays as it is. */
  symbol(written: string): string;
}

export interface WrittenAnswer {
  readonly lines: readonly string[];
  readonly found: boolean;
  readonly exitCode?: number;
}

/** The first question after an index links the files of a large workspace. */
const TIMEOUT_MS = 120_000;

/** Asks the code graph and prints the answer: for people, or with --json as the service gave it. */
export async function askGraph<T extends object>(options: GraphOptions, io: CommandIo, ask: (asker: GraphAsker) => Promise<T>, write: (answer: T, style: AnswerStyle) => WrittenAnswer): CommandResult {
  return withEngine(options, io, {}, async ({ rpc }) => {
    const workspace = await readyWorkspace(rpc, options, io);
    const answer = await ask({ rpc, workspace, ctx: callContext(io, TIMEOUT_MS), path: (written) => pathIn(workspace, written, io), prefix: (written) => prefixIn(workspace, written, io), symbol: (written) => symbolIn(workspace, written, io) });
    const { lines, found, exitCode } = write(answer, styleOf(io));
    if (options.json) io.out(JSON.stringify(answer));
    else {
      for (const line of lines) (found ? io.out : io.note)(line);
      const next = (answer as { nextCursor?: string | null }).nextCursor;
      if (next) io.note(io.colors.dim(`There is more: --cursor ${next}, or a higher --limit.`));
    }
    return exitCode ?? (found ? EXIT.ok : EXIT.notFound);
  });
}

/** `twinmcp refs "$UNSET"` means nothing. */
export function oneSymbol([symbol = '']: readonly string[], command: string): string {
  if (symbol.trim() === '') throw badInput('The symbol is empty.', `twinmcp ${command} Reply.send, or twinmcp ${command} lib/reply.js:120 for what stands there`);
  return symbol;
}

function styleOf({ colors }: CommandIo): AnswerStyle {
  return { place: colors.cyan, heading: colors.bold, faint: colors.dim, source: visible };
}
