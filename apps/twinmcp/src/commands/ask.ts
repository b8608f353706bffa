import { contextAssembly, type ContextAnswer, type RpcInput } from '@twinmcp/contracts';
import { callContext, withEngine, words } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { printExplanation } from '../cli/print-explanation.ts';
import { formatDuration } from '../cli/progress-format.ts';
import { readyWorkspace } from '../cli/ready-workspace.ts';
import { prefixIn } from '../cli/workspace-paths.ts';

type Input = RpcInput<typeof contextAssembly.getContext>;

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly budget?: number;
  readonly format?: Input['format'];
  readonly mode?: Input['mode'];
  readonly tokenizer?: Input['tokenizer'];
  readonly path?: string;
  readonly language?: string[];
  readonly index?: boolean;
  readonly conversation?: string;
  readonly resend?: boolean;
  readonly explain?: boolean;
}

export async function run(args: string[], options: Options, io: CommandIo): CommandResult {
  const query = words(args, 'question');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const workspace = await readyWorkspace(rpc, options, io);
    const input = { workspaceId: workspace.id, query, budget: options.budget, format: options.format, mode: options.mode, tokenizer: options.tokenizer, pathPrefix: prefixIn(workspace, options.path, io), languages: options.language, conversation: options.conversation, resend: options.resend, explain: options.explain };
    const answer = await rpc.call(contextAssembly.getContext, input, callContext(io));
    if (options.json) io.out(JSON.stringify(answer));
    else printAnswer(answer, io);
    return EXIT.ok;
  });
}

/** The answer alone goes to standard output, so that it can be piped; how it came about goes beside it. */
export function printAnswer(answer: ContextAnswer, io: CommandIo): void {
  io.out(answer.text.trimEnd());
  const { dim, yellow } = io.colors;
  io.note('');
  io.note(dim(`${answer.items.length} places, ${answer.tokens} of ${answer.budget} tokens (${answer.tokenizer}), mode ${answer.mode}, quality ${answer.quality.toFixed(2)}, ${formatDuration(answer.tookMs)}`));
  const said = answer.conversation;
  if (said) io.note(dim(`conversation ${said.name}${said.turn === null ? '' : `, question ${said.turn}`}: ${said.resident} tokens of source sent so far${said.readAs === null ? '' : `; read as: ${said.readAs.replaceAll('\n', ' ')}`}`));
  for (const gap of answer.degraded) io.note(`${yellow('in part')} ${gap.part}: ${gap.reason}. ${gap.effect}`);
  for (const hint of answer.hints) io.note(`${yellow('hint')} ${hint}`);
  if (answer.explanation) printExplanation(answer.explanation, io);
}
