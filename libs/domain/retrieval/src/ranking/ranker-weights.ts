import type { RankerCertainty, RankerWeights } from './ranker.ts';

/** Written by tools/ranking/train.py; docs/retrieval.md says what they are worth. */
export const RANKER_WEIGHTS: RankerWeights = {
  'change': {
    'fused': 6.0375,
    'isTest': -2.415,
    'isDocs': -2.415,
    'isExample': -2.415,
    'isConfig': -2.415,
    'isGenerated': -2.415
  },
  'statement': {
    'fused': 7.4847,
    'leafWhole': 5.2417,
    'lexicalPlaces': 1.1763
  },
  'question': {
    'fused': 7.686
  },
  'snippet': {
    'fused': 1.0,
    'dense': 5.5043,
    'found': 2.929
  }
};

export const RANKER_CERTAINTY: RankerCertainty = {
  'change': [
    0.63,
    0.771
  ],
  'statement': [
    0.291,
    0.533
  ],
  'question': [
    2.379,
    1.745
  ],
  'snippet': [
    -0.115,
    1.149
  ]
};
