import type { GraphSymbol, OutlineNode } from '@twinmcp/code-graph';
import type { RpcOutput, RpcParsedInput, astAnalysis } from '@twinmcp/contracts';
import { DomainError } from '@twinmcp/kernel';
import type { CallContext } from '@twinmcp/messaging';
import type { GraphQuestions } from '../graph/graph-questions.ts';
import { AnswerRoom, nextCursor, parseCursor } from '../graph/page.ts';
import { quoteSymbol } from '../graph/to-wire.ts';

export class GetOutline {
  readonly #questions: GraphQuestions;

  constructor(questions: GraphQuestions) {
    this.#questions = questions;
  }

  async execute(input: RpcParsedInput<typeof astAnalysis.getOutline>, ctx: CallContext): Promise<RpcOutput<typeof astAnalysis.getOutline>> {
    const question = await this.#questions.open(input.workspaceId, ctx);
    const offset = parseCursor(input.cursor);
    const file = await question.store.file(input.path);
    if (!file) throw new DomainError('not-found', `${input.path} is not in the index`, { details: { hint: 'Give the path of a file as the workspace has it, relative to its root.' } });
    const all = flatten(await question.graph.outline(input.path));
    const quoted = all.slice(offset, offset + input.limit).map(({ symbol, depth }) => ({ depth, symbol: quoteSymbol(symbol, question.quotes) }));
    const end = await question.finish();
    const symbols = new AnswerRoom().take(quoted.map(({ symbol, depth }) => ({ symbol: symbol(), depth })), true);
    return { path: input.path, language: file.language, lines: file.lines, symbols, total: all.length, nextCursor: nextCursor(offset, symbols.length, all.length), ...end };
  }
}

/** Without recursion: code that a machine wrote nests deeper than the stack. */
function flatten(nodes: readonly OutlineNode[]): { symbol: GraphSymbol; depth: number }[] {
  const list: { symbol: GraphSymbol; depth: number }[] = [];
  const open = nodes.map((node) => ({ node, depth: 0 })).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, depth } = next;
    list.push({ symbol: node.symbol, depth });
    for (let i = node.children.length - 1; i >= 0; i--) open.push({ node: node.children[i]!, depth: depth + 1 });
  }
  return list;
}
