import { MemoryConversationStore, type ConversationStore } from '@twinmcp/context';
import { MemoryKeyValueStore } from '@twinmcp/bus-memory';
import { contextAssembly, feedback, type RpcInput } from '@twinmcp/contracts';
import { newCallContext, serveRpc, type CallContext } from '@twinmcp/messaging';
import { StaticLiveConfig } from '@twinmcp/platform';
import { GptTokenizerCounters } from '@twinmcp/tokenizers';
import { Conversations } from '../conversation/conversations.ts';
import { GetContext } from '../get-context.usecase.ts';
import { GiveFeedback } from '../learning/give-feedback.usecase.ts';
import { WeightsStore } from '../learning/weights-store.ts';
import { RetrievePlaces } from '../retrieval/retrieve-places.usecase.ts';
import { SearchCode } from '../search-code.usecase.ts';
import type { PartnerServices } from './partner-services.ts';

export const counters = new GptTokenizerCounters();

export const DEMO = {
  'lib/reply.js': `// how replies leave the server
const header = 1

function Reply.send (payload) {
  const body = Reply.serialize(payload)
  return body
}

function Reply.serialize (payload) {
  // turns the reply payload into text: the reply is serialized here
  return JSON.stringify(payload)
}
`,
  'lib/route.js': `function buildRouting (options) {
  const router = makeRouter(options)
  return router
}

function addRoute (route) {
  return route
}
`,
  'docs/reply.md': `# Reply
The reply object is sent to the client. Serialized replies are text.
`,
  'tool/run.py': `def main():
    return "reply"
`,
};

/** The use cases served on the partners' bus and called through the client: what the gateway sees, validation included. */
export async function startService(partners: PartnerServices, config: Record<string, unknown> = {}, store: ConversationStore = new MemoryConversationStore(Date.now)) {
  const live = StaticLiveConfig.of(config as never);
  const weights = new WeightsStore(new MemoryKeyValueStore());
  const retrieve = new RetrievePlaces(partners.rpc, live, weights);
  const giveFeedback = new GiveFeedback(retrieve, weights, live);
  const conversations = new Conversations(store, live);
  const getContext = new GetContext(retrieve, partners.rpc, live, counters, conversations);
  const searchCode = new SearchCode(retrieve);
  await serveRpc(partners.bus, contextAssembly.getContext, (input, ctx) => getContext.execute(input, ctx));
  await serveRpc(partners.bus, contextAssembly.searchCode, (input, ctx) => searchCode.execute(input, ctx));
  await serveRpc(partners.bus, feedback.giveFeedback, (input, ctx) => giveFeedback.execute(input, ctx));
  const ctx = (timeoutMs = 20_000, signal?: AbortSignal): CallContext => newCallContext({ timeoutMs, signal });
  return {
    live,
    weights,
    tell: (query: string, more: Partial<RpcInput<typeof feedback.giveFeedback>> = {}) => partners.rpc.call(feedback.giveFeedback, { workspaceId: 'demo', query, ...more }, ctx()),
    ask: (query: string, more: Partial<RpcInput<typeof contextAssembly.getContext>> = {}, context = ctx()) => partners.rpc.call(contextAssembly.getContext, { workspaceId: 'demo', query, ...more }, context),
    search: (query: string, more: Partial<RpcInput<typeof contextAssembly.searchCode>> = {}) => partners.rpc.call(contextAssembly.searchCode, { workspaceId: 'demo', query, ...more }, ctx()),
    ctx,
  };
}

