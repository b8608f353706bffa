"""Texts → counts of terms, through the product's analyser (words.ts)."""
import json
import subprocess
from pathlib import Path

import numpy as np
from scipy import sparse

ROOT = Path(__file__).resolve().parents[2]
MAX_PIECES = 6
MIN_PIECE, MAX_PIECE = 3, 16


class Words:
    """Every distinct word of some texts, and which words each text has."""

    def __init__(self, texts, folder: Path):
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / 'texts.jsonl').open('w') as out:
            for text in texts:
                out.write(json.dumps(text) + '\n')
        subprocess.run(['node', '--conditions=twinmcp-source', '--no-warnings', str(ROOT / 'tools/embedding-training/words.ts'), str(folder / 'texts.jsonl'), str(folder)], check=True, cwd=ROOT)
        self.words = [json.loads(line) for line in (folder / 'words.jsonl').open()]
        flat = np.fromfile(folder / 'words.bin', np.uint32)
        starts, at = [], 0
        for _ in range(len(texts)):
            starts.append(at)
            at += int(flat[at]) + 1
        keep = np.ones(len(flat), bool)
        keep[starts] = False
        lengths = flat[starts].astype(np.int64)
        pointer = np.concatenate([[0], np.cumsum(lengths)])
        self.counts = sparse.csr_matrix((np.ones(keep.sum(), np.float32), flat[keep].astype(np.int64), pointer), shape=(len(texts), len(self.words)))
        self.counts.sum_duplicates()


def fnv1a(term: str) -> int:
    value = 0x811c9dc5
    raw = term.encode('utf-16-le', 'surrogatepass')
    for i in range(0, len(raw), 2):
        value = ((value ^ (raw[i] | raw[i + 1] << 8)) * 0x01000193) & 0xffffffff
    value = ((value ^ (value >> 16)) * 0x85ebca6b) & 0xffffffff
    return value ^ (value >> 15)


class Vocabulary:
    """Terms with a vector of their own, then `buckets` shared ones that unknown terms are hashed to."""

    def __init__(self, terms, buckets: int):
        self.terms, self.buckets = list(terms), buckets
        self.ids = {term: i for i, term in enumerate(self.terms)}

    def __len__(self):
        return len(self.terms) + self.buckets

    def tokens(self, terms):
        """Token ids of one word. Its first term is the whole when it has several: not known, its parts stand for it."""
        out = []
        for i, term in enumerate(terms):
            known = self.ids.get(term)
            if known is not None:
                out.append(known)
            elif i > 0 or len(terms) == 1:
                out.append(len(self.terms) + fnv1a(term) % self.buckets)
                out.extend(self._pieces(term))
        return out

    def _pieces(self, term):
        found, at = [], 0
        while at + MIN_PIECE <= len(term) and len(found) < MAX_PIECES and term.isascii():
            for size in range(min(MAX_PIECE, len(term) - at), MIN_PIECE - 1, -1):
                known = self.ids.get(term[at:at + size])
                if known is not None:
                    found.append(known)
                    at += size
                    break
            else:
                at += 1
        return found

    def matrix(self, words: Words):
        """Counts of tokens by text."""
        rows, cols = [], []
        for i, (terms, _) in enumerate(words.words):
            for token in self.tokens(terms):
                rows.append(i)
                cols.append(token)
        by_word = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, cols)), shape=(len(words.words), len(self)))
        return (words.counts @ by_word).tocsr()
