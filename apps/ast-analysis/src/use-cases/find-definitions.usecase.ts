import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { quoteSymbols } from '../graph/to-wire.ts';

export class FindDefinitions {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.findDefinitions>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.findDefinitions>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const { definitions, suggestions } = await question.resolve(input.symbol, input.limit);
    const quoted = quoteSymbols(definitions, question.quotes);
    const end = await question.finish();
    return { definitions: quoted(), suggestions: [...suggestions], ...end };
  }
}
