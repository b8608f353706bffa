import type { Mode } from '@twinmcp/contracts';
import type { QueryUnderstanding } from '../query/model.ts';

export type EffectiveMode = Exclude<Mode, 'automatic'>;

export interface ModeEvidence {
  /** What the request or, failing that, the configuration asks for. */
  readonly requested: Mode;
  readonly query: QueryUnderstanding;
  /** Best look-up score of each name of the query, in its order; null when the symbol index gave no answer. */
  readonly nameScores: readonly number[] | null;
  /** Whether a plain word of the query is the name of a symbol; null when nobody looked. */
  readonly wordResolved: boolean | null;
  /** `hybrid.ast_threshold` */
  readonly astThreshold: number;
}

export interface ModeDecision {
  readonly mode: EffectiveMode;
  readonly confidence: number;
  readonly reasons: readonly string[];
}

/** A name this sure counts as asked for. */
const NAMED = 0.8;

/**
 * The documented rule. `ast` when the question names symbols, the symbol index knows them all with a confidence of at
 * least `hybrid.ast_threshold`, and little else is asked: confidence = mean look-up score × (1 − .1 for each word of
 * prose past the second). `rag` when neither a name nor a word of it is a symbol. Else `hybrid`.
 */
export function decideMode(evidence: ModeEvidence): ModeDecision {
  if (evidence.requested !== 'automatic') return { mode: evidence.requested, confidence: 1, reasons: [`${evidence.requested} was asked for`] };
  const { query, nameScores } = evidence;
  if (nameScores === null) return { mode: 'hybrid', confidence: 0.5, reasons: ['the symbol index gave no answer, so every other channel is used'] };

  const asked = query.names.filter((name) => name.certainty >= NAMED);
  if (asked.length > 0) return decideForNames(evidence, asked.length);
  if (query.frames.length > 0 || query.paths.length > 0) return { mode: 'hybrid', confidence: 0.8, reasons: ['the question points at places in files: text search finds what lies there, symbols what is defined there'] };
  if (evidence.wordResolved === false && query.names.length === 0) return { mode: 'rag', confidence: 0.7, reasons: ['no word of the question is the name of a symbol'] };
  return { mode: 'hybrid', confidence: 0.7, reasons: ['the question is plain language: text search leads, symbol names support it'] };
}

function decideForNames({ query, nameScores, astThreshold }: ModeEvidence, asked: number): ModeDecision {
  const scores = (nameScores ?? []).slice(0, asked);
  const mean = scores.reduce((sum, score) => sum + score, 0) / asked;
  const prose = Math.max(0, query.words.length - 2);
  const other = query.quotedCode.length + query.frames.length;
  const confidence = Math.max(0, Math.min(1, mean * (1 - 0.1 * prose) - 0.2 * other));
  const names = query.names.slice(0, Math.min(3, asked)).map((name) => name.name).join(', ');
  if (confidence >= astThreshold) return { mode: 'ast', confidence, reasons: [`the symbol index knows ${names} (confidence ${confidence.toFixed(2)} ≥ ${astThreshold}) and little else is asked`] };
  const unknown = scores.filter((score) => score < astThreshold).length;
  const why = unknown > 0 ? `${unknown} of ${asked} names (${names}) are not surely known symbols` : `beside ${names} there is more in the question`;
  return { mode: 'hybrid', confidence: 1 - confidence * 0.5, reasons: [`${why} (symbol confidence ${confidence.toFixed(2)} < ${astThreshold})`] };
}
