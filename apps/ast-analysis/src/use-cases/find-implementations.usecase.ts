import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom } from '../graph/page.ts';
import { quoteSymbols } from '../graph/to-wire.ts';

const MAX_DEFINITIONS = 50;

export class FindImplementations {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.findImplementations>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.findImplementations>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const { target, definitions, suggestions } = await question.resolve(input.symbol, MAX_DEFINITIONS);
    const found = target ? await question.graph.implementations(target, input.limit + 1) : [];
    const quotedDefinitions = quoteSymbols(definitions, question.quotes);
    const symbols = quoteSymbols(found.slice(0, input.limit).map((hit) => hit.symbol), question.quotes);
    const end = await question.finish();
    const room = new AnswerRoom();
    const answer = { definitions: room.take(quotedDefinitions()), implementations: room.take(symbols().map((symbol, i) => ({ ...found[i]!, symbol }))) };
    return { ...answer, truncated: answer.implementations.length < found.length, suggestions: [...suggestions], ...end };
  }
}
