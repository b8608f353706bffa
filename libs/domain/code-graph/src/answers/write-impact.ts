import type { RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, at, count, definition, few, remarks, sureness, type AnswerStyle } from './style.ts';

/** Who asked knows what was changed; the rest is in the JSON. */
const MAX_CHANGED = 50;

export function writeImpact(answer: RpcOutput<typeof astAnalysis.analyzeImpact>, style: AnswerStyle = PLAIN): string[] {
  const { changed, affected, files, tests, changedFiles, unknown } = answer;
  const other = changedFiles.filter(({ state }) => state !== 'modified');
  return [
    style.heading(`changed: ${count(changed.length, 'symbol')}${changedFiles.length > 0 ? ` in ${count(changedFiles.length, 'file')}` : ''}`),
    ...few(changed.map((symbol) => definition(symbol, style)), MAX_CHANGED),
    ...few(other.map(({ path, state }) => `${style.place(style.source(path))}: ${state}`), MAX_CHANGED),
    style.heading(`affected: ${count(affected.length, 'symbol')} in ${count(files.length, 'file')}${answer.truncated ? ', and more' : ''}`),
    ...affected.map(({ symbol, depth, relation, via, confidence }) => `${at(symbol.path, symbol.nameLine, style)}: ${symbol.kind} ${style.source(symbol.qualifiedName)}  ${style.faint(`${relation} ${style.source(via)}${depth > 1 ? `, ${depth} steps away` : ''}`)}${sureness(confidence, 'sure', style)}`),
    style.heading(`tests to run: ${count(tests.length, 'file')}`),
    ...tests.map(({ path, symbols, confidence }) => `${style.place(style.source(path))}${symbols.length > 0 ? `: ${symbols.slice(0, 5).map((name) => style.source(name)).join(', ')}${symbols.length > 5 ? ', …' : ''}` : ''}${sureness(confidence, 'sure', style)}`),
    ...(unknown.length > 0 && answer.suggestions.length === 0 ? [`Not in the index: ${unknown.map((name) => style.source(name)).join(', ')}`] : []),
    ...remarks(answer, unknown.join(', '), style),
  ];
}
