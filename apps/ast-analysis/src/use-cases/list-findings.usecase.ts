import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom, nextCursor, parseCursor } from '../graph/page.ts';

export class ListFindings {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.listFindings>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.listFindings>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const offset = parseCursor(input.cursor);
    const { kinds, pathPrefix, withTests, limit } = input;
    const found = await question.graph.findings({ kinds, pathPrefix, withTests, limit, offset });
    const findings = new AnswerRoom().take(found.findings.map((finding) => ({ ...finding, places: [...finding.places], measures: { ...finding.measures } })), true);
    const { generation } = await question.finish();
    return { findings, total: found.total, byKind: { ...found.byKind } as Record<string, number>, nextCursor: nextCursor(offset, findings.length, found.total), generation };
  }
}
