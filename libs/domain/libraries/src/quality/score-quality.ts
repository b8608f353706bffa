import type { Grade, QualityPartName, QualityScore } from '@twinmcp/contracts';
import { qualityEvidence, type Evidence, type QualityInput } from './quality-evidence.ts';

export type QualityWeights = Record<QualityPartName, number>;

export const DEFAULT_QUALITY_WEIGHTS: QualityWeights = { popularity: 0.2, maintenance: 0.25, documentation: 0.15, testing: 0.15, security: 0.15, community: 0.1 };

/** A grade that stands on less evidence than this share of the weight would be a guess; the score and its evidence are still shown. */
const LEAST_KNOWN = 0.2;

const GRADES: readonly (readonly [Grade, number])[] = [['A+', 0.9], ['A', 0.8], ['B', 0.7], ['C', 0.6], ['D', 0.5]];

/**
 * Quality in six parts (LR-3). A part is the weighted mean of its evidence; evidence that is unknown gives its weight to the
 * rest of its part, and a part with nothing known gives its weight to the other parts. Nothing is guessed: with nothing
 * known at all there is no score.
 */
export function scoreQuality(input: QualityInput, weights: QualityWeights = DEFAULT_QUALITY_WEIGHTS): Omit<QualityScore, 'warnings'> {
  const evidence = qualityEvidence(input);
  const parts = (Object.keys(weights) as QualityPartName[]).map((part) => ({ part, score: weightedMean(evidence[part]), weight: weights[part], evidence: evidence[part] }));
  const known = parts.filter(({ score }) => score !== null);
  const weightKnown = known.reduce((sum, { weight }) => sum + weight, 0);
  const score = weightKnown === 0 ? null : known.reduce((sum, part) => sum + part.weight * part.score!, 0) / weightKnown;
  const share = shareKnown(parts);
  return {
    id: input.record.id,
    version: input.record.latest,
    score,
    grade: score === null || share < LEAST_KNOWN ? null : gradeOf(score),
    known: share,
    parts: parts.map((part) => ({
      part: part.part, score: part.score, weight: part.weight,
      effectiveWeight: part.score === null || weightKnown === 0 ? 0 : part.weight / weightKnown,
      evidence: part.evidence.map(({ what, value, score: worth, source }) => ({ what, value, score: worth, source })),
    })),
  };
}

export function gradeOf(score: number): Grade {
  return GRADES.find(([, least]) => score >= least - 1e-9)?.[0] ?? 'F';
}

function weightedMean(evidence: readonly Evidence[]): number | null {
  const known = evidence.filter(({ score }) => score !== null);
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? null : known.reduce((sum, { score, weight }) => sum + score! * weight, 0) / total;
}

/** Of the configured weight, how much stands on evidence: a score from a tenth of it is worth little. */
function shareKnown(parts: readonly { weight: number; evidence: readonly Evidence[] }[]): number {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return parts.reduce((sum, { weight, evidence }) => sum + weight * evidence.reduce((share, item) => share + (item.score === null ? 0 : item.weight), 0), 0) / total;
}
