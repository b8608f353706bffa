import type { LiveConfig } from '@twinmcp/configuration';
import type { QualityWeights, RecommendationWeights, SearchWeights } from '@twinmcp/libraries';

type Libraries = LiveConfig['current']['libraries'];

export function searchWeights({ search_weights }: Libraries): SearchWeights {
  const { text, levenshtein, similarity, semantic } = search_weights;
  return { text, levenshtein, similarity, semantic };
}

export function qualityWeights({ quality_weights }: Libraries): QualityWeights {
  const { popularity, maintenance, documentation, testing, security, community } = quality_weights;
  return { popularity, maintenance, documentation, testing, security, community };
}

export function recommendationWeights({ recommendation_weights }: Libraries): RecommendationWeights {
  const { similar, alternatives, complementary } = recommendation_weights;
  return { similar, alternatives, complementary };
}
