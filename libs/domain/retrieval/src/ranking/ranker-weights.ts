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
    'fused': 6.816,
    'leafWhole': 5.1525,
    'lexicalPlaces': 1.1775,
    'together': 2.4992,
    'short': 0.7232
  },
  'question': {
    'fused': 6.6701,
    'together': 1.1683,
    'short': 0.6813
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
    0.332,
    0.582
  ],
  'question': [
    2.001,
    1.366
  ],
  'snippet': [
    -0.111,
    1.056
  ]
};
