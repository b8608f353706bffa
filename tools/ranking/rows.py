"""Reads the rows that features.mjs wrote, and scores rankings of them."""
import json, pathlib
import numpy as np


class Set:
    def __init__(self, file):
        head = json.loads(file.read_text())
        self.name, self.features = head['set'], head['features']
        self.rows = np.fromfile(file.with_suffix('.f32'), dtype='<f4').reshape(-1, len(self.features))
        self.queries = head['queries']
        for query in self.queries:
            files = query['files']
            query['rows'] = slice(query['from'], query['from'] + len(files))
            query['right'] = np.array([f['right'] for f in files], dtype=bool)
            query['src'] = np.array([f['src'] for f in files], dtype=bool)
            query['all'] = np.array([f['all'] for f in files], dtype=bool)
            query['first'] = -np.array([f['rank'] for f in files], dtype=float)
            query['paths'] = [f['path'] for f in files]


def read(folder):
    return [Set(file) for file in sorted(pathlib.Path(folder).glob('*.json'))]


def reciprocal(scores, right, counted):
    order = np.lexsort((np.arange(len(scores)), -scores))
    order = order[counted[order]]
    hits = np.flatnonzero(right[order])
    return 1 / (hits[0] + 1) if len(hits) else 0.0


def recall(scores, right, counted, gold, k):
    order = np.lexsort((np.arange(len(scores)), -scores))
    order = order[counted[order]][:k]
    return right[order].sum() / gold


def measure(one, scores_of, protocol='src'):
    rr, r3, r5, r10 = [], [], [], []
    for query in one.queries:
        scores = scores_of(query)
        rr.append(reciprocal(scores, query['right'], query[protocol]))
        r3.append(recall(scores, query['right'], query[protocol], query['gold'], 3))
        r5.append(recall(scores, query['right'], query[protocol], query['gold'], 5))
        r10.append(recall(scores, query['right'], query[protocol], query['gold'], 10))
    return np.array([np.mean(rr), np.mean(r3), np.mean(r5), np.mean(r10)])
