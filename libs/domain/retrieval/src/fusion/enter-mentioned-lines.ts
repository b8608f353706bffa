import { candidateKey, newCandidate, type Candidate } from './candidate.ts';
import { fileStrength } from './mention-strength.ts';
import type { PlaceMention } from './model.ts';

/** Lines shown before and after a line that the question points at. */
const AROUND = 15;
const MAX_MENTIONS = 20;
/** The file was found by its words, so its channel counts as a source; the lines themselves add nothing there. */
const FOUND = 1e-6;

/** Enters the surroundings of a line that the question names (`reply.js:152`, a stack frame) when the file was found but not the chunk with that line. */
export function enterMentionedLines(candidates: Map<string, Candidate>, mentions: readonly PlaceMention[]): void {
  for (const mention of mentions.slice(0, MAX_MENTIONS)) {
    if (mention.line === null) continue;
    const line = mention.line;
    const files = Map.groupBy([...candidates.values()].filter(({ place }) => fileStrength(place.path, mention.path) >= 0.6), ({ place }) => place.path);
    for (const [path, known] of files) {
      if (known.some(({ place }) => place.startLine <= line && line <= place.endLine)) continue;
      const startLine = Math.max(1, line - AROUND);
      const endLine = (mention.endLine ?? line) + AROUND;
      const { language, fileHash } = known[0]!.place;
      candidates.set(candidateKey(path, startLine, endLine), newCandidate({ path, language, fileHash, kind: 'text', symbol: null, startLine, endLine }, { lexical: FOUND }));
    }
  }
}
