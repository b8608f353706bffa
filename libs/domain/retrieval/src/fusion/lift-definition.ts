import { candidateKey, newCandidate, type Candidate } from './candidate.ts';
import type { DefinitionHit } from './model.ts';

/** A named definition longer than this enters by its first lines only; the rest of it ranks on its own. */
const MAX_DEFINITION_LINES = 120;
/** Chunks of the definition other than the one with its name. */
const BODY_SHARE = 0.4;

/** Raises the chunk that holds the definition's name, a little also the rest of its body; enters the definition itself when no chunk of it was found. */
export function liftDefinition(candidates: Map<string, Candidate>, byPath: Map<string, Candidate[]>, definition: DefinitionHit): void {
  let named = false;
  for (const candidate of byPath.get(definition.path) ?? []) {
    const { startLine, endLine } = candidate.place;
    if (startLine > definition.endLine || endLine < definition.startLine) continue;
    const holdsName = startLine <= definition.nameLine && definition.nameLine <= endLine;
    named ||= holdsName;
    // A chunk of several small declarations has no name of its own: it is here for this one.
    if (holdsName && candidate.place.symbol === null) candidate.place = { ...candidate.place, symbol: definition.qualifiedName };
    candidate.symbol = Math.max(candidate.symbol, definition.strength * (holdsName ? 1 : BODY_SHARE));
  }
  if (named) return;
  const endLine = Math.min(definition.endLine, definition.startLine + MAX_DEFINITION_LINES - 1);
  const key = candidateKey(definition.path, definition.startLine, endLine);
  const place = { path: definition.path, language: definition.language, fileHash: definition.fileHash, kind: 'symbol', symbol: definition.qualifiedName, startLine: definition.startLine, endLine };
  const candidate: Candidate = candidates.get(key) ?? newCandidate(place);
  candidate.symbol = Math.max(candidate.symbol, definition.strength);
  if (candidates.has(key)) return;
  candidates.set(key, candidate);
  const neighbours = byPath.get(definition.path);
  if (neighbours) neighbours.push(candidate);
  else byPath.set(definition.path, [candidate]);
}
