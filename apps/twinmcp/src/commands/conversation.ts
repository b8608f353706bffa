import { ConversationName, conversations } from '@twinmcp/contracts';
import { chooseWorkspace } from '../cli/choose-workspace.ts';
import { callContext, withEngine } from '../cli/engine-access.ts';
import { EXIT } from '../cli/exit-codes.ts';
import type { CommandIo, CommandResult, CommonOptions } from '../cli/io.ts';
import { badInput } from '../cli/report-error.ts';
import { visible } from '../cli/text.ts';

interface Options extends CommonOptions {
  readonly workspace?: string;
  readonly forget?: boolean;
  readonly forgetAll?: boolean;
}

export async function run([name = '']: string[], options: Options, io: CommandIo): CommandResult {
  if (!ConversationName.safeParse(name).success) throw badInput(`"${name}" is no name of a conversation.`, 'Letters, digits and . _ : -, at most 128.');
  return withEngine(options, io, {}, async ({ rpc }) => {
    const { id: workspaceId } = await chooseWorkspace(rpc, options.workspace, io);
    if (options.forget || options.forgetAll) {
      const { forgotten } = await rpc.call(conversations.forgetConversations, { workspaceId, ...(options.forgetAll ? {} : { conversation: name }) }, callContext(io));
      if (options.json) io.out(JSON.stringify({ forgotten }));
      else io.note(`${forgotten} deleted`);
      return forgotten > 0 ? EXIT.ok : EXIT.notFound;
    }
    const { turns } = await rpc.call(conversations.readConversation, { workspaceId, conversation: name }, callContext(io));
    if (options.json) io.out(JSON.stringify({ turns }));
    else for (const turn of turns) io.out(`${turn.number}. ${visible(turn.query)}  ${io.colors.dim(turn.sent.slice(0, 5).map(visible).join(', '))}`);
    if (turns.length === 0 && !options.json) io.note(`Nothing is remembered of ${name}.`);
    return turns.length > 0 ? EXIT.ok : EXIT.notFound;
  });
}
