import type { GraphIndex } from './graph-index.ts';

export interface GraphView {
  readonly nodes: readonly number[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly scope: string; readonly requirement: string | null }[];
  /** There is more than the limit. */
  readonly truncated: boolean;
}

/** The graph from the project on, as deep and as large as asked for, or the part that leads to some packages. */
export function viewGraph(index: GraphIndex, { depth, limit, production, targets }: { readonly depth: number; readonly limit: number; readonly production: boolean; readonly targets?: readonly number[] }): GraphView {
  const wanted = targets ? ancestors(index, targets) : null;
  const chosen = index.packages.map((_, node) => node).filter((node) => index.depth[node]! >= 0 && index.depth[node]! <= depth && (!production || index.production[node] === 1) && (wanted === null || wanted.has(node)));
  const nodes = chosen.sort((a, b) => index.depth[a]! - index.depth[b]! || index.label(a).localeCompare(index.label(b), 'en')).slice(0, limit);
  const kept = new Set(nodes);
  const edges = nodes.flatMap((from) => index.out[from]!.filter(({ to, scope }) => to >= 0 && kept.has(to) && (!production || scope !== 'development')).map(({ to, scope, requirement }) => ({ from, to, scope, requirement })));
  return { nodes, edges, truncated: chosen.length > nodes.length };
}

function ancestors(index: GraphIndex, targets: readonly number[]): Set<number> {
  const found = new Set(targets);
  for (const node of found) for (const { from } of index.incoming[node]!) found.add(from);
  return found;
}

/** Names come from files: quotes and what both languages give a meaning are taken out. */
const quoted = (text: string): string => `"${text.replace(/[\u0000-\u001f]/g, ' ').replace(/\\/g, '/').replace(/"/g, "'")}"`;
const STYLES: Readonly<Record<string, string>> = { development: 'dashed', optional: 'dotted', peer: 'dotted' };

export function writeDot(index: GraphIndex, { nodes, edges }: GraphView): string {
  const lines = ['digraph dependencies {', '  rankdir=LR;', '  node [shape=box];'];
  for (const node of nodes) lines.push(`  n${node} [label=${quoted(index.label(node))}${index.packages[node]!.origin === 'project' ? ', style=bold' : ''}];`);
  for (const { from, to, scope } of edges) lines.push(`  n${from} -> n${to}${STYLES[scope] ? ` [style=${STYLES[scope]}]` : ''};`);
  return [...lines, '}', ''].join('\n');
}

export function writeMermaid(index: GraphIndex, { nodes, edges }: GraphView): string {
  const lines = ['graph LR'];
  for (const node of nodes) {
    const label = quoted(index.label(node).replace(/[<>&#;`]/g, ''));
    lines.push(index.packages[node]!.origin === 'project' ? `  n${node}[[${label}]]` : `  n${node}[${label}]`);
  }
  for (const { from, to, scope } of edges) lines.push(`  n${from} ${STYLES[scope] ? '-.->' : '-->'} n${to}`);
  return [...lines, ''].join('\n');
}
