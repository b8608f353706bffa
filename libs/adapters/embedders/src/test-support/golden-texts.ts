/** The generator of tools/embedding-training/export.py, draw for draw. */
export function goldenTexts(terms: readonly string[], count = 10_240, seed = 11): string[] {
  let state = seed;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$ .(){}=/-äéßñçΩЖшд検索エンジン한글😀'];
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(24) }, () => {
      const kind = below(6);
      const term = terms[below(terms.length)]!;
      const other = terms[below(terms.length)]!;
      if (kind === 0) return term + other.slice(0, 1).toUpperCase() + other.slice(1);
      if (kind === 1) return `${term}_${other}`;
      if (kind === 2) return Array.from({ length: 1 + below(12) }, () => letters[below(letters.length)]).join('');
      return term;
    }).join(' '),
  );
}
