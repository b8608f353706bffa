import { z } from 'zod';
import { defineRpc } from '../rpc.ts';
import { WorkspaceId } from '../shared.ts';

export const ConversationName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, 'letters, digits and . _ : -, at most 128');

/** How a question was read in the light of its conversation. */
export const ConversationState = z.object({
  name: ConversationName,
  turn: z.number().int().positive().nullable().describe('Number of this question; null when it could not be stored'),
  recalled: z.array(z.number().int()).describe('Questions of the conversation that this one was joined with'),
  readAs: z.string().nullable().describe('The question with what it refers to; null when it stands alone'),
  resident: z.number().int().describe('Tokens of source that this conversation was sent, this answer included'),
});
export type ConversationState = z.output<typeof ConversationState>;

const service = 'context-assembly' as const;

export const conversations = {
  readConversation: defineRpc({
    service, verb: 'read-conversation', idempotent: true, timeoutMs: 10_000, errors: ['unavailable'],
    summary: 'What is remembered of a conversation; nothing when it is not known.',
    input: z.object({ workspaceId: WorkspaceId, conversation: ConversationName }),
    output: z.object({
      turns: z.array(z.object({ number: z.number().int(), askedAt: z.number(), query: z.string(), names: z.array(z.string()), sent: z.array(z.string()).describe('path:start-end') })),
    }),
  }),
  forgetConversations: defineRpc({
    service, verb: 'forget-conversations', idempotent: true, timeoutMs: 10_000, errors: ['unavailable'],
    summary: 'Deletes one conversation of a workspace, or without a name all of them.',
    input: z.object({ workspaceId: WorkspaceId, conversation: ConversationName.optional() }),
    output: z.object({ forgotten: z.number().int() }),
  }),
};
