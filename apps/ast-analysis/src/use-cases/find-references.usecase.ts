import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom, nextCursor, parseCursor } from '../graph/page.ts';
import { quoteSymbols } from '../graph/to-wire.ts';

type Output = RpcOutput<typeof astAnalysis.findReferences>;

/** Of one name; who means a certain one names it more closely. */
const MAX_DEFINITIONS = 50;

export class FindReferences {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.findReferences>, ctx: CallContext): Promise<Output> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const offset = parseCursor(input.cursor);
    const { target, suggestions } = await question.resolve(input.symbol, 1);
    const { kinds, pathPrefix, minConfidence, limit } = input;
    const found = target ? await question.graph.references(target, { kinds, pathPrefix, minConfidence, withoutTests: !input.withTests, limit, offset }) : { definitions: [], references: [], total: 0 };
    const definitions = quoteSymbols(found.definitions.slice(0, MAX_DEFINITIONS), question.quotes);
    const texts = found.references.map((use) => question.quotes.line(use.path, use.fileHash, use.line));
    const end = await question.finish();
    const room = new AnswerRoom();
    const answer = { definitions: room.take(definitions()), references: room.take(found.references.map((use, i) => ({ ...use, text: texts[i]!() })), true) };
    return { ...answer, total: found.total, nextCursor: nextCursor(offset, answer.references.length, found.total), suggestions: [...suggestions], ...end };
  }
}
