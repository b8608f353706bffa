import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import type { McpToolContract } from '@twinmcp/contracts';
import { inSpan, newCallContext, type CallContext, type RpcClient } from '@twinmcp/messaging';
import { activeTracer, SPANS } from '@twinmcp/platform';
import type { z } from 'zod';
import type { McpOptions } from './mcp-options.ts';

/** One `tools/call` while it is worked on. */
export interface ToolCall {
  readonly rpc: RpcClient;
  readonly options: McpOptions;
  /** Aborted by `notifications/cancelled` and when the connection goes away. */
  readonly signal: AbortSignal;
  readonly wantsProgress: boolean;
  /** A fresh deadline for one call to a service. */
  context(): CallContext;
  /** Nothing happens when the client did not ask for progress. */
  progress(done: number, total: number, message: string): Promise<void>;
}

export interface ToolAnswer<O extends z.ZodObject | undefined = z.ZodObject | undefined> {
  /** Left out by tools whose answer is text alone: clients that have it show a model nothing else. */
  readonly structured?: O extends z.ZodObject ? z.input<O> : undefined;
  /** What the model reads when its client shows text. */
  readonly text: readonly string[];
}

export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject | undefined = z.ZodObject | undefined> {
  readonly contract: McpToolContract<I, O>;
  run(input: z.output<I>, call: ToolCall): Promise<ToolAnswer<O>>;
}

export function defineTool<I extends z.ZodObject, O extends z.ZodObject | undefined>(tool: Tool<I, O>): Tool<I, O> {
  return tool;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export function toolCall(rpc: RpcClient, options: McpOptions, { mcpReq }: ServerContext): ToolCall {
  const token = mcpReq._meta?.progressToken;
  const given = mcpReq._meta?.['traceparent'];
  const traceparent = typeof given === 'string' && TRACEPARENT.test(given) ? given : options.traceparent;
  let last = -1;
  return {
    rpc,
    options,
    signal: mcpReq.signal,
    wantsProgress: token !== undefined,
    context: () => newCallContext({ timeoutMs: options.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS, traceparent, signal: mcpReq.signal }),
    progress: async (done, total, message) => {
      if (token === undefined || mcpReq.signal.aborted) return;
      // The protocol wants every value above the one before, also when only the phase changed.
      if (done <= last && total > 0 && last >= total - 1) return;
      last = done > last ? done : last + 0.001;
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress: last, ...(total > 0 && { total }), message } }).catch(() => {});
    },
  };
}

/** The call of a tool as a span; over HTTP it is below that of the request. */
export async function spannedTool<T>(tool: string, call: ToolCall, work: (call: ToolCall) => Promise<T>): Promise<T> {
  const context = call.context();
  const span = activeTracer()?.start(SPANS.tool, context, { name: `tools/call ${tool}`, attributes: { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': tool } }) ?? null;
  return span === null ? work(call) : inSpan(span, context, ({ traceparent }) => work({ ...call, context: () => ({ ...call.context(), traceparent, fresh: undefined }) }));
}

export function toResult(answer: ToolAnswer): CallToolResult {
  return { content: answer.text.map((text) => ({ type: 'text', text })), ...(answer.structured && { structuredContent: answer.structured as Record<string, unknown> }) };
}
