/** Components of more than one node (Tarjan 1972, without recursion), each ascending, in the order of their first node. */
export function stronglyConnected(neighbours: readonly (readonly number[])[]): number[][] {
  const size = neighbours.length;
  const index = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const onStack = new Uint8Array(size);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  for (let root = 0; root < size; root++) {
    if (index[root]! >= 0) continue;
    const work: { readonly node: number; edge: number }[] = [{ node: root, edge: 0 }];
    while (work.length > 0) {
      const frame = work[work.length - 1]!;
      const { node } = frame;
      if (frame.edge === 0) {
        index[node] = low[node] = next++;
        stack.push(node);
        onStack[node] = 1;
      }
      const to = neighbours[node]![frame.edge];
      if (to !== undefined) {
        frame.edge++;
        if (index[to]! < 0) work.push({ node: to, edge: 0 });
        else if (onStack[to]) low[node] = Math.min(low[node]!, index[to]!);
        if (frame.edge > 0) continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low[parent.node] = Math.min(low[parent.node]!, low[node]!);
      if (low[node] !== index[node]) continue;
      const component: number[] = [];
      for (let member = -1; member !== node; ) {
        member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
      }
      if (component.length > 1) found.push(component.sort((a, b) => a - b));
    }
  }
  return found.sort((a, b) => a[0]! - b[0]!);
}

/** A shortest cycle inside a component, from its smallest node on; of equal ones the first found. */
export function shortestCycle(neighbours: readonly (readonly number[])[], component: readonly number[]): number[] {
  const inside = new Set(component);
  let best: number[] = [...component];
  // From each node of a small knot; of a huge one the first nodes are enough to show a way.
  for (const start of component.slice(0, 200)) {
    const before = new Map<number, number>([[start, -1]]);
    const queue = [start];
    let end = -1;
    for (let i = 0; i < queue.length && end < 0; i++) {
      for (const to of neighbours[queue[i]!]!) {
        if (to === start && queue[i] !== start) {
          end = queue[i]!;
          break;
        }
        if (inside.has(to) && !before.has(to)) {
          before.set(to, queue[i]!);
          queue.push(to);
        }
      }
    }
    if (end < 0) continue;
    const way: number[] = [];
    for (let at = end; at !== -1; at = before.get(at)!) way.unshift(at);
    if (way.length < best.length || best.length === component.length) best = way.length <= best.length ? way : best;
    if (best.length === 2) break;
  }
  const first = best.indexOf(Math.min(...best));
  return [...best.slice(first), ...best.slice(0, first)];
}
