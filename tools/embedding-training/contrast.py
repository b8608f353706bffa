"""Contrastive fine-tuning of token vectors and token weights: InfoNCE both ways over the batch, nested dimensions, Adam on the rows touched."""
import numpy as np
from scipy import sparse

from model import DIMENSIONS, Model, damped

NESTED = ((256, 1.0), (128, .4), (64, .2))


def project(factor, vectors):
    raw = factor @ vectors
    length = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-6)
    return raw / length, length


def info_nce(q, d, temperature):
    """Loss and its gradients at q and d, which are unit length."""
    logits = (q @ d.T) / temperature
    size = len(q)
    rows = np.exp(logits - logits.max(1, keepdims=True))
    rows /= rows.sum(1, keepdims=True)
    cols = np.exp(logits - logits.max(0, keepdims=True))
    cols /= cols.sum(0, keepdims=True)
    loss = -(np.log(np.diagonal(rows) + 1e-12).mean() + np.log(np.diagonal(cols) + 1e-12).mean()) / 2
    grad = (rows + cols) / 2
    grad[np.arange(size), np.arange(size)] -= 1
    grad /= size * temperature
    return loss, grad @ d, grad.T @ q


class Adam:
    """Rows are only moved, and their moments only aged, when a batch has them."""

    def __init__(self, shape, rate):
        self.m, self.v, self.rate = np.zeros(shape, np.float32), np.zeros(shape, np.float32), rate
        self.steps = np.zeros(shape[0], np.float32)

    def move(self, parameters, rows, grad, rate_factor):
        self.steps[rows] += 1
        t = self.steps[rows].reshape(-1, *[1] * (grad.ndim - 1))
        m = self.m[rows] = .9 * self.m[rows] + .1 * grad
        v = self.v[rows] = .999 * self.v[rows] + .001 * grad * grad
        parameters[rows] -= self.rate * rate_factor * (m / (1 - .9 ** t)) / (np.sqrt(v / (1 - .999 ** t)) + 1e-8)


class Trainer:
    def __init__(self, model: Model, rate=2e-3, weight_rate=2e-2, temperature=.05, pull=0.0):
        self.model, self.temperature, self.pull = model, temperature, pull
        self.start = model.vectors.copy() if pull else None
        self.vectors, self.weights = Adam(model.vectors.shape, rate), Adam(model.log_weights.shape, weight_rate)

    def step(self, q_counts, d_counts, rate_factor):
        both = damped(sparse.vstack([q_counts, d_counts]).tocsr())
        tokens, inverse = np.unique(both.indices, return_inverse=True)
        local = sparse.csr_matrix((both.data, inverse, both.indptr), shape=(both.shape[0], len(tokens)))
        weight = np.exp(self.model.log_weights[tokens])[:, None]
        table = self.model.vectors[tokens]
        weighted = table * weight
        raw = local @ weighted
        grad_raw = np.zeros_like(raw)
        size, total = q_counts.shape[0], 0.
        for dimensions, share in NESTED:
            part = raw[:, :dimensions]
            length = np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
            unit = part / length
            loss, gq, gd = info_nce(unit[:size], unit[size:], self.temperature)
            grad = np.vstack([gq, gd]) * share
            grad_raw[:, :dimensions] += (grad - unit * (grad * unit).sum(1, keepdims=True)) / length
            if dimensions == DIMENSIONS:
                total = loss
        grad_weighted = local.T @ grad_raw
        grad_log_weight = (grad_weighted * weighted).sum(1)
        grad_vectors = grad_weighted * weight
        if self.pull:
            grad_vectors += self.pull * (table - self.start[tokens])
        self.vectors.move(self.model.vectors, tokens, grad_vectors, rate_factor)
        self.weights.move(self.model.log_weights, tokens, grad_log_weight, rate_factor)
        return total


def near_batches(vectors, size, rng, group=16):
    """Batches made of groups of near neighbours: each group are hard negatives of one another."""
    order = rng.permutation(len(vectors))
    # Random hyperplanes sort what is alike side by side; a group is a run of that order.
    planes = rng.standard_normal((vectors.shape[1], 12)).astype(np.float32)
    codes = ((vectors[order] @ planes) > 0) @ (1 << np.arange(12))
    ordered = order[np.lexsort((vectors[order] @ planes[:, 0], codes))]
    groups = [ordered[i:i + group] for i in range(0, len(ordered) - group + 1, group)]
    shuffled = rng.permutation(len(groups))
    per = size // group
    for i in range(0, len(shuffled) - per + 1, per):
        yield np.concatenate([groups[g] for g in shuffled[i:i + per]])
