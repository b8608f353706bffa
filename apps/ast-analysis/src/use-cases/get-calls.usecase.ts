import type { CallNode, RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom } from '../graph/page.ts';
import { quoteSymbol } from '../graph/to-wire.ts';

const MAX_CALLS = 20;

export class GetCalls {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.getCalls>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.getCalls>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const { target, suggestions } = await question.resolve(input.symbol, 1);
    const { direction, depth, minConfidence, limit } = input;
    const { nodes, truncated } = target ? await question.graph.calls(target, { direction, depth, minConfidence, withoutTests: !input.withTests, limit }) : { nodes: [], truncated: false };
    const quoted = nodes.map(({ symbol, lines, from, ...node }) => {
      // The calls stand in the file of the one who calls.
      const caller = direction === 'callees' && from >= 0 ? nodes[from]!.symbol : symbol;
      const shown = quoteSymbol(symbol, question.quotes);
      const calls = lines.slice(0, MAX_CALLS).map((line) => ({ line, text: question.quotes.line(caller.path, caller.fileHash, line) }));
      return (): CallNode => ({ symbol: shown(), depth: node.depth, from, path: caller.path, calls: calls.map(({ line, text }) => ({ line, text: text() })), confidence: node.confidence });
    });
    const end = await question.finish();
    // Each node comes after the one it was reached from, so what is left names no node that is not there.
    const shown = new AnswerRoom().take(quoted.map((node) => node()));
    return { nodes: shown, truncated: truncated || shown.length < nodes.length, suggestions: [...suggestions], ...end };
  }
}
