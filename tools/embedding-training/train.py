"""Trains the static code embedding model: distils the teacher into token vectors, then fine-tunes on the mined pairs.

    python3 tools/embedding-training/train.py --work WORK        (after mine.py and prepare.py; see README.md)
"""
import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np
from scipy import sparse

from contrast import Trainer, near_batches
from model import DIMENSIONS, Model, line, score

SEED = 5
SIF = 1e-3


def distilled(teacher_vectors, texts, buckets, rng) -> Model:
    """Principal components of the teacher's vectors of the terms; weights by how rare a term is; random vectors for the buckets."""
    centred = teacher_vectors - teacher_vectors.mean(0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    vectors = centred @ axes[:, np.argsort(-values)[:DIMENSIONS]]
    noise = rng.standard_normal((buckets, DIMENSIONS)) * vectors.std(0).mean()
    probability = texts / texts.sum()
    return Model(np.vstack([vectors, noise]), SIF / (SIF + probability))


# How people ask, around what they ask for; without its end a question reads like a documentation line.
FRAMES = {
    'python': ('how to', 'python', 'python how to', 'how to in python', 'in python', 'python function to', 'how do you in python', 'python code to', 'using python'),
    'javascript': ('how to', 'javascript', 'how to in javascript', 'in typescript', 'javascript function to', 'how do you', 'node js how to', 'typescript', 'where is the code that'),
}


class Batches:
    """Composes the two sides of a pair anew each time: what is asked with or without the name, what answers with or without its documentation."""

    def __init__(self, data, rng, framed, documented):
        self.counts, self.rng, self.framed, self.documented = data['counts'], rng, framed, documented
        vocabulary = data['vocabulary']
        python = np.isin(data['types'], ['doc', 'class', 'test'])
        frames = [[vocabulary.tokens([word])[0] for word in frame.split()] for language in FRAMES.values() for frame in language]
        self.frames = sparse.csr_matrix((np.ones(sum(map(len, frames)), np.float32), (np.repeat(np.arange(len(frames)), list(map(len, frames))), np.concatenate(frames))), shape=(len(frames), len(vocabulary)))
        self.first_frame = np.where(python, 0, len(FRAMES['python']))
        types = np.array(data['types'])
        self.code = ~np.isin(types, ['heading', 'cloze', 'link'])
        self.has_doc = np.asarray(self.counts['x'].sum(1)).ravel() > 0
        self.has_name = np.asarray(self.counts['n'].sum(1)).ravel() > 0

    def sides(self, rows):
        rng, size = self.rng, len(rows)
        pick = lambda mask: sparse.diags(mask.astype(np.float32))
        ask_name = self.code[rows] & self.has_name[rows] & (rng.random(size) < .15)
        with_doc = self.has_doc[rows] & (rng.random(size) < np.where(ask_name, .7, np.where(self.code[rows], self.documented, .5)))
        q = pick(~ask_name) @ self.counts['q'][rows] + pick(ask_name) @ self.counts['n'][rows]
        d = self.counts['d'][rows] + pick(with_doc) @ self.counts['x'][rows]
        if self.framed:
            chosen = self.first_frame[rows] + rng.integers(0, len(FRAMES['python']), size)
            q = q + pick(self.code[rows] & (rng.random(size) < self.framed)) @ self.frames[chosen]
        keep = lambda m, p: self._dropped(m.tocsr(), p)
        return keep(q, .1), keep(d, .15)

    def _dropped(self, matrix, share):
        matrix = matrix.copy()
        matrix.data = matrix.data * (self.rng.random(len(matrix.data)) >= share)
        matrix.eliminate_zeros()
        return matrix


def fine_tune(model, data, rng, epochs, batch, near, framed, documented, log, dev, **options):
    trainer, batches = Trainer(model, **options), Batches(data, rng, framed, documented)
    usable = np.flatnonzero((np.diff(data['counts']['q'].indptr) > 0) & (np.diff(data['counts']['d'].indptr) > 2))
    total, done, started = epochs * (len(usable) // batch), 0, time.time()
    for epoch in range(epochs):
        if near:
            vectors = model.embed(data['counts']['d'][usable])
            plan = [usable[rows] for rows in near_batches(vectors, batch, rng, near)]
        else:
            order = rng.permutation(usable)
            plan = [order[i:i + batch] for i in range(0, len(order) - batch + 1, batch)]
        losses = []
        for rows in plan:
            factor = min(1, (done + 1) / 50) * max(.02, 1 - done / total)
            q, d = batches.sides(rows)
            filled = (np.diff(q.indptr) > 0) & (np.diff(d.indptr) > 0)
            losses.append(trainer.step(q[filled], d[filled], factor))
            done += 1
        log(line(f'epoch {epoch + 1} loss {np.mean(losses):.3f} {time.time() - started:.0f}s', score(model, dev)))
    return model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--epochs', type=int, default=4)
    parser.add_argument('--batch', type=int, default=1024)
    parser.add_argument('--near', type=int, default=0, help='size of the groups of near neighbours in a batch; 0 = batches at random')
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--weight-rate', type=float, default=2e-2)
    parser.add_argument('--temperature', type=float, default=.05)
    parser.add_argument('--pull', type=float, default=0.)
    parser.add_argument('--framed', type=float, default=0., help='share of the questions put as people ask: "how to … in python"')
    parser.add_argument('--documented', type=float, default=.3, help='share of the functions that keep their documentation')
    parser.add_argument('--share', type=float, default=1., help='share of the pairs, for quick looks')
    parser.add_argument('--random', action='store_true', help='start from random vectors instead of the teacher (ablation)')
    parser.add_argument('--start', type=Path, help='a trained model to go on from')
    parser.add_argument('--out', default='model')
    args = parser.parse_args()
    rng = np.random.default_rng(SEED)
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    dev = data['dev']
    lines = []

    def log(text):
        print(text, flush=True)
        lines.append(text)

    log(json.dumps({k: str(v) for k, v in vars(args).items() if k != 'work'}))
    if args.start:
        model = pickle.load(args.start.open('rb'))
    elif args.random:
        model = distilled(rng.standard_normal((len(data['vocabulary'].terms), DIMENSIONS)), data['texts'], data['vocabulary'].buckets, rng)
    else:
        model = distilled(pickle.load((args.work / 'teacher-terms.pickle').open('rb')), data['texts'], data['vocabulary'].buckets, rng)
    log(line('start', score(model, dev)))
    if args.share < 1:
        rows = np.flatnonzero(rng.random(len(data['types'])) < args.share)
        data = {**data, 'counts': {k: v[rows] for k, v in data['counts'].items()}, 'types': [data['types'][i] for i in rows]}
    if args.epochs:
        fine_tune(model, data, rng, args.epochs, args.batch, args.near, args.framed, args.documented, log, dev, rate=args.rate, weight_rate=args.weight_rate, temperature=args.temperature, pull=args.pull)
    for dimensions in (128, 64):
        log(line(f'{dimensions} dimensions', score(model, dev, dimensions)))
    pickle.dump(model, (args.work / f'{args.out}.pickle').open('wb'), protocol=5)
    (args.work / f'{args.out}.log').write_text('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
