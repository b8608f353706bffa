import type { RankerCertainty, RankerWeights } from './ranker.ts';

/** Written by tools/ranking/train.py; docs/retrieval.md says what they are worth. */
export const RANKER_WEIGHTS: RankerWeights = {
  'change': {
    'fused': 6.0756,
    'isTest': -2.4302,
    'isDocs': -2.4302,
    'isExample': -2.4302,
    'isConfig': -2.4302,
    'isGenerated': -2.4302
  },
  'statement': {
    'fused': 7.4391,
    'leafWhole': 5.1975,
    'lexicalPlaces': 1.1667
  },
  'question': {
    'fused': 7.4913,
    'nameCovered': 0.469
  },
  'snippet': {
    'fused': 1.0,
    'dense': 5.3754,
    'found': 3.0049
  }
};

export const RANKER_CERTAINTY: RankerCertainty = {
  'change': [
    0.635,
    0.747
  ],
  'statement': [
    0.281,
    0.562
  ],
  'question': [
    2.109,
    1.29
  ],
  'snippet': [
    -0.111,
    1.056
  ]
};
