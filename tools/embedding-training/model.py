"""The static model: a text is the weighted sum of its tokens' vectors, made unit length."""
import numpy as np
from scipy import sparse

DIMENSIONS = 256


def damped(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """A token that comes again adds less: 1 + ln(count)."""
    out = counts.copy()
    out.data = (1 + np.log(out.data)).astype(np.float32)
    return out


def unit(vectors):
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Model:
    def __init__(self, vectors, weights):
        self.vectors = np.asarray(vectors, np.float32)
        self.log_weights = np.log(np.asarray(weights, np.float32))

    def embed(self, counts: sparse.csr_matrix, dimensions=DIMENSIONS):
        return unit(damped(counts) @ (self.vectors[:, :dimensions] * np.exp(self.log_weights)[:, None]))


def score(model, dev_counts, dimensions=DIMENSIONS):
    return {dev.name: dev.score(model.embed(q, dimensions), model.embed(d, dimensions)) for dev, q, d in dev_counts}


def line(name, results):
    mean = np.mean([r['MRR'] for r in results.values()])
    return f'{name:34s} ' + ' '.join(f"{s}={r['MRR']:.3f}/{r['nDCG@10']:.3f}" for s, r in results.items()) + f' mean={mean:.4f}'
