import type { RankerCertainty, RankerWeights } from './ranker.ts';

/** Written by tools/ranking/train.py; docs/retrieval.md says what they are worth. */
export const RANKER_WEIGHTS: RankerWeights = {
  'change': {
    'fused': 5.6647,
    'isTest': -2.2659,
    'isDocs': -2.2659,
    'isExample': -2.2659,
    'isConfig': -2.2659,
    'isGenerated': -2.2659,
    'age': 1.3948
  },
  'statement': {
    'fused': 7.4847,
    'leafWhole': 5.2417,
    'lexicalPlaces': 1.1763
  },
  'question': {
    'fused': 8.7247,
    'found': -1.6074
  },
  'snippet': {
    'fused': 1.0,
    'dense': 5.5043,
    'found': 2.929
  }
};

export const RANKER_CERTAINTY: RankerCertainty = {
  'change': [
    0.504,
    0.953
  ],
  'statement': [
    0.291,
    0.533
  ],
  'question': [
    2.385,
    1.445
  ],
  'snippet': [
    -0.115,
    1.149
  ]
};
