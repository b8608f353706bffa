"""The labelled development sets ($TWINMCP_EVAL_DIR): exact cosine search over them, and the texts that training must not see."""
import json
import math
import os
import re
from pathlib import Path

import numpy as np

SETS = ('cosqa', 'docs-qa', 'docs-links-fastify', 'docs-links-mcp-ts-sdk', 'docs-conala')


def eval_dir() -> Path:
    return Path(os.environ['TWINMCP_EVAL_DIR'])


def _lines(path: Path):
    return [json.loads(line) for line in path.open()]


class DevSet:
    def __init__(self, name: str):
        folder = eval_dir() / name
        self.name = name
        docs, self.queries = _lines(folder / 'corpus.jsonl'), _lines(folder / 'queries.jsonl')
        self.ids = [d['id'] for d in docs]
        self.documents = [f"{d['title']}\n{d['text']}" if d.get('title') else d['text'] for d in docs]
        self.questions = [q['query'] for q in self.queries]

    def score(self, queries: np.ndarray, documents: np.ndarray) -> dict:
        """Mean MRR, nDCG@10 and recall@5 of a ranking by cosine; ties by place in the corpus."""
        row_of = {name: i for i, name in enumerate(self.ids)}
        rows = []
        for query, vector in zip(self.queries, queries):
            scores = documents @ vector
            for name in query.get('exclude', []):
                if name in row_of:
                    scores[row_of[name]] = -9
            gold = np.array([row_of[g] for g in query['gold'] if g in row_of])
            order = np.argsort(-scores, kind='stable')
            hits = np.flatnonzero(np.isin(order, gold))
            dcg = sum(1 / math.log2(r + 2) for r in hits if r < 10)
            best = sum(1 / math.log2(r + 2) for r in range(min(10, len(query['gold']))))
            rows.append((1 / (hits[0] + 1) if len(hits) else 0, dcg / best, (hits < 5).sum() / len(query['gold'])))
        mrr, ndcg, recall = np.mean(rows, axis=0)
        return {'MRR': float(mrr), 'nDCG@10': float(ndcg), 'recall@5': float(recall)}


def load_sets(names=SETS):
    return [DevSet(name) for name in names]


WORD = re.compile(r'[A-Za-z0-9]+')


class Forbidden:
    """Recognises text of the labelled sets: whole texts by hash, and any line, sentence or two lines on end of eight words or more."""

    def __init__(self):
        self.hashes = set()
        for folder in sorted(eval_dir().iterdir()):
            for name in ('corpus.jsonl', 'queries.jsonl'):
                if (folder / name).exists():
                    for row in _lines(folder / name):
                        for key in ('text', 'query'):
                            self.hashes.update(hash(k) for k in self._keys(row.get(key) or ''))

    @staticmethod
    def _keys(text: str):
        lines = [line for line in text.split('\n') if WORD.search(line)]
        on_end = (f'{a} {b}' for a, b in zip(lines, lines[1:]))
        for part, least in ((text, 4), *((line, 8) for line in re.split(r'\n|(?<=[.!?])\s', text)), *((two, 8) for two in on_end)):
            words = WORD.findall(part)
            if len(words) >= least:
                yield ' '.join(words).lower()

    def __contains__(self, text: str) -> bool:
        return any(hash(k) in self.hashes for k in self._keys(text))
