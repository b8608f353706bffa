import type { LinkedWorkspace, Pause } from '../linked-workspace.ts';
import type { FileNode } from '../files/file-table.ts';
import { IMPORT_KIND } from '../names/file-edges.ts';
import { REFERENCE_KINDS } from '@twinmcp/syntax';

export const RELATIONS = ['calls', 'uses', 'inherits', 'imports'] as const;
const RELATION_OF: readonly number[] = [...REFERENCE_KINDS.map((kind) => (kind === 'call' || kind === 'new' || kind === 'decorator' ? 0 : kind === 'extends' || kind === 'implements' ? 2 : 1)), 3];

/** Neighbours of every node in one array each (compressed sparse rows): those of node n are `starts[n]` to `starts[n + 1]`, ascending. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly nodes: Uint32Array;
  /** Best confidence of an edge between the two, in hundredths. */
  readonly confidence: Uint8Array;
  readonly relation: Uint8Array;
  /** Number of uses, at most 255. */
  readonly uses: Uint8Array;
}

/** All symbols of a workspace and who uses whom, as numbers. A snapshot: it stays what it is when files change. */
export interface SymbolGraph {
  readonly files: readonly FileNode[];
  /** Node of file i as such; its symbols follow. Ends with the number of nodes. */
  readonly bases: Uint32Array;
  readonly outgoing: Rows;
  readonly incoming: Rows;
}

export class SymbolGraphs {
  readonly #workspace: LinkedWorkspace;
  #graph: SymbolGraph | null = null;
  #revision = -1;

  constructor(workspace: LinkedWorkspace) {
    this.#workspace = workspace;
  }

  /** Made once for each state of the workspace. */
  async get(pause: Pause): Promise<SymbolGraph> {
    await this.#workspace.linkAll(pause);
    if (this.#graph === null || this.#revision !== this.#workspace.revision) {
      this.#graph = null;
      this.#graph = buildSymbolGraph(this.#workspace);
      this.#revision = this.#workspace.revision;
    }
    return this.#graph;
  }
}

export function buildSymbolGraph(workspace: LinkedWorkspace): SymbolGraph {
  const files = workspace.table.all;
  const number = new Map(files.map((file, i) => [file, i]));
  const bases = new Uint32Array(files.length + 1);
  let count = 0;
  files.forEach((file, i) => {
    bases[i + 1] = bases[i]! + 1 + file.skeleton.symbols.length;
    count += workspace.edges(file).count;
  });
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const data = new Uint16Array(count); // confidence and relation
  let at = 0;
  files.forEach((file, i) => {
    const edges = workspace.edges(file);
    const targets = edges.targets.map((target) => number.get(target) ?? -1);
    for (let row = 0; row < edges.count; row++) {
      const target = targets[edges.fileNumber(row)]!;
      if (target < 0) continue;
      from[at] = bases[i]! + 1 + edges.from(row);
      to[at] = bases[target]! + 1 + edges.symbol(row);
      const kind = edges.kind(row);
      data[at] = (Math.round(edges.confidence(row) * 100) << 2) | (kind === IMPORT_KIND ? 3 : RELATION_OF[kind]!);
      if (from[at] !== to[at]) at++;
    }
  });
  const nodes = bases[files.length]!;
  return { files, bases, outgoing: rows(nodes, from, to, data, at), incoming: rows(nodes, to, from, data, at) };
}

/** Counting sort by the one side, then by the other inside a row; equal pairs become one. */
function rows(nodes: number, keys: Uint32Array, values: Uint32Array, data: Uint16Array, count: number): Rows {
  const starts = new Uint32Array(nodes + 1);
  for (let i = 0; i < count; i++) starts[keys[i]! + 1]!++;
  for (let i = 0; i < nodes; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[keys[i]!]!++] = i;
  const merged = { starts: new Uint32Array(nodes + 1), nodes: new Uint32Array(count), confidence: new Uint8Array(count), relation: new Uint8Array(count), uses: new Uint8Array(count) };
  let size = 0;
  for (let node = 0; node < nodes; node++) {
    merged.starts[node] = size;
    const row = order.subarray(starts[node]!, starts[node + 1]!);
    if (row.length > 1) row.sort((a, b) => values[a]! - values[b]! || a - b);
    for (const i of row) {
      const same = size > merged.starts[node]! && merged.nodes[size - 1] === values[i]!;
      if (!same) {
        merged.nodes[size] = values[i]!;
        merged.relation[size] = 3;
        size++;
      }
      merged.confidence[size - 1] = Math.max(merged.confidence[size - 1]!, data[i]! >> 2);
      merged.relation[size - 1] = strongest(merged.relation[size - 1]!, data[i]! & 3);
      merged.uses[size - 1] = Math.min(255, merged.uses[size - 1]! + 1);
    }
  }
  merged.starts[nodes] = size;
  return { starts: merged.starts, nodes: merged.nodes.slice(0, size), confidence: merged.confidence.slice(0, size), relation: merged.relation.slice(0, size), uses: merged.uses.slice(0, size) };
}

/** inherits > calls > uses > imports. */
function strongest(a: number, b: number): number {
  const order = [2, 1, 3, 0];
  return order[a]! >= order[b]! ? a : b;
}

/** File and symbol (-1: the file itself) of a node. */
export function placeOf({ files, bases }: SymbolGraph, node: number): { readonly file: FileNode; readonly symbol: number } {
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (bases[middle]! <= node) low = middle;
    else high = middle - 1;
  }
  return { file: files[low]!, symbol: node - bases[low]! - 1 };
}
