"""Pairs that an earlier model finds alike, near each other: each batch is then full of negatives that are hard to tell (tried; see docs/embedding-model.md)."""
import numpy as np

from model import DOCUMENT
from texts import occurrences

CLUSTERS, BLOCK, DIMENSIONS, SEED = 1_024, 8_192, 64, 3
ANSWER, LONGEST = (1, 2, 3), (30, 40, 60)


def likeness_order(model, corpus):
    """A number for each pair: pairs of one cluster of answers have the same, those of clusters side by side have near ones."""
    rng, centres, found = np.random.default_rng(SEED), None, []
    for at in range(0, len(corpus.types), BLOCK):
        rows = np.arange(at, min(at + BLOCK, len(corpus.types)))
        tokens = occurrences(corpus.flat, corpus.starts[rows][:, ANSWER], np.minimum(corpus.lengths[rows][:, ANSWER], LONGEST), corpus.table)
        vectors = model.embed(tokens, len(rows), DOCUMENT, DIMENSIONS)
        if centres is None:
            centres = vectors[rng.choice(len(vectors), CLUSTERS, replace=False)]
        found.append((vectors @ centres.T).argmax(1))
    left, walk = list(range(1, CLUSTERS)), [0]
    while left:
        nearest = int(np.argmax(centres[left] @ centres[walk[-1]]))
        walk.append(left.pop(nearest))
    rank = np.empty(CLUSTERS, np.int64)
    rank[walk] = np.arange(CLUSTERS)
    return rank[np.concatenate(found)]
