#!/usr/bin/env python3
"""Trains the weights of the ranker from the rows of features.mjs, and says what they are worth out of repository.

  python3 tools/ranking/train.py <rows folder> libs/domain/retrieval/src/ranking/ranker-weights.ts        # needs numpy, scipy

One conditional logit (McFadden 1974; listwise softmax, as ListNet) a kind of question: the chance that a file is the one that is meant,
among the files found. Features of each kind were chosen forward, by what they add out of repository. History and link sets: trained on the
other repositories. cosqa and docs-qa hold no repositories: five folds of their questions."""
import json, sys, pathlib
import numpy as np
from scipy.optimize import minimize
from rows import read, measure, reciprocal

KINDS = {
    'change': (lambda s: s.name.startswith('history'), ['isTest', 'isDocs', 'isExample', 'isConfig', 'isGenerated']),
    'statement': (lambda s: s.name.startswith('docs-links'), ['leafWhole', 'lexicalPlaces', 'together', 'short']),
    'question': (lambda s: s.name == 'docs-qa', ['together', 'short']),
    'snippet': (lambda s: s.name == 'cosqa', ['dense', 'found']),
}
RIDGE, TOP = 3e-3, 200
# The labels of histories name source files only, so they would have tests and documents never shown: no kind of file loses more than
# this share of what the first ranking can give.
MOST_LOSS = 0.4
# Names and places that a question mentions speak through the first ranking alone, and no set has enough of them: it always counts.
LEAST_FUSED = 1.0


def repository(name):
    return name.removeprefix('history-').removeprefix('docs-links-')


def matrix(one, query, features):
    rows = one.rows[query['rows']].astype(float)
    score = np.array([f['score'] for f in query['files']])
    return np.column_stack([score / max(score.max(), 1e-9)] + [rows[:, one.features.index(f)] for f in features])


def fit(parts, features, top=TOP):
    lists = []
    for one, queries in parts:
        for query in queries:
            for protocol in ('src', 'all') if one.name.startswith('history') else ('src',):
                keep = np.flatnonzero(query[protocol])
                keep = keep[np.argsort(-query['first'][keep], kind='stable')][:top]
                keep = np.union1d(keep, np.flatnonzero(query['right'] & query[protocol]))
                right = query['right'][keep]
                if right.any() and not right.all():
                    lists.append((matrix(one, query, features)[keep], right, (0.5 if one.name.startswith('history') else 1) / len(queries)))
    x, y = np.concatenate([l[0] for l in lists]), np.concatenate([l[1] for l in lists]).astype(float)
    scale = x.std(0) + 1e-3
    sizes = [len(l[1]) for l in lists]
    starts, owner = np.cumsum([0] + sizes)[:-1], np.repeat(np.arange(len(lists)), sizes)
    share = np.array([l[2] for l in lists])
    share = share / share.sum()
    target, x = y / np.add.reduceat(y, starts)[owner], x / scale
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 1e-5

    def loss(w):
        z = x @ w
        high = np.maximum.reduceat(z, starts)
        e = np.exp(z - high[owner])
        total = np.add.reduceat(e, starts)
        return (-(share[owner] * target * (z - high[owner] - np.log(total)[owner])).sum() + (ridge * w * w).sum(), x.T @ (share[owner] * (e / total[owner] - target)) + 2 * ridge * w)

    w = minimize(loss, np.zeros(x.shape[1]), jac=True, method='L-BFGS-B', bounds=[(LEAST_FUSED * scale[0], None)] + [(None, None)] * len(features)).x / scale
    for i, name in enumerate(features, 1):
        if name.startswith('is'):
            w[i] = max(w[i], -MOST_LOSS * w[0])
    return w


def folds(sets):
    if len(sets) > 1:
        for name in sorted({repository(s.name) for s in sets}):
            yield [(s, s.queries) for s in sets if repository(s.name) != name], [(s, s.queries) for s in sets if repository(s.name) == name]
    else:
        for k in range(5):
            pick = lambda mine: [(sets[0], [q for i, q in enumerate(sets[0].queries) if (i % 5 == k) == mine])]
            yield pick(False), pick(True)


