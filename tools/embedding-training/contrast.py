"""One step of the fine-tuning: InfoNCE both ways over the batch at nested dimensions, and the teacher's likenesses where there are some; Adam on the rows touched."""
import numpy as np
import torch
from torch.nn import functional

from model import DOCUMENT, PLACES, QUERY, Model, between_knots

NESTED = ((256, 1.0), (128, .4), (64, .2))


class Adam:
    """Rows are only moved, and their moments only aged, when a batch has them."""

    def __init__(self, parameters, rate):
        self.p, self.rate = parameters, rate
        self.m, self.v, self.steps = torch.zeros_like(parameters), torch.zeros_like(parameters), torch.zeros(len(parameters))

    def move(self, rows, grad, factor):
        self.steps[rows] += 1
        t = self.steps[rows].view(-1, *[1] * (grad.dim() - 1))
        m = self.m[rows] * .9 + grad * .1
        v = self.v[rows] * .999 + grad * grad * .001
        self.m[rows], self.v[rows] = m, v
        self.p[rows] -= self.rate * factor * (m / (1 - .9 ** t)) / ((v / (1 - .999 ** t)).sqrt() + 1e-8)


class Trainer:
    def __init__(self, model: Model, rate=3e-3, weight_rate=2e-2, place_rate=1e-2, temperature=.05, taught=0., taught_temperature=.05, asked_places=False, asked_weights=True, nested=NESTED):
        self.nested = nested
        self.model, self.temperature, self.taught, self.taught_temperature, self.asked_weights = model, temperature, taught, taught_temperature, asked_weights
        self.vectors = torch.from_numpy(model.vectors)
        self.weights = [torch.from_numpy(w) for w in model.log_weights]
        self.places = torch.from_numpy(model.log_places)
        self.placed = torch.arange(0 if asked_places else DOCUMENT, 2)
        self.knots = torch.from_numpy(between_knots())
        self.moves = Adam(self.vectors, rate), [Adam(w, weight_rate) for w in self.weights], Adam(self.places, place_rate)

    def step(self, asked, answers, size, factor, likeness=None):
        used = np.unique(np.concatenate([asked[1], answers[1]]))
        rows = torch.from_numpy(used)
        table = self.vectors[rows].requires_grad_()
        weights = [w[rows].requires_grad_() for w in self.weights] if self.asked_weights else [self.weights[1][rows].requires_grad_()] * 2
        places = self.places.clone().requires_grad_()
        raw = [self._embed(found, size, used, table, weights[side], places[side]) for side, found in ((QUERY, asked), (DOCUMENT, answers))]
        loss, first = 0., None
        for dimensions, share in self.nested:
            q, d = (functional.normalize(r[:, :dimensions], eps=1e-6) for r in raw)
            logits = q @ d.T / self.temperature
            target = torch.arange(size)
            part = (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2
            if first is None:
                first = part.detach()
            if likeness is not None:
                likely, logits = likeness / self.taught_temperature, logits * (self.temperature / self.taught_temperature)
                part = part + self.taught * sum(functional.kl_div(l.log_softmax(1), t.log_softmax(1), log_target=True, reduction='batchmean') for l, t in ((logits, likely), (logits.T, likely.T))) / 2
            loss = loss + share * part
        loss.backward()
        with torch.no_grad():
            self.moves[0].move(rows, table.grad, factor)
            if self.asked_weights:
                for move, weight in zip(self.moves[1], weights):
                    there = weight.grad != 0
                    move.move(rows[there], weight.grad[there], factor)
            else:
                self.moves[1][1].move(rows, weights[1].grad, factor)
                self.weights[0][rows] = self.weights[1][rows]
            # Of questions alike unless asked for: mined questions begin with what they are about, as documentation does, and those of people do not.
            self.moves[2].move(self.placed, places.grad[self.placed], factor)
        return float(first)

    def _embed(self, found, size, used, table, weights, places):
        texts, tokens, at = found
        keys, inverse = np.unique(texts * len(used) + np.searchsorted(used, tokens), return_inverse=True)
        worth = (self.knots @ places).exp()[torch.from_numpy(np.minimum(at, PLACES - 1))]
        counts = torch.zeros(len(keys)).index_add(0, torch.from_numpy(inverse), worth)
        counts = torch.where(counts > 1, 1 + counts.clamp(min=1).log(), counts)
        local = torch.from_numpy(keys % len(used))
        offsets = torch.from_numpy(np.searchsorted(keys // len(used), np.arange(size)))
        return functional.embedding_bag(local, table, offsets, mode='sum', per_sample_weights=counts * weights.exp()[local])
