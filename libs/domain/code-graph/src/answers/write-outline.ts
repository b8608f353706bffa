import type { RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, count, remarks, type AnswerStyle } from './style.ts';

export function writeOutline(answer: RpcOutput<typeof astAnalysis.getOutline>, style: AnswerStyle = PLAIN): string[] {
  return [
    style.heading(`${style.source(answer.path)}: ${answer.language}, ${count(answer.lines, 'line')}, ${count(answer.total, 'symbol')}`),
    ...answer.symbols.map(({ symbol, depth }) => `${'  '.repeat(depth + 1)}${style.place(`${symbol.startLine}-${symbol.endLine}`)} ${style.source(symbol.signature ?? `${symbol.kind} ${symbol.name}`)}`),
    ...remarks(answer, answer.path, style),
  ];
}
