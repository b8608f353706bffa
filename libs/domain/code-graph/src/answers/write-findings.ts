import type { RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, count, type AnswerStyle } from './style.ts';

export function writeFindings(answer: RpcOutput<typeof astAnalysis.listFindings>, style: AnswerStyle = PLAIN): string[] {
  const { findings, total, byKind } = answer;
  if (total === 0) return ['Nothing was found.'];
  const place = ({ path, startLine, endLine }: { path: string; startLine: number; endLine: number }) => style.place(`${style.source(path)}:${startLine}${endLine > startLine ? `-${endLine}` : ''}`);
  return [
    ...findings.flatMap(({ kind, message, places: [first, ...others] }) => [
      `${first ? `${place(first)}: ` : ''}${kind}: ${style.source(message)}`,
      ...others.map((other) => `  ${place(other)}${other.symbol === null ? '' : `  ${style.source(other.symbol)}`}`),
    ]),
    style.heading(`${count(total, 'finding')}: ${Object.entries(byKind).map(([kind, number]) => `${kind} ${number}`).join(', ')}${findings.length < total ? `; ${findings.length} shown` : ''}`),
  ];
}
