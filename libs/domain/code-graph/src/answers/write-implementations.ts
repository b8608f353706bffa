import type { RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, count, definition, definitionLines, remarks, sureness, type AnswerStyle } from './style.ts';
import { nothing } from './write-references.ts';

export function writeImplementations(answer: RpcOutput<typeof astAnalysis.findImplementations>, asked: string, style: AnswerStyle = PLAIN): string[] {
  const { definitions, implementations } = answer;
  if (definitions.length === 0 && implementations.length === 0) return nothing(answer, asked, style);
  return [
    ...definitionLines(definitions, style),
    style.heading(`${count(implementations.length, 'implementation')}${answer.truncated ? ', and more' : ''}`),
    ...implementations.map(({ symbol, relation, depth, confidence }) => `${definition(symbol, style)}  ${relation}${depth > 1 ? ` (${depth} steps)` : ''}${sureness(confidence, 'sure', style)}`),
    ...remarks(answer, asked, style),
  ];
}
