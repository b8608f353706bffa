"""Texts → words → tokens, through the product's analyser (words.ts)."""
import json
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
MAX_PIECES = 6
MIN_PIECE, MAX_PIECE = 3, 16


class Words:
    """The distinct words of some texts, and the texts as numbers of words, in order, one text after the other."""

    def __init__(self, texts, folder: Path):
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        count = 0
        with (folder / 'texts.jsonl').open('w') as out:
            for count, text in enumerate(texts, 1):
                out.write(json.dumps(text) + '\n')
        subprocess.run(['node', '--conditions=twinmcp-source', '--no-warnings', str(ROOT / 'tools/embedding-training/words.ts'), str(folder / 'texts.jsonl'), str(folder)], check=True, cwd=ROOT)
        self.words = [json.loads(line) for line in (folder / 'words.jsonl').open()]
        flat = np.fromfile(folder / 'words.bin', np.uint32)
        starts, at = np.zeros(count, np.int64), 0
        for i in range(count):
            starts[i] = at
            at += int(flat[at]) + 1
        keep = np.ones(len(flat), bool)
        keep[starts] = False
        self.lengths = flat[starts].astype(np.int64)
        self.flat = flat[keep]
        self.starts = np.cumsum(self.lengths) - self.lengths


def spread(starts, lengths):
    """The numbers of each run starts[i] … starts[i] + lengths[i] - 1, one run after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


def occurrences(flat, starts, lengths, table):
    """Texts made of segments (a row each, in order; length 0 = absent) → (text, token, place of its word in the text) of every token."""
    words = flat[spread(starts.ravel(), lengths.ravel())]
    sizes = lengths.sum(1)
    texts = np.repeat(np.arange(len(sizes)), sizes)
    places = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return by_token(words, texts, places, table)


def by_token(words, texts, places, table):
    pointer, tokens = table
    sizes = pointer[words + 1] - pointer[words]
    return np.repeat(texts, sizes), tokens[spread(pointer[words], sizes)], np.repeat(places, sizes)


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

    def table(self, words):
        """The tokens of each word: (where a word's begin, tokens)."""
        lists = [self.tokens(terms) for terms, *_ in words]
        return np.concatenate([[0], np.cumsum([len(tokens) for tokens in lists])]).astype(np.int64), np.array([token for tokens in lists for token in tokens], np.int64)
