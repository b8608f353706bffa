"""Writes the trained model as the product reads it, and the fixture that proves both sides compute the same bits."""
import argparse
import hashlib
import json
import pickle
import struct
from pathlib import Path

import numpy as np

from devsets import load_sets
from model import DIMENSIONS, line
from texts import Words

MAGIC, VERSION, DAMPINGS = 0x4d454354, 1, 64
LARGEST_FACTOR = 65_535


class Quantised:
    """The integers of the file, and the product's arithmetic on them."""

    def __init__(self, model, vocabulary):
        self.vocabulary = vocabulary
        weighted = model.vectors.astype(np.float64) * np.exp(model.log_weights.astype(np.float64))[:, None]
        largest = np.maximum(np.abs(weighted).max(1), 1e-12)
        self.rows = np.rint(weighted / largest[:, None] * 127).astype(np.int8)
        self.factors = np.maximum(1, np.rint(largest / largest.max() * LARGEST_FACTOR)).astype(np.uint16)
        self.damping = np.rint(64 * (1 + np.log(np.arange(1, DAMPINGS + 1)))).astype(np.uint16)

    def embed(self, counts, dimensions=DIMENSIONS):
        counts = counts.astype(np.float64)
        counts.data = self.factors[counts.indices].astype(np.float64) * self.damping[np.minimum(counts.data.astype(int), DAMPINGS) - 1]
        sums = counts @ self.rows[:, :dimensions].astype(np.float64)
        # Summed one after another, as the product does: numpy's own sum adds in pairs.
        length = np.sqrt(np.add.accumulate(sums * sums, axis=1)[:, -1:])
        return np.where(length > 0, sums / np.where(length > 0, length, 1), 0).astype(np.float32)

    def bytes(self) -> bytes:
        terms = '\n'.join(self.vocabulary.terms).encode()
        header = struct.pack('<8I', MAGIC, VERSION, DIMENSIONS, len(self.vocabulary.terms), self.vocabulary.buckets, DAMPINGS, len(terms), 0)
        return header + self.damping.astype('<u2').tobytes() + self.factors.astype('<u2').tobytes() + self.rows.tobytes() + terms


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
    parser.add_argument('--name', default='static-code-1')
    args = parser.parse_args()
    data = pickle.load((args.work / 'prepared.pickle').open('rb'))
    quantised = Quantised(pickle.load((args.work / f'{args.model}.pickle').open('rb')), data['vocabulary'])
    raw = quantised.bytes()
    (args.out / f'{args.name}.bin').write_bytes(raw)
    texts = list(golden_texts(data['vocabulary']))
    vectors = quantised.embed(data['vocabulary'].matrix(Words(texts, args.work / 'words-golden')))
    digests = [hashlib.sha256(vectors[i:i + 1024].astype('<f4').tobytes()).hexdigest() for i in range(0, len(texts), 1024)]
    (args.out / 'golden.json').write_text(json.dumps({'weights': hashlib.sha256(raw).hexdigest(), 'texts': hashlib.sha256('\n'.join(texts).encode()).hexdigest(), 'vectors': digests}, indent=1) + '\n')
    print(f'{len(raw)} bytes')
    for dimensions in (256, 128, 64):
        print(line(f'int8, {dimensions} dimensions', {dev.name: dev.score(quantised.embed(q, dimensions), quantised.embed(d, dimensions)) for dev, q, d in data['dev']}))


if __name__ == '__main__':
    main()
