import type { RankedSymbol } from '../model.ts';

export interface MapSymbol extends RankedSymbol {
  /** Null when the source could not be read. */
  readonly signature: string | null;
}

export interface RepositoryMap {
  readonly text: string;
  /** Exact count of `text`. */
  readonly tokens: number;
  /** In the order of `text`. */
  readonly files: readonly { readonly path: string; readonly symbols: readonly MapSymbol[] }[];
}

const MAX_SIGNATURE = 120;

/**
 * As many of the best symbols as the budget holds, drawn as files with their signatures by line. The file with the best
 * symbol comes first; members are indented below what they are in, or name it where it is not shown.
 */
export function packMap(ranked: readonly MapSymbol[], budget: number, count: (text: string) => number): RepositoryMap {
  let best: RepositoryMap = { text: '', tokens: 0, files: [] };
  let low = 0;
  let high = ranked.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const drawn = draw(ranked.slice(0, middle));
    const tokens = count(drawn.text);
    if (tokens <= budget) {
      best = { ...drawn, tokens };
      low = middle;
    } else high = middle - 1;
  }
  return best;
}

function draw(symbols: readonly MapSymbol[]): Pick<RepositoryMap, 'text' | 'files'> {
  const byPath = new Map<string, MapSymbol[]>();
  for (const ranked of symbols) {
    const list = byPath.get(ranked.symbol.path);
    if (list) list.push(ranked);
    else byPath.set(ranked.symbol.path, [ranked]);
  }
  const files = [...byPath].map(([path, list]) => ({ path, symbols: list.sort((a, b) => a.symbol.startLine - b.symbol.startLine || b.symbol.endLine - a.symbol.endLine || a.symbol.nameLine - b.symbol.nameLine || compare(a.symbol.qualifiedName, b.symbol.qualifiedName)) }));
  return { text: files.map(({ path, symbols: list }) => [path, ...drawFile(list)].join('\n')).join('\n\n'), files };
}

function drawFile(symbols: readonly MapSymbol[]): string[] {
  const open: MapSymbol[] = [];
  return symbols.map((ranked) => {
    const { symbol, signature } = ranked;
    while (open.length > 0 && !holds(open.at(-1)!, ranked)) open.pop();
    const container = symbol.qualifiedName.slice(0, -symbol.name.length).replace(/\.$/, '');
    const alone = container !== '' && open.length === 0 ? `${container}: ` : '';
    const line = `${'  '.repeat(open.length + 1)}${symbol.nameLine}: ${alone}${shorten(signature ?? `${symbol.kind} ${symbol.name}`)}`;
    open.push(ranked);
    return line;
  });
}

function holds({ symbol: outer }: MapSymbol, { symbol: inner }: MapSymbol): boolean {
  return outer.startLine <= inner.startLine && inner.endLine <= outer.endLine && inner.qualifiedName.startsWith(`${outer.qualifiedName}.`);
}

function shorten(text: string): string {
  return text.length <= MAX_SIGNATURE ? text : `${text.slice(0, MAX_SIGNATURE - 1)}…`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
