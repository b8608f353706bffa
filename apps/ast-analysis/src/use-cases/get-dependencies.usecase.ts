import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom } from '../graph/page.ts';

const MAX_UNRESOLVED = 200;
const MAX_LINES = 20;

export class GetDependencies {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.getDependencies>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.getDependencies>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const path = input.path.replace(/^(\.\/)+/, '').replace(/\/+$/, '').replace(/^\.$/, '');
    const { direction, depth, groupBy, limit, externalLimit } = input;
    const found = await question.graph.dependencies({ path, direction, depth, groupBy, limit, ...(externalLimit !== undefined && { externalLimit }) });
    const room = new AnswerRoom();
    const nodes = room.take(found.nodes);
    const edges = room.take(found.edges.map((edge) => ({ ...edge, lines: edge.lines.slice(0, MAX_LINES) })));
    const external = room.take(found.external.slice(0, externalLimit ?? limit));
    const unresolved = room.take(found.unresolved.slice(0, MAX_UNRESOLVED));
    const cut = nodes.length < found.nodes.length || edges.length < found.edges.length || external.length < found.external.length || unresolved.length < found.unresolved.length;
    const { generation } = await question.finish();
    return { nodes, edges, external, unresolved, truncated: found.truncated || cut, generation };
  }
}
