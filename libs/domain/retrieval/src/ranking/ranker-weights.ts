import type { RankerCertainty, RankerWeights } from './ranker.ts';

/** Written by tools/ranking/train.py; docs/retrieval.md says what they are worth. */
export const RANKER_WEIGHTS: RankerWeights = {
  'change': {
    'fused': 6.0256,
    'isTest': -2.4102,
    'isDocs': -2.4102,
    'isExample': -2.4102,
    'isConfig': -2.4102,
    'isGenerated': -2.4102
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
    0.624,
    0.757
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
