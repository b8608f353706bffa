"""The mean of models over one vocabulary that were trained apart: each is turned to the axes of the first (orthogonal Procrustes). Tried, not part of the command."""
import argparse
import copy
import pickle
from pathlib import Path

import numpy as np

from model import line, score

MOST_SEEN = 1e4


def averaged(models, shares, seen, buckets):
    """`shares` sum to 1. Lengths of vectors and of weights mean something only within a model, so they are made alike first."""
    own = len(seen) - buckets
    importance = np.sqrt(np.minimum(seen, MOST_SEEN))[:, None]
    first, out = models[0], copy.deepcopy(models[0])
    for part in (out.vectors, out.log_weights, out.log_places):
        part[:] = 0
    for model, share in zip(models, shares):
        u, _, v = np.linalg.svd((model.vectors * importance).T @ (first.vectors * importance))
        turned = model.vectors @ (u @ v if model is not first else np.eye(u.shape[0])).astype(np.float32)
        out.vectors += share * turned / np.linalg.norm(turned[:own], axis=1).mean()
        out.log_weights += share * (model.log_weights - model.log_weights[:, :own].mean(1, keepdims=True))
        out.log_places += share * model.log_places
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--models', nargs='+', required=True)
    parser.add_argument('--shares', nargs='+', type=float, required=True)
    parser.add_argument('--out', default='averaged')
    args = parser.parse_args()
    if len(args.models) != len(args.shares) or abs(sum(args.shares) - 1) > 1e-6:
        raise SystemExit('one share for each model, 1 together')
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    models = [pickle.load((args.work / f'{name}.pickle').open('rb')) for name in args.models]
    model = averaged(models, args.shares, data['seen'], data['vocabulary'].buckets)
    for dimensions in (256, 128, 64):
        print(line(f'averaged, {dimensions} dimensions', score(model, data['dev'], dimensions)))
    pickle.dump(model, (args.work / f'{args.out}.pickle').open('wb'), protocol=5)


if __name__ == '__main__':
    main()
