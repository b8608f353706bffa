import { Controller, Inject } from '@nestjs/common';
import { conversations, type RpcParsedInput } from '@twinmcp/contracts';
import { RpcHandler, type RpcContext } from '@twinmcp/platform';
import { Conversations } from './conversations.ts';

@Controller()
export class ConversationController {
  constructor(@Inject(Conversations) private readonly conversations: Conversations) {}

  @RpcHandler(conversations.readConversation)
  async read({ workspaceId, conversation }: RpcParsedInput<typeof conversations.readConversation>, ctx: RpcContext) {
    const turns = await this.conversations.read({ tenant: ctx.tenant, workspaceId, name: conversation });
    return { turns: turns.map(({ number, askedAt, query, topic, sent }) => ({ number, askedAt, query, names: [...topic.names], sent: sent.map((place) => `${place.path}:${place.startLine}-${place.endLine}`) })) };
  }

  @RpcHandler(conversations.forgetConversations)
  async forget({ workspaceId, conversation }: RpcParsedInput<typeof conversations.forgetConversations>, ctx: RpcContext) {
    return { forgotten: await this.conversations.forget({ tenant: ctx.tenant, workspaceId, name: conversation }) };
  }
}
