import { citationLabel, type Omitted, type PackCandidate, type Turn } from '@twinmcp/context';

/**
 * Takes out what the client has: lines within lines that were sent whole, of a file that is the same. What is left out is
 * named with the question it was sent for, so that a client that lost it can ask for it again.
 */
export function withoutSent(candidates: readonly PackCandidate[], turns: readonly Turn[]): { fresh: PackCandidate[]; sent: Omitted[] } {
  const places = new Map<string, { startLine: number; endLine: number; fileHash: string; turn: number }[]>();
  for (const turn of turns) {
    for (const { path, startLine, endLine, fileHash, truncated } of turn.sent) {
      if (truncated || fileHash === null) continue;
      const list = places.get(path) ?? [];
      list.push({ startLine, endLine, fileHash, turn: turn.number });
      places.set(path, list);
    }
  }
  const fresh: PackCandidate[] = [];
  const sent: Omitted[] = [];
  for (const candidate of candidates) {
    const before = (places.get(candidate.path) ?? []).findLast((place) => place.fileHash === candidate.fileHash && place.startLine <= candidate.startLine && place.endLine >= candidate.endLine);
    if (before === undefined) fresh.push(candidate);
    else sent.push({ label: citationLabel(candidate), symbol: candidate.symbol, tokens: null, reason: 'sent', turn: before.turn });
  }
  return { fresh, sent };
}
