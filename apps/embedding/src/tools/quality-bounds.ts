import type { TwinMcpConfig } from '@twinmcp/configuration';
import type { QualityBounds } from '@twinmcp/vectorization';

export function qualityBounds({ embedding: { quality } }: TwinMcpConfig): QualityBounds {
  const { drift } = quality;
  return {
    meanCosine: { most: quality.mean_cosine_max, drift },
    effectiveDimensions: { drift },
    hubness: { most: quality.hubness_max, drift: drift * 2 },
    collisionShare: { most: quality.collision_share_max },
    neighbourOverlap: { least: quality.neighbour_overlap_min },
    knownPairMargin: { drift },
    knownPairAccuracy: { least: quality.known_pair_accuracy_min, drift },
    probeRecall: { least: quality.probe_recall_min, drift },
    probeMrr: { drift },
  };
}
