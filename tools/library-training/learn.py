"""Trains the model of library language: the teacher's vectors of whole texts are learnt as sums of terms, and what belongs together is brought together.

    python3 tools/library-training/learn.py --work WORK        (after mine.py, teach.py and terms.py; see README.md)
"""
import argparse
import json
import pickle
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.append(str(Path(__file__).resolve().parent.parent / 'embedding-training'))
from model import DOCUMENT, PLACES, QUERY, Model, between_knots
from terms import SEGMENTS
from texts import by_token, spread

SEED, SIF = 5, 1e-3
AT = {segment: i for i, segment in enumerate(SEGMENTS)}
NONE = None


class Texts:
    """Texts composed of segments of records, words dropped at random."""

    def __init__(self, data, rng):
        self.data, self.rng = data, rng

    def tokens(self, rows, segments, dropped=0.):
        """`segments`: (name, which rows have it) in the order they are read."""
        data = self.data
        starts = np.stack([data['starts'][rows, AT[name]] for name, _ in segments], 1)
        lengths = np.stack([data['lengths'][rows, AT[name]] * (1 if there is NONE else there) for name, there in segments], 1)
        words = data['flat'][spread(starts.ravel(), lengths.ravel())].astype(np.int64)
        sizes = lengths.sum(1)
        texts = np.repeat(np.arange(len(rows)), sizes)
        if np.any(dropped):
            share = np.broadcast_to(dropped, len(rows))
            keep = self.rng.random(len(words)) >= share[texts]
            words, texts = words[keep], texts[keep]
            sizes = np.bincount(texts, minlength=len(rows))
        places = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return by_token(words, texts, places, data['table'])


