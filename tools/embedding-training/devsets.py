"""The labelled development sets ($TWINMCP_EVAL_DIR): exact cosine search over them, and the texts that training must not see."""
import hashlib
import json
import math
import os
import re
from pathlib import Path

import numpy as np

# Settings are chosen on one half of the questions of each set, by a hash of their ids; what is reported is the other half.
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
        self.held = np.array([hashlib.sha256(q['id'].encode()).digest()[0] % 2 == 1 for q in self.queries])

    def score(self, queries: np.ndarray, documents: np.ndarray) -> dict:
        """Mean MRR, nDCG@10 and recall@5 of a ranking by cosine, and the MRR of the half to choose on and of the half held back; ties by place in the corpus."""
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
        rows = np.array(rows)
        return dict(zip(('MRR', 'nDCG@10', 'recall@5', 'choose', 'held'), map(float, (*rows.mean(0), rows[~self.held, 0].mean(), rows[self.held, 0].mean()))))


def load_sets(names=SETS):
    """None where the labelled sets are not at hand."""
    return [DevSet(name) for name in names] if 'TWINMCP_EVAL_DIR' in os.environ else []


SENTENCE = re.compile(r'(?<=[.!?])\s')
# Letters in lower case, digits and ends of lines; everything else is space.
PLAIN = bytes(b + 32 if 65 <= b <= 90 else b if 97 <= b <= 122 or 48 <= b <= 57 or b == 10 else 32 for b in range(256))


class Forbidden:
    """Recognises text of the labelled sets: whole texts, and any line, sentence or two lines on end of eight words or more."""

    def __init__(self):
        self.known = set()
        for folder in sorted(eval_dir().iterdir()):
            for name in ('corpus.jsonl', 'queries.jsonl'):
                if (folder / name).exists():
                    for row in _lines(folder / name):
                        for key in ('text', 'query'):
                            self.known.update(self._keys(row.get(key) or ''))

    @staticmethod
    def _keys(text: str):
        lines, sentences = ([line for line in (part.split() for part in t.encode('ascii', 'replace').translate(PLAIN).split(b'\n')) if line] for t in (text, SENTENCE.sub('\n', text)))
        whole = sum(lines, [])
        if len(whole) >= 4:
            yield b' '.join(whole)
        for words in (*lines, *sentences, *(a + b for a, b in zip(lines, lines[1:]))):
            if len(words) >= 8:
                yield b' '.join(words)

    def __contains__(self, text: str) -> bool:
        return not self.known.isdisjoint(self._keys(text))
