"""Trains the static code embedding model: distils the teacher into token vectors, then fine-tunes on the mined pairs.

    python3 tools/embedding-training/train.py --work WORK        (after mine.py, prepare.py and teach.py; see README.md)
"""
import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np
import torch

from batches import Batches
from contrast import NESTED, Trainer
from hard import likeness_order
from model import DIMENSIONS, QUERY, Model, line, score

SEED = 5
SIF = 1e-3
AVERAGED_EVERY = 20


def distilled(teacher_vectors, seen, buckets, rng) -> Model:
    """Principal components of the teacher's vectors of the terms; weights by how rare a term is; random vectors for the buckets."""
    centred = teacher_vectors - teacher_vectors.mean(0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    vectors = centred @ axes[:, np.argsort(-values)[:DIMENSIONS]]
    noise = rng.standard_normal((buckets, DIMENSIONS)) * vectors.std(0).mean()
    probability = seen / seen.sum()
    return Model(np.vstack([vectors, noise]), SIF / (SIF + probability))


def planned(corpus, near, usable, taught, rng, args):
    """Batches of one epoch: (pairs, where the teacher's vectors of them are, or None). Of one kind each unless mixed, so that what is wrong is hard to tell."""
    rows = rng.permutation(usable)[:int(args.share * len(usable))]
    of_kind = lambda rows: [rows] if args.mixed else [rows[corpus.groups[rows] == group] for group in range(3)]
    cut = lambda part: [part[i:i + args.batch] for i in range(0, len(part) - args.batch + 1, args.batch)]
    plan = [(batch, None) for part in of_kind(rows) for batch in cut(in_runs(part, near, rng, args.neighbours))]
    if taught is not None:
        where = {row: i for i, row in enumerate(taught[0])}
        plan += [(batch, np.array([where[row] for row in batch])) for part in of_kind(rng.permutation(taught[0])) for batch in cut(part)]
    return [plan[i] for i in rng.permutation(len(plan))]


def in_runs(rows, near, rng, length):
    """Rows that are near each other in runs of that length, so that a batch holds neighbours that are hard to tell apart."""
    if length < 2:
        return rows
    ordered = rows[np.argsort(near[rows], kind='stable')]
    runs = np.array_split(ordered, max(1, len(ordered) // length))
    return np.concatenate([runs[i] for i in rng.permutation(len(runs))])


class Mean:
    """Of a model at several times."""

    def __init__(self):
        self.count, self.sums = 0, None

    def add(self, model):
        parts = [model.vectors, model.log_weights, model.log_places]
        self.sums = [p.astype(np.float64) for p in parts] if self.sums is None else [s + p for s, p in zip(self.sums, parts)]
        self.count += 1

    def put_into(self, model):
        for part, total in zip((model.vectors, model.log_weights, model.log_places), self.sums):
            part[:] = total / self.count


def fine_tune(model, data, taught, rng, args, log):
    corpus = data['corpus']
    trainer = Trainer(model, args.rate, args.weight_rate, args.place_rate, args.temperature, args.taught, args.taught_temperature, args.learn_asked_places, not args.one_weight, NESTED[:1] if args.unnested else NESTED)
    batches = Batches(corpus, rng, args.framed, args.documented, args.terse)
    usable = np.flatnonzero((corpus.lengths[:, 0] > 0) & (corpus.lengths[:, 1] + corpus.lengths[:, 3] > 2))
    near = likeness_order(pickle.load((args.work / f'{args.hard}.pickle').open('rb')), corpus) if args.hard else corpus.sources
    plans = [planned(corpus, near, usable, taught, rng, args) for _ in range(args.epochs)]
    total, done, started, mean = sum(map(len, plans)), 0, time.time(), Mean()
    for epoch, plan in enumerate(plans):
        losses = []
        for rows, where in plan:
            factor = min(1, (done + 1) / 50) * max(.02, 1 - done / total)
            likeness = None if where is None else torch.from_numpy(taught[1][where].astype(np.float32) @ taught[2][where].astype(np.float32).T)
            losses.append(trainer.step(*batches.sides(rows), len(rows), factor, likeness))
            done += 1
            if done >= args.averaged * total and (total - done) % AVERAGED_EVERY == 0:
                mean.add(model)
            if done % 200 == 0:
                print(f'  {done}/{total} loss {np.mean(losses[-100:]):.3f} {time.time() - started:.0f}s', flush=True)
        log(line(f'epoch {epoch + 1} loss {np.mean(losses):.3f}', score(model, data['dev'])))
    mean.put_into(model)
    log(line(f'mean of {mean.count}', score(model, data['dev'])))
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--epochs', type=int, default=2)
    parser.add_argument('--batch', type=int, default=1024)
    parser.add_argument('--rate', type=float, default=3e-3)
    parser.add_argument('--weight-rate', type=float, default=2e-2)
    parser.add_argument('--place-rate', type=float, default=1e-2)
    parser.add_argument('--averaged', type=float, default=.5, help='the weights are the mean of those after this share of the steps')
    parser.add_argument('--neighbours', type=int, default=128, help='so many pairs of one source stand together in a batch')
    parser.add_argument('--temperature', type=float, default=.05)
    parser.add_argument('--taught', type=float, default=0., help="weight of the teacher's likenesses")
    parser.add_argument('--taught-temperature', type=float, default=.05)
    parser.add_argument('--framed', type=float, default=.4, help='share of the questions put as people ask: "how to … in python"')
    parser.add_argument('--documented', type=float, default=.5, help='share of the functions that keep their documentation')
    parser.add_argument('--terse', type=float, default=.5, help='share of the questions without the words that a search leaves out')
    parser.add_argument('--mixed', action='store_true', help='batches of all kinds of pairs (ablation)')
    parser.add_argument('--hard', help='an earlier model: neighbours in a batch are what it finds alike, not what is of one source')
    parser.add_argument('--unnested', action='store_true', help='256 dimensions alone (ablation)')
    parser.add_argument('--learn-asked-places', action='store_true', help='places count in questions too (ablation)')
    parser.add_argument('--one-weight', action='store_true', help='the same token weights for questions and documents (ablation)')
    parser.add_argument('--flat', action='store_true', help='places do not count (ablation; with --place-rate 0)')
    parser.add_argument('--share', type=float, default=1., help='share of the pairs, for quick looks')
    parser.add_argument('--random', action='store_true', help='start from random vectors instead of the teacher (ablation)')
    parser.add_argument('--terms', default='teacher-terms', help="the file of the teacher's vectors of the terms")
    parser.add_argument('--start', type=Path, help='a trained model to go on from')
    parser.add_argument('--seed', type=int, default=SEED, help='another shows how far two runs differ')
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--out', default='model')
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    taught = pickle.load((args.work / 'taught.pickle').open('rb')) if args.taught else None
    lines = []

    def log(text):
        print(text, flush=True)
        lines.append(text)
        (args.work / f'{args.out}.log').write_text('\n'.join(lines) + '\n')

    log(json.dumps({k: str(v) for k, v in vars(args).items() if k != 'work'}))
    vectors = pickle.load((args.work / f'{args.terms}.pickle').open('rb'))
    if args.random:
        vectors = rng.standard_normal(vectors.shape)
    model = distilled(vectors, data['seen'], data['vocabulary'].buckets, rng)
    if args.start:
        model = pickle.load(args.start.open('rb'))
    if not args.learn_asked_places:
        model.log_places[QUERY] = 0
    if args.flat:
        model.log_places[:] = 0
    log(line('start', score(model, data['dev'])))
    if args.epochs:
        fine_tune(model, data, taught, rng, args, log)
    log('places ' + json.dumps([[round(float(np.exp(x)), 3) for x in side] for side in model.log_places]))
    for dimensions in (128, 64):
        log(line(f'{dimensions} dimensions', score(model, data['dev'], dimensions)))
    pickle.dump(model, (args.work / f'{args.out}.pickle').open('wb'), protocol=5)


if __name__ == '__main__':
    main()
