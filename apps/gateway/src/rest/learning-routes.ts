import { ConversationName, conversations, feedback, LearntWeights, WorkspaceId } from '@twinmcp/contracts';
import { z } from 'zod';
import { defineRoute } from './route.ts';

const byId = z.object({ id: WorkspaceId });
const byConversation = z.object({ id: WorkspaceId, conversation: ConversationName });

export const learningRoutes = {
  giveFeedback: defineRoute({
    method: 'POST', path: '/v1/feedback', operationId: 'giveFeedback', tag: 'context', status: 200,
    summary: feedback.giveFeedback.summary, body: z.strictObject(feedback.giveFeedback.input.shape),
    response: feedback.giveFeedback.output, errors: [...feedback.giveFeedback.errors],
  }),
  readWeights: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id/weights', operationId: 'readWeights', tag: 'workspaces', status: 200,
    summary: feedback.readWeights.summary, params: byId, response: feedback.readWeights.output, errors: [...feedback.readWeights.errors],
  }),
  importWeights: defineRoute({
    method: 'POST', path: '/v1/workspaces/:id/weights', operationId: 'importWeights', tag: 'workspaces', status: 200,
    summary: 'Takes over weights that another installation exported.', params: byId, body: z.strictObject({ weights: LearntWeights }), response: feedback.replaceWeights.output, errors: [...feedback.replaceWeights.errors],
  }),
  resetWeights: defineRoute({
    method: 'DELETE', path: '/v1/workspaces/:id/weights', operationId: 'resetWeights', tag: 'workspaces', status: 200,
    summary: 'Forgets what feedback taught: the ranking is as shipped.', params: byId, response: feedback.replaceWeights.output, errors: [...feedback.replaceWeights.errors],
  }),
  readConversation: defineRoute({
    method: 'GET', path: '/v1/workspaces/:id/conversations/:conversation', operationId: 'readConversation', tag: 'context', status: 200,
    summary: conversations.readConversation.summary, params: byConversation, response: conversations.readConversation.output, errors: [...conversations.readConversation.errors],
  }),
  forgetConversation: defineRoute({
    method: 'DELETE', path: '/v1/workspaces/:id/conversations/:conversation', operationId: 'forgetConversation', tag: 'context', status: 200,
    summary: 'Deletes a conversation.', params: byConversation, response: conversations.forgetConversations.output, errors: [...conversations.forgetConversations.errors],
  }),
  forgetConversations: defineRoute({
    method: 'DELETE', path: '/v1/workspaces/:id/conversations', operationId: 'forgetConversations', tag: 'context', status: 200,
    summary: 'Deletes all conversations of a workspace.', params: byId, response: conversations.forgetConversations.output, errors: [...conversations.forgetConversations.errors],
  }),
};
