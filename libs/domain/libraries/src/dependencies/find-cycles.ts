import type { GraphIndex } from './graph-index.ts';

/** Groups of packages that depend on each other in a circle: strongly connected components (Tarjan 1972), without recursion so that deep graphs are no matter. */
export function findCycles(index: GraphIndex): number[][] {
  const count = index.packages.length;
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const onStack = new Uint8Array(count);
  const stack: number[] = [];
  const cycles: number[][] = [];
  let next = 0;
  for (let start = 0; start < count; start++) {
    if (order[start] !== -1) continue;
    const work: [node: number, edge: number][] = [[start, 0]];
    while (work.length > 0) {
      const top = work.at(-1)!;
      const [node, at] = top;
      if (at === 0) {
        order[node] = low[node] = next++;
        stack.push(node);
        onStack[node] = 1;
      }
      const edges = index.out[node]!;
      let went = false;
      for (let i = at; i < edges.length; i++) {
        const to = edges[i]!.to;
        if (to < 0) continue;
        if (order[to] === -1) {
          top[1] = i + 1;
          work.push([to, 0]);
          went = true;
          break;
        }
        if (onStack[to]) low[node] = Math.min(low[node]!, order[to]!);
      }
      if (went) continue;
      work.pop();
      const parent = work.at(-1);
      if (parent) low[parent[0]] = Math.min(low[parent[0]]!, low[node]!);
      if (low[node] !== order[node]) continue;
      const component: number[] = [];
      for (let member = -1; member !== node; ) {
        member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
      }
      if (component.length > 1 || index.out[node]!.some(({ to }) => to === node)) cycles.push(component.reverse());
    }
  }
  return cycles.sort((a, b) => b.length - a.length);
}
