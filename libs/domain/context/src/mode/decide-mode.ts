import type { Mode } from '@twinmcp/contracts';
import type { QueryUnderstanding } from '../query/model.ts';
import { definitionHits } from '../symbols/definition-strength.ts';
import type { ModeSituation } from './mode-features.ts';
import { selectMode, type EffectiveMode, type ModeWeights } from './select-mode.ts';

export interface ModeEvidence {
  /** What the request or, failing that, the configuration asks for. */
  readonly requested: Mode;
  readonly query: QueryUnderstanding;
  /** What the symbol index found for names and for plain words; null when nothing could be looked up. */
  readonly symbols?: Pick<ModeSituation, 'named' | 'worded'> | null;
  /** Best look-up score of each name of the query, in its order; null when the symbol index gave no answer. */
  readonly nameScores: readonly number[] | null;
  /** `hybrid.ast_threshold` */
  readonly astThreshold: number;
  /** Other weights than the shipped ones: to measure them. */
  readonly weights?: ModeWeights;
}

export interface ModeDecision {
  readonly mode: EffectiveMode;
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** What the learnt selector gives each mode; absent when it was not asked. */
  readonly likely?: Readonly<Record<EffectiveMode, number>>;
}

/** A name this sure counts as asked for. */
const NAMED = 0.8;

/**
 * The documented rule. The learnt selector says which mode is likely best for a question like this; three bounds hold
 * whatever it says. `ast` alone needs a symbol confidence of at least `hybrid.ast_threshold`: the question names symbols, the
 * symbol index knows them all, and little else is asked (mean look-up score × (1 − .1 for each word of prose past the
 * second), − .2 for each trace or quotation), or its few words are, whole, the name of a symbol. And places in files that
 * the question points at are looked for by every channel; definitions are left out only where nothing names one.
 */
export function decideMode(evidence: ModeEvidence): ModeDecision {
  if (evidence.requested !== 'automatic') return { mode: evidence.requested, confidence: 1, reasons: [`${evidence.requested} was asked for`] };
  const { query, nameScores, symbols, astThreshold } = evidence;
  if (nameScores === null) return { mode: 'hybrid', confidence: 0.5, reasons: ['the symbol index gave no answer, so every other channel is used'] };

  const { likely, reasons } = selectMode({ query, named: symbols?.named ?? [], worded: symbols?.worded ?? [] }, evidence.weights);
  const sure = symbolConfidence(evidence);
  const asked = query.names.filter((name) => name.certainty >= NAMED).slice(0, 3).map((name) => name.name).join(', ');
  if (likely.ast >= likely.rag && likely.ast >= likely.hybrid && sure >= astThreshold) {
    return { mode: 'ast', confidence: Math.min(1, Math.max(sure, likely.ast)), likely, reasons: [`the symbol index knows ${asked === '' ? query.words.slice(0, 3).join(' ') : asked} (confidence ${sure.toFixed(2)} ≥ ${astThreshold}) and little else is asked`, ...reasons] };
  }
  if (query.frames.length > 0 || query.paths.length > 0) return { mode: 'hybrid', confidence: Math.max(0.5, likely.hybrid), likely, reasons: ['the question points at places in files: text search finds what lies there, symbols what is defined there'] };
  // Definitions cost little beside text search: they are left out only where nothing of the question names one.
  if (likely.rag > likely.hybrid && !namesSymbols(evidence)) return { mode: 'rag', confidence: likely.rag / (likely.rag + likely.hybrid), likely, reasons: ['nothing of the question names a symbol', ...reasons] };
  const why = likely.ast > Math.max(likely.rag, likely.hybrid) ? `symbols alone would do, but their confidence ${sure.toFixed(2)} is below ${astThreshold}` : likely.rag > likely.hybrid ? 'the question is plain language: text search leads, symbols that its words name support it' : null;
  return { mode: 'hybrid', confidence: likely.rag + likely.hybrid, likely, reasons: why === null ? reasons : [why] };
}

function namesSymbols({ query, symbols }: ModeEvidence): boolean {
  return query.names.length > 0 || definitionHits(query, [], symbols?.worded ?? []).length > 0;
}

/** How sure it is that the definitions alone answer: 0..1. */
function symbolConfidence({ query, nameScores, symbols }: ModeEvidence): number {
  const asked = query.names.filter((name) => name.certainty >= NAMED).length;
  const other = query.quotedCode.length + query.frames.length + query.errors.length;
  if (asked === 0) {
    if (query.words.length === 0 || query.words.length > 2 || other > 0 || query.paths.length > 0) return 0;
    const best = (symbols?.worded ?? []).filter((hit) => query.words.some((word) => hit.name.toLowerCase() === word)).reduce((most, hit) => Math.max(most, hit.score), 0);
    return best / query.words.length;
  }
  const scores = (nameScores ?? []).slice(0, asked);
  const mean = scores.reduce((sum, score) => sum + score, 0) / asked;
  return Math.max(0, Math.min(1, mean * (1 - 0.1 * Math.max(0, query.words.length - 2)) - 0.2 * other));
}
