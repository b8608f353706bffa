/** Names in ascending order of id, each followed by the number of its words: see `POSTINGS`. */
export type Postings = ArrayLike<number>;

/** Lists, or blocks of one, as one list with each name once. */
export function unite(parts: readonly Postings[]): Postings {
  if (parts.length === 1) return parts[0]!;
  if (parts.every((part, i) => i === 0 || part[0]! > parts[i - 1]![parts[i - 1]!.length - 2]!)) return concatenate(parts);
  const words = new Map<number, number>();
  for (const part of parts) for (let i = 0; i < part.length; i += 2) words.set(part[i]!, part[i + 1]!);
  return [...words].sort(([a], [b]) => a - b).flat();
}

function concatenate(parts: readonly Postings[]): Postings {
  const whole: number[] = [];
  for (const part of parts) for (let i = 0; i < part.length; i++) whole.push(part[i]!);
  return whole;
}

/** What all lists hold. */
export function intersect(lists: readonly Postings[]): Postings {
  const [rarest, ...others] = lists.toSorted((a, b) => a.length - b.length);
  return others.reduce((common, other) => {
    const kept: number[] = [];
    for (let i = 0, k = 0; i < common.length; i += 2) {
      while (k < other.length && other[k]! < common[i]!) k += 2;
      if (other[k] === common[i]) kept.push(common[i]!, common[i + 1]!);
    }
    return kept;
  }, rarest ?? []);
}
