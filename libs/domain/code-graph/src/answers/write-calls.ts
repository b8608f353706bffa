import type { CallNode, RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, at, count, definition, quoted, remarks, sureness, type AnswerStyle } from './style.ts';
import { nothing } from './write-references.ts';

export function writeCalls(answer: RpcOutput<typeof astAnalysis.getCalls>, direction: 'callers' | 'callees', asked: string, style: AnswerStyle = PLAIN): string[] {
  const { nodes } = answer;
  if (nodes.length === 0) return nothing(answer, asked, style);
  const below = new Map<number, number[]>();
  nodes.forEach(({ from }, i) => below.set(from, [...(below.get(from) ?? []), i]));
  const reached = nodes.filter(({ from }) => from >= 0).length;
  const lines = (below.get(-1) ?? []).flatMap((root) => [definition(nodes[root]!.symbol, style), ...writeBelow(root, nodes, below, direction, style)]);
  return [...lines, style.heading(`${direction === 'callers' ? count(reached, 'caller') : count(reached, 'callee')}${answer.truncated ? ', and more' : ''}`), ...remarks(answer, asked, style)];
}

function writeBelow(parent: number, nodes: readonly CallNode[], below: ReadonlyMap<number, readonly number[]>, direction: 'callers' | 'callees', style: AnswerStyle): string[] {
  return (below.get(parent) ?? []).flatMap((i) => {
    const node = nodes[i]!;
    const { symbol } = node;
    const who = `${direction === 'callers' ? 'in' : '→'} ${style.source(symbol.qualifiedName)} ${style.faint(`(${style.source(symbol.path)}:${symbol.nameLine})`)}${sureness(node.confidence, 'sure', style)}`;
    const indent = '  '.repeat(node.depth);
    const calls = node.calls.length > 0 ? node.calls.map(({ line, text }) => `${indent}${at(node.path, line, style)}: ${quoted(text, style)}  ${who}`) : [`${indent}${who}`];
    return [...calls, ...writeBelow(i, nodes, below, direction, style)];
  });
}
