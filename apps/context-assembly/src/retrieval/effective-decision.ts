import type { ModeDecision } from '@twinmcp/context';
import type { Settled } from './settled.ts';

/** The mode the answer was really made in, after what failed. */
export function effectiveDecision(decision: ModeDecision, definitions: number, symbols: Settled<unknown> | null, searched: Settled<unknown> | null): ModeDecision {
  if (decision.mode === 'ast' && searched !== null && definitions === 0) return { ...decision, mode: searched.ok ? 'rag' : 'ast', reasons: [...decision.reasons, symbols?.ok ? 'no definition was found, so text search answers' : 'the symbol index gave no answer, so text search answers'] };
  if (decision.mode !== 'ast' && searched && !searched.ok && definitions > 0) return { ...decision, mode: 'ast', reasons: [...decision.reasons, 'text search gave no answer, so definitions by name answer'] };
  if (decision.mode === 'hybrid' && symbols && !symbols.ok) return { ...decision, mode: 'rag' };
  return decision;
}
