import type { QualityScore } from '@twinmcp/contracts';

export interface Compared {
  readonly id: string;
  readonly quality: Pick<QualityScore, 'score' | 'known'> | null;
  readonly installed: boolean;
  readonly warnings: readonly { readonly kind: string }[];
}

const GRAVE = new Set(['malicious', 'typosquat', 'deprecated', 'vulnerable']);
/** Closer than this is a draw: what is installed already is kept then. */
const DRAW = 0.03;
const ENOUGH_KNOWN = 0.25;

/** Which of some libraries to take, and why; none when too little is known of them. */
export function recommendOne(libraries: readonly Compared[]): { recommended: string | null; reason: string } {
  const sound = libraries.filter(({ warnings }) => !warnings.some(({ kind }) => GRAVE.has(kind)));
  if (sound.length === 0) return { recommended: null, reason: 'every one of them has a grave warning' };
  const scored = sound.filter(({ quality }) => quality?.score != null && quality.known >= ENOUGH_KNOWN).sort((a, b) => b.quality!.score! - a.quality!.score! || (a.id < b.id ? -1 : 1));
  const [best, second] = scored;
  if (!best) return { recommended: null, reason: 'too little is known of them: ask again where their registries can be reached' };
  const tied = scored.filter(({ quality }) => best.quality!.score! - quality!.score! <= DRAW);
  const installed = tied.find((library) => library.installed);
  if (tied.length > 1 && installed) return { recommended: installed.id, reason: `as good as the others (within ${DRAW}), and installed already` };
  if (tied.length > 1) return { recommended: best.id, reason: `a draw within ${DRAW}: ${tied.map(({ id }) => id).join(', ')}; by a hair` };
  const others = libraries.length - sound.length;
  return { recommended: best.id, reason: `highest quality (${best.quality!.score!.toFixed(2)}${second ? ` against ${second.quality!.score!.toFixed(2)}` : ''})${others > 0 ? `; ${others} left out for grave warnings` : ''}` };
}
