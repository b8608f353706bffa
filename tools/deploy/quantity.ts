const SUFFIXES: Readonly<Record<string, number>> = { m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, '': 1 };

/** A quantity of Kubernetes in its base unit: cores or bytes. Throws for what is none. */
export function quantity(text: string | number | undefined): number {
  const [, digits, suffix] = /^(\d+(?:\.\d+)?(?:e\d+)?)([a-zA-Z]*)$/.exec(String(text ?? 0)) ?? [];
  const factor = SUFFIXES[suffix ?? '?'];
  if (digits === undefined || factor === undefined) throw new Error(`"${text}" is no quantity`);
  return Number(digits) * factor;
}

export interface Room {
  cpu: number;
  memory: number;
}

/** Pods that find no node, the largest placed first: a lower bound of what the scheduler can do, which knows more rules. */
export function unplaced(free: readonly Room[], pods: readonly (Room & { readonly name: string })[]): string[] {
  const nodes = free.map((node) => ({ ...node }));
  const left: string[] = [];
  for (const pod of [...pods].sort((a, b) => b.memory - a.memory || b.cpu - a.cpu)) {
    const node = nodes.find(({ cpu, memory }) => cpu >= pod.cpu && memory >= pod.memory);
    if (!node) left.push(pod.name);
    else {
      node.cpu -= pod.cpu;
      node.memory -= pod.memory;
    }
  }
  return left;
}
