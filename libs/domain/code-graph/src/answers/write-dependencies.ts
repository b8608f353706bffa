import type { RpcOutput, astAnalysis } from '@twinmcp/contracts';
import { PLAIN, at, count, type AnswerStyle } from './style.ts';

export function writeDependencies(answer: RpcOutput<typeof astAnalysis.getDependencies>, style: AnswerStyle = PLAIN): string[] {
  const name = (path: string) => style.source(path === '' ? '.' : path);
  const { nodes, edges, external, unresolved } = answer;
  if (nodes.length === 0) return ['No such file or folder is in the index.'];
  return [
    style.heading(`${count(edges.length, 'import')} between ${count(nodes.length, 'place')}${answer.truncated ? ', and more' : ''}`),
    ...edges.map(({ from, to, lines, typeOnly }) => `${lines[0] === undefined ? style.place(name(from)) : at(from, lines[0], style)} → ${name(to)}${typeOnly ? style.faint('  (types)') : ''}`),
    ...(external.length > 0 ? [style.heading(`${count(external.length, 'module')} from outside`), ...external.map(({ module, files }) => `${style.source(module)}  ${style.faint(count(files, 'file'))}`)] : []),
    ...(unresolved.length > 0 ? [style.heading(`${count(unresolved.length, 'import that leads', 'imports that lead')} nowhere`), ...unresolved.map(({ path, line, module }) => `${at(path, line, style)}: ${style.source(module)}`)] : []),
  ];
}