def out_of_repository(sets, features):
    scores, sure = {}, []
    for train, test in folds(sets):
        w = fit(train, features)
        for one, queries in test:
            for query in queries:
                z = matrix(one, query, features) @ w
                scores[id(query)] = z + 1e-9 * query['first']
                p = np.exp(z - z.max())
                p = p / p.sum()
                best = np.argmax(np.where(query['src'], z, -np.inf))
                inside = p[best] / p[query['src']].sum()
                sure.append((inside, float(query['right'][best])))
    return scores, np.array(sure)


def calibration(sure, bins=10):
    """Expected calibration error (Naeini, Cooper & Hauskrecht, AAAI 2015): bins of equal width."""
    error = 0
    for b in range(bins):
        inside = (sure[:, 0] * bins).astype(int).clip(0, bins - 1) == b
        if inside.any():
            error += inside.mean() * abs(sure[inside, 0].mean() - sure[inside, 1].mean())
    return error


def certainty(sure):
    """Platt (1999): how often the best file is right, from its chance. A question with several right files has a best chance that says too little."""
    x = np.log(sure[:, 0].clip(1e-6, 1 - 1e-6) / (1 - sure[:, 0].clip(1e-6, 1 - 1e-6)))
    p = lambda w: 1 / (1 + np.exp(-(w[0] + w[1] * x)))
    w = minimize(lambda w: -np.mean(sure[:, 1] * np.log(p(w) + 1e-9) + (1 - sure[:, 1]) * np.log(1 - p(w) + 1e-9)), [0.0, 1.0], method='BFGS').x
    return w, p


def crossed(sure):
    """Each half told by the other."""
    parts = [sure[0::2], sure[1::2]]
    told = []
    for mine, other in (parts, parts[::-1]):
        w, _ = certainty(other)
        x = np.log(mine[:, 0].clip(1e-6, 1 - 1e-6) / (1 - mine[:, 0].clip(1e-6, 1 - 1e-6)))
        told.append(np.column_stack([1 / (1 + np.exp(-(w[0] + w[1] * x))), mine[:, 1]]))
    return np.concatenate(told)


def main(folder, target):
    sets = [s for s in read(folder) if 'conala' not in s.name]
    weights, certainties = {}, {}
    for kind, (mine, features) in KINDS.items():
        own = [s for s in sets if mine(s)]
        scores, sure = out_of_repository(own, features)
        for one in own:
            before, after = measure(one, lambda q: q['first']), measure(one, lambda q: scores[id(q)])
            line = f'{one.name:24s} MRR {before[0]:.3f} -> {after[0]:.3f}   recall@3 {before[1]:.3f} -> {after[1]:.3f}   recall@5 {before[2]:.3f} -> {after[2]:.3f}   recall@10 {before[3]:.3f} -> {after[3]:.3f}'
            if one.name.startswith('history'):
                line += f"   all: MRR {measure(one, lambda q: q['first'], 'all')[0]:.3f} -> {measure(one, lambda q: scores[id(q)], 'all')[0]:.3f}"
            print(line)
        print(f'{kind}: {sum(len(s.queries) for s in own)} questions, expected calibration error of the best file {calibration(sure):.3f}, told by the other half {calibration(crossed(sure)):.3f}')
        certainties[kind] = [round(float(v), 3) for v in certainty(sure)[0]]
        w = fit([(s, s.queries) for s in own], features)
        weights[kind] = {name: round(float(value), 4) for name, value in zip(['fused'] + features, w)}
    text, sure = (json.dumps(value, indent=2).replace('"', "'") for value in (weights, certainties))
    pathlib.Path(target).write_text(f"import type {{ RankerCertainty, RankerWeights }} from './ranker.ts';\n\n/** Written by tools/ranking/train.py; docs/retrieval.md says what they are worth. */\nexport const RANKER_WEIGHTS: RankerWeights = {text};\n\nexport const RANKER_CERTAINTY: RankerCertainty = {sure};\n")


main(*sys.argv[1:])
