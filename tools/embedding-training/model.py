"""The static model: a text is the weighted sum of its tokens' vectors, made unit length.

A token counts as often as it is there, an occurrence less the later in the text its word comes; what comes again adds
less. Questions and documents share the vectors; weights and places are learnt for each of the two.
"""
import numpy as np
from scipy import sparse

from texts import occurrences

DIMENSIONS = 256
QUERY, DOCUMENT = 0, 1
# The place of a word in its text; between two of these the logarithm is interpolated, after the last it stays.
KNOTS = (0, 1, 2, 4, 6, 9, 13, 20, 30, 45, 65, 100, 150, 255)
PLACES = KNOTS[-1] + 1


def between_knots():
    """PLACES × KNOTS: the share of each knot in each place."""
    scale = np.log1p(np.arange(PLACES) / 4)
    return np.stack([np.interp(scale, scale[list(KNOTS)], row) for row in np.eye(len(KNOTS))], 1).astype(np.float32)


def damped(count):
    """1 + ln(count), and below one the count itself."""
    return np.where(count > 1, 1 + np.log(np.maximum(count, 1)), count)


def unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Model:
    def __init__(self, vectors, weights):
        self.vectors = np.asarray(vectors, np.float32)
        self.log_weights = np.stack([np.log(np.asarray(weights, np.float32))] * 2)
        self.log_places = np.stack([np.zeros(len(KNOTS)), -np.log1p(np.array(KNOTS) / 20)]).astype(np.float32)

    def places(self, side):
        return np.exp(between_knots() @ self.log_places[side])

    def embed(self, found, size, side, dimensions=DIMENSIONS):
        """`found`: texts, tokens, places of all occurrences in `size` texts."""
        texts, tokens, places = found
        weights = self.places(side)[np.minimum(places, PLACES - 1)]
        counts = sparse.coo_matrix((weights, (texts, tokens)), shape=(size, len(self.vectors))).tocsr()
        counts.sum_duplicates()
        counts.data = damped(counts.data).astype(np.float32)
        return unit(counts @ (self.vectors[:, :dimensions] * np.exp(self.log_weights[side])[:, None]))


class Measured:
    """A development set as tokens."""

    def __init__(self, dev, words, table):
        self.dev = dev
        split = len(dev.questions)
        self.sides = []
        for rows in (slice(0, split), slice(split, None)):
            starts, lengths = words.starts[rows], words.lengths[rows]
            self.sides.append((occurrences(words.flat, starts[:, None], lengths[:, None], table), len(starts)))

    def score(self, model, dimensions=DIMENSIONS):
        return self.dev.score(*(model.embed(found, size, side, dimensions) for side, (found, size) in enumerate(self.sides)))


def score(model, measured, dimensions=DIMENSIONS):
    return {one.dev.name: one.score(model, dimensions) for one in measured}


def line(name, results):
    if not results:
        return f'{name:34s} no labelled sets at hand'
    means = ' '.join(f'{key}={np.mean([r[key] for r in results.values()]):.4f}' for key in ('MRR', 'choose', 'held'))
    return f'{name:34s} ' + ' '.join(f"{s}={r['MRR']:.3f}/{r['nDCG@10']:.3f} ({r['choose']:.3f} {r['held']:.3f})" for s, r in results.items()) + f' mean {means}'
