import type { RpcOutput, SymbolUse, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, at, count, definitionLines, quoted, remarks, sureness, type AnswerStyle } from './style.ts';

export function writeReferences(answer: RpcOutput<typeof astAnalysis.findReferences>, asked: string, style: AnswerStyle = PLAIN): string[] {
  const { definitions, references, total } = answer;
  if (definitions.length === 0 && references.length === 0) return nothing(answer, asked, style);
  const files = new Set(references.map(({ path }) => path)).size;
  const shown = references.length < total ? `, ${references.length} shown` : '';
  return [
    ...definitionLines(definitions, style),
    style.heading(`${count(total, 'use')}${references.length > 0 ? ` in ${count(files, 'file')}` : ''}${shown}`),
    ...byLine(references).map(({ use, times }) => `${at(use.path, use.line, style)}: ${quoted(use.text, style)}${times > 1 ? style.faint(`  ×${times}`) : ''}${sureness(use.confidence, use.reason, style)}`),
    ...remarks(answer, asked, style),
  ];
}

/** A line is written once, with its least certain use. */
function byLine(references: readonly SymbolUse[]): { use: SymbolUse; times: number }[] {
  const lines: { use: SymbolUse; times: number }[] = [];
  for (const use of references) {
    const last = lines.at(-1);
    if (last?.use.path !== use.path || last.use.line !== use.line) lines.push({ use, times: 1 });
    else {
      last.times++;
      if (use.confidence < last.use.confidence) last.use = use;
    }
  }
  return lines;
}

export function nothing(answer: { readonly suggestions: readonly string[]; readonly stale: readonly string[] }, asked: string, style: AnswerStyle): string[] {
  return answer.suggestions.length > 0 ? remarks(answer, asked, style) : [/:\d+$/.test(asked) ? `No symbol stands at ${style.source(asked)}.` : `Nothing is called ${style.source(asked)}.`];
}
