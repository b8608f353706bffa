import { citationLabel, type Omitted, type PackCandidate } from '@twinmcp/context';
import type { CallContext, RpcClient } from '@twinmcp/messaging';
import type { FusedPlace } from '@twinmcp/retrieval';
import { readPlaces } from './read-places.ts';

export interface Gathered {
  /** Best first, with fresh text. */
  readonly candidates: PackCandidate[];
  readonly unreadable: Omitted[];
  readonly notRead: Omitted[];
  readonly stale: number;
  /** Why the source could not be read; null when it could. */
  readonly failure: unknown;
}

/** Places below this share of the best score are noise that an answer is better without. */
export const SCORE_FLOOR = 0.25;
const MAX_PLACES = 2_000;
const TOKENS_PER_LINE = 10;
/** Read more than the estimate says fits: estimates err, places overlap, some are stale, and their text may change their order. */
const MARGIN = 2;
const MAX_ROUNDS = 4;
const NAMED_WITHOUT_TEXT = 20;

/** Reads the best places, round by round, until their text fills the budget or nothing good is left. */
export async function gatherCandidates(rpc: RpcClient, workspaceId: string, places: readonly FusedPlace[], budget: number, ctx: CallContext): Promise<Gathered> {
  const floor = (places[0]?.score ?? 0) * SCORE_FLOOR;
  const worthy = places.filter((place) => place.score >= floor).slice(0, MAX_PLACES);
  const candidates: PackCandidate[] = [];
  const unreadable: Omitted[] = [];
  let stale = 0;
  let failure: unknown = null;
  let next = 0;
  let characters = 0;
  for (let round = 0; round < MAX_ROUNDS && next < worthy.length && failure === null; round++) {
    const wanted = budget * MARGIN - characters / 4;
    if (wanted <= 0) break;
    const from = next;
    for (let tokens = 0; next < worthy.length && tokens < wanted && next - from < 500; next++) tokens += (worthy[next]!.endLine - worthy[next]!.startLine + 2) * TOKENS_PER_LINE;
    const result = await readPlaces(rpc, workspaceId, worthy.slice(from, next), ctx);
    failure = result.failure;
    for (const { place, range } of result.read) {
      if (range?.status === 'fresh' && range.text !== '') {
        characters += range.text.length;
        candidates.push({ path: place.path, language: place.language, symbol: place.symbol, startLine: range.startLine, endLine: range.endLine, score: place.score, sources: [...place.sources], text: range.text, commit: range.commit, dirty: range.dirty, fileHash: range.fileHash, parser: range.parser, head: range.enclosing, notes: range.parser === 'degraded' ? ['the file could be parsed only in part'] : [] });
        continue;
      }
      if (range?.status === 'stale') stale++;
      if (range?.status !== 'fresh') unreadable.push({ label: citationLabel({ ...place, commit: range?.commit ?? null, dirty: range?.dirty ?? false }), symbol: place.symbol, tokens: null, reason: range?.status === 'stale' ? 'stale' : 'missing' });
    }
  }
  const notRead = worthy.slice(next, next + NAMED_WITHOUT_TEXT).map((place): Omitted => ({ label: citationLabel(place), symbol: place.symbol, tokens: null, reason: failure === null ? 'budget' : 'missing' }));
  return { candidates, unreadable, notRead, stale, failure };
}
