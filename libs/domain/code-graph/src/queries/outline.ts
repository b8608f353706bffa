import type { LinkedWorkspace } from '../linked-workspace.ts';
import type { OutlineNode } from '../model.ts';
import { toSymbol } from './symbols.ts';

export function outline({ table }: LinkedWorkspace, path: string): OutlineNode[] {
  const file = table.at(path.replace(/^\.\//, ''));
  if (!file) return [];
  const { skeleton } = file;
  const build = (symbol: number, depth: number): OutlineNode => ({ symbol: toSymbol({ file, symbol }), children: depth > 50 ? [] : skeleton.children(symbol).map((child) => build(child, depth + 1)) });
  return skeleton.symbols.flatMap(({ container }, i) => (container === -1 ? [build(i, 0)] : []));
}
