import type { FileNode } from '../files/file-table.ts';
import type { LinkedWorkspace } from '../linked-workspace.ts';
import type { Finding } from '../model.ts';
import { fileDependencies } from '../queries/dependencies.ts';
import { shortestCycle, stronglyConnected } from '../whole/strongly-connected.ts';
import { findingId } from './finding-id.ts';

/** Where the order of loading is the program's affair: elsewhere cycles of files mean nothing. */
const FAMILIES = new Set(['ecmascript', 'python', 'c', 'css', 'lua', 'ruby', 'protobuf', 'shell']);
const MAX_PLACES = 30;

/** One finding for each knot of files that import each other; it shows the shortest way around. */
export function importCycles(workspace: LinkedWorkspace, files: readonly FileNode[]): Finding[] {
  const nodes = files.filter(({ family }) => FAMILIES.has(family));
  const number = new Map(nodes.map((file, i) => [file, i]));
  const links = nodes.map((file) => fileDependencies(workspace, file));
  const neighbours = (erased: boolean): number[][] => links.map((list) => [...list].flatMap(([to, { typeOnly }]) => (number.has(to) && (erased || !typeOnly) ? [number.get(to)!] : [])).sort((a, b) => a - b));
  const atRunTime = neighbours(false);
  const found: Finding[] = [];
  const reported = new Set<number>();
  for (const knot of stronglyConnected(atRunTime)) {
    knot.forEach((node) => reported.add(node));
    found.push(finding(nodes, links, knot, shortestCycle(atRunTime, knot), false));
  }
  const written = neighbours(true);
  for (const knot of stronglyConnected(written)) if (!knot.some((node) => reported.has(node))) found.push(finding(nodes, links, knot, shortestCycle(written, knot), true));
  return found;
}

function finding(nodes: readonly FileNode[], links: readonly ReadonlyMap<FileNode, { readonly lines: ReadonlySet<number> }>[], knot: readonly number[], way: readonly number[], erased: boolean): Finding {
  const places = way.slice(0, MAX_PLACES).map((node, i) => {
    const file = nodes[node]!;
    const line = Math.min(...(links[node]!.get(nodes[way[(i + 1) % way.length]!]!)?.lines ?? [1]));
    return { path: file.path, startLine: line, endLine: line, symbol: null, fileHash: file.hash };
  });
  const paths = way.slice(0, 6).map((node) => nodes[node]!.path);
  const around = `${paths.join(' → ')}${way.length > 6 ? ' → …' : ''} → ${paths[0]!}`;
  const size = knot.length > way.length ? `${knot.length} files import each other; the shortest way around is ` : '';
  return {
    id: findingId('import-cycle', places), kind: 'import-cycle', severity: erased ? 'info' : 'warning', places,
    message: `${size}${around}${erased ? ' (imports of types alone: erased at run time)' : ''}`, measures: { files: knot.length, cycle: way.length, typeOnly: erased ? 1 : 0, weight: knot.length },
  };
}
