"""Writes the trained model as the product reads it, and the fixture that proves both sides compute the same bits."""
import argparse
import hashlib
import json
import pickle
import struct
from pathlib import Path

import numpy as np
from scipy import sparse

from model import DOCUMENT, PLACES, QUERY, damped, line, score
from texts import Words, occurrences

MAGIC, VERSION = 0x4d454354, 2
# Of a place and of a count: 1.0 in whole numbers; counts beyond the last entry are worth no more.
PLACE_UNIT, MOST, DAMPING_UNIT = 128, 48, 256
LARGEST_FACTOR = 65_535


class Quantised:
    """The integers of the file, and the product's arithmetic on them."""

    def __init__(self, model, vocabulary):
        self.vocabulary = vocabulary
        vectors = model.vectors.astype(np.float64)
        largest = np.maximum(np.abs(vectors).max(1), 1e-12)
        self.rows = np.rint(vectors / largest[:, None] * 127).astype(np.int8)
        weighted = largest * np.exp(model.log_weights.astype(np.float64))
        # A few rows that weigh much more than any other would leave the others coarse.
        top = np.quantile(weighted, .9999, axis=1, keepdims=True)
        self.factors = np.clip(np.rint(weighted / top * LARGEST_FACTOR), 1, LARGEST_FACTOR).astype(np.uint16)
        self.places = np.stack([np.maximum(1, np.rint(model.places(side) * PLACE_UNIT)) for side in (QUERY, DOCUMENT)]).astype(np.uint16)
        self.damping = np.rint(DAMPING_UNIT * damped(np.arange(MOST * PLACE_UNIT + 1) / PLACE_UNIT)).astype(np.uint16)

    def embed(self, found, size, side, dimensions=None):
        texts, tokens, places = found
        worth = self.places[side][np.minimum(places, PLACES - 1)].astype(np.int64)
        counts = sparse.coo_matrix((worth, (texts, tokens)), shape=(size, len(self.rows))).tocsr()
        counts.sum_duplicates()
        factors = self.factors[side][counts.indices].astype(np.float64) * self.damping[np.minimum(counts.data, len(self.damping) - 1)]
        sums = sparse.csr_matrix((factors, counts.indices, counts.indptr), shape=counts.shape) @ self.rows[:, :dimensions].astype(np.float64)
        # Summed one after another, as the product does: numpy's own sum adds in pairs.
        length = np.sqrt(np.add.accumulate(sums * sums, axis=1)[:, -1:])
        return np.where(length > 0, sums / np.where(length > 0, length, 1), 0).astype(np.float32)

    def bytes(self) -> bytes:
        terms = '\n'.join(self.vocabulary.terms).encode()
        header = struct.pack('<8I', MAGIC, VERSION, self.rows.shape[1], len(self.vocabulary.terms), self.vocabulary.buckets, len(self.damping), len(terms), PLACES)
        return header + b''.join(part.astype('<u2').tobytes() for part in (self.places, self.damping, self.factors)) + self.rows.tobytes() + terms


def golden_texts(vocabulary, count=10_240, seed=11):
    """Strings made of terms, identifiers, code-like and foreign text by a generator that the test repeats: no file of strings is needed."""
    state = seed

    def below(n):
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2 ** 32
        return (state >> 8) % n

    alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$ .(){}=/-äéßñçΩЖшд検索エンジン한글😀'
    letters = list(alphabet)
    for _ in range(count):
        parts = []
        for _ in range(1 + below(24)):
            kind, term = below(6), vocabulary.terms[below(len(vocabulary.terms))]
            other = vocabulary.terms[below(len(vocabulary.terms))]
            if kind == 0:
                parts.append(term + other[:1].upper() + other[1:])
            elif kind == 1:
                parts.append(f'{term}_{other}')
            elif kind == 2:
                parts.append(''.join(letters[below(len(letters))] for _ in range(1 + below(12))))
            else:
                parts.append(term)
        yield ' '.join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--model', default='model')
    parser.add_argument('--out', type=Path, required=True, help='folder of the runtime; the weights and golden.json go there')
    parser.add_argument('--name', default='static-code-3')
    args = parser.parse_args()
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    quantised = Quantised(pickle.load((args.work / f'{args.model}.pickle').open('rb')), data['vocabulary'])
    raw = quantised.bytes()
    (args.out / f'{args.name}.bin').write_bytes(raw)
    texts = list(golden_texts(data['vocabulary']))
    words = Words(texts, args.work / 'words-golden')
    found = occurrences(words.flat, words.starts[:, None], words.lengths[:, None], data['vocabulary'].table(words.words))
    golden = {'weights': hashlib.sha256(raw).hexdigest(), 'texts': hashlib.sha256('\n'.join(texts).encode()).hexdigest()}
    for name, side in (('query', QUERY), ('document', DOCUMENT)):
        vectors = quantised.embed(found, len(texts), side)
        golden[name] = [hashlib.sha256(vectors[i:i + 1024].astype('<f4').tobytes()).hexdigest() for i in range(0, len(texts), 1024)]
    (args.out / 'golden.json').write_text(json.dumps(golden, indent=1) + '\n')
    print(f'{len(raw)} bytes')
    # A model of another language than code brings no labelled sets.
    for dimensions in (256, 128, 64) if 'dev' in data else ():
        print(line(f'int8, {dimensions} dimensions', score(quantised, data['dev'], dimensions)))


if __name__ == '__main__':
    main()