class Trainer:
    def __init__(self, model, rate, weight_rate, place_rate):
        self.vectors, self.weights, self.places = torch.from_numpy(model.vectors).requires_grad_(), torch.from_numpy(model.log_weights).requires_grad_(), torch.from_numpy(model.log_places).requires_grad_()
        self.knots = torch.from_numpy(between_knots())
        self.optimiser = torch.optim.Adam([{'params': [self.vectors], 'lr': rate}, {'params': [self.weights], 'lr': weight_rate}, {'params': [self.places], 'lr': place_rate}])
        self.rates = [group['lr'] for group in self.optimiser.param_groups]

    def embed(self, found, size, side):
        texts, tokens, at = found
        count = len(self.vectors)
        keys, inverse = np.unique(texts * count + tokens, return_inverse=True)
        places = self.places[side] if side == DOCUMENT else self.places[side].detach()
        worth = (self.knots @ places).exp()[torch.from_numpy(np.minimum(at, PLACES - 1))]
        counts = torch.zeros(len(keys)).index_add(0, torch.from_numpy(inverse), worth)
        counts = torch.where(counts > 1, 1 + counts.clamp(min=1).log(), counts)
        local = torch.from_numpy(keys % count)
        offsets = torch.from_numpy(np.searchsorted(keys // count, np.arange(size)))
        return functional.normalize(functional.embedding_bag(local, self.vectors, offsets, mode='sum', per_sample_weights=counts * self.weights[side].exp()[local]), eps=1e-6)

    def step(self, loss, factor):
        for group, rate in zip(self.optimiser.param_groups, self.rates):
            group['lr'] = rate * factor
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        return float(loss.detach())


def info(q, d, temperature):
    logits = q @ d.T / temperature
    target = torch.arange(len(q))
    return (functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)) / 2


def likely(q, d, wanted, temperature):
    """The likenesses of the teacher within the batch."""
    return functional.kl_div((q @ d.T / temperature).log_softmax(1), (wanted / temperature).log_softmax(1), log_target=True, reduction='batchmean')


def start(data, axes, rng):
    """The teacher's vectors of the terms on its main axes; weights by how rare a term is; random vectors for the buckets."""
    vectors = data['terms'] @ axes
    noise = rng.standard_normal((data['vocabulary'].buckets, axes.shape[1])) * vectors.std(0).mean()
    return Model(np.vstack([vectors, noise]), SIF / (SIF + data['seen'] / data['seen'].sum()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--dimensions', type=int, default=192)
    parser.add_argument('--epochs', type=float, default=12)
    parser.add_argument('--batch', type=int, default=768)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--weight-rate', type=float, default=1e-2)
    parser.add_argument('--place-rate', type=float, default=1e-2)
    parser.add_argument('--temperature', type=float, default=.05)
    parser.add_argument('--contrast', type=float, default=.3, help='weight of what belongs together beside the vectors of the teacher')
    parser.add_argument('--relations', type=float, default=0., help="weight of the teacher's likenesses within a batch")
    parser.add_argument('--regress', type=float, default=20., help="weight of the teacher's vectors")
    parser.add_argument('--names', type=float, default=1., help='weight of names beside the other pairs')
    parser.add_argument('--seed', type=int, default=SEED)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--out', default='model')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    taught = pickle.load((args.work / 'taught.pickle').open('rb'))
    has = {name: data['lengths'][:, at] > 0 for name, at in AT.items()}
    summaries, documents = taught['summary'].astype(np.float32), taught['document'].astype(np.float32)
    # A record without a text was read by its summary alone.
    whole = summaries.copy()
    whole[[i for i, line in enumerate((args.work / 'records.jsonl').open()) if json.loads(line)['text']]] = documents
    mean = (summaries.mean(0) + whole.mean(0)) / 2
    summaries, whole = summaries - mean, whole - mean
    values, axes = np.linalg.eigh(summaries.T @ summaries + whole.T @ whole)
    axes = axes[:, np.argsort(-values)[:args.dimensions]].astype(np.float32)
    data['terms'] = data['terms'] - data['terms'].mean(0)
    model = start(data, axes, rng)
    model.log_places[QUERY] = 0
    unit = lambda x: torch.from_numpy(x / np.linalg.norm(x, axis=1, keepdims=True))
    summaries, whole = unit(summaries @ axes), unit(whole @ axes)
    trainer, texts = Trainer(model, args.rate, args.weight_rate, args.place_rate), Texts(data, rng)
    count, started, losses = len(whole), time.time(), []
    total = int(args.epochs * (count // args.batch))
    order = np.concatenate([rng.permutation(count) for _ in range(int(np.ceil(args.epochs)) + 1)])
    for done in range(total):
        rows = order[done * args.batch:(done + 1) * args.batch]
        size, chance = len(rows), lambda share: rng.random(args.batch) < share
        factor = min(1, (done + 1) / 30) * max(.02, 1 - done / total)
        drop = np.where(chance(.5), .25, 0.)
        short = trainer.embed(texts.tokens(rows, [('summary', NONE)]), size, QUERY)
        long = trainer.embed(texts.tokens(rows, [('summary', NONE), ('text', NONE)]), size, DOCUMENT)
        target, full = summaries[rows], whole[rows]
        loss = 0
        if args.regress:
            loss = loss + args.regress * ((1 - (short * target).sum(1)).mean() + (1 - (long * full).sum(1)).mean()) / 2
        if args.relations:
            loss = loss + args.relations * (likely(short, long, target @ full.T, args.temperature) + likely(long, short, full @ target.T, args.temperature)) / 2
        if args.contrast:
            named = chance(.5)
            pairs = []
            keep = np.flatnonzero(has['text'][rows])
            some = lambda name, rows, segments, share=NONE: texts.tokens(rows, segments, 0. if share is NONE else share)
            r = rows[keep]
            pairs.append((trainer.embed(texts.tokens(r, [('summary', NONE)], drop[keep]), len(r), QUERY), trainer.embed(texts.tokens(r, [('name', named[keep]), ('tags', chance(.5)[keep]), ('text', NONE)]), len(r), DOCUMENT), 1.))
            r = rows[has['cloze'][rows]]
            pairs.append((trainer.embed(texts.tokens(r, [('cloze', NONE)], .15), len(r), QUERY), trainer.embed(texts.tokens(r, [('name', rng.random(len(r)) < .5), ('summary', NONE), ('rest', NONE)]), len(r), DOCUMENT), 1.))
            r = rows[has['tags'][rows]]
            if len(r) > 1:
                pairs.append((trainer.embed(texts.tokens(r, [('tags', NONE)], .4), len(r), QUERY), trainer.embed(texts.tokens(r, [('name', rng.random(len(r)) < .5), ('summary', NONE), ('text', NONE)]), len(r), DOCUMENT), .3))
            if args.names:
                r = rows[has['name'][rows]]
                flip = done % 2 == 0
                name = trainer.embed(texts.tokens(r, [('name', NONE)]), len(r), QUERY if flip else DOCUMENT)
                said = trainer.embed(texts.tokens(r, [('summary', NONE), ('text', NONE)] if flip else [('summary', NONE)]), len(r), DOCUMENT if flip else QUERY)
                pairs.append((name, said, args.names) if flip else (said, name, args.names))
            loss = loss + args.contrast * sum(weight * info(q, d, args.temperature) for q, d, weight in pairs)
        losses.append(trainer.step(loss, factor))
        if (done + 1) % 50 == 0:
            print(f'  {done + 1}/{total} loss {np.mean(losses[-50:]):.3f} {time.time() - started:.0f} s', flush=True)
    print('places', [round(float(np.exp(x)), 3) for x in model.log_places[DOCUMENT]])
    pickle.dump(model, (args.work / f'{args.out}.pickle').open('wb'), protocol=5)


if __name__ == '__main__':
    main()
