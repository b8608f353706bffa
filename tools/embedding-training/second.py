"""A second teacher, on ONNX Runtime, tried and not part of the command: what it makes of the terms and of the questions of a share of the pairs,
and a start regressed on that (after Tokenlearn). docs/embedding-model.md says what it gave.

    python3 tools/embedding-training/second.py --work WORK --encoders FOLDER      (after prepare.py; needs requirements-onnx.txt)
    python3 tools/embedding-training/train.py --work WORK --terms both-terms --out plain
    python3 tools/embedding-training/train.py --work WORK --start WORK/regressed.pickle --epochs 1 --taught 1 --out taught
    python3 tools/embedding-training/average.py --work WORK --models taught plain --shares .4 .6
"""
import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from contrast import NESTED, Trainer
from model import DIMENSIONS, QUERY, line, score
from onnx_teacher import OnnxTeacher
from texts import occurrences
from train import SEED, distilled

# Of each kind of pair so many; all of the documentation.
QUESTIONS = {'doc': 60_000, 'class': 8_000, 'jsdoc': 10_000, 'dts': 10_000, 'heading': None, 'cloze': None, 'link': None}
PICK_SEED, BLOCK, BATCH = 3, 8_192, 1_024
QUESTION, ROTATED_ON = 0, 20_000
WARM_UP, SHARE = 30, 1 / 32


def embedded(teacher, texts, name):
    parts = []
    for at in range(0, len(texts), BLOCK):
        parts.append(teacher.embed(texts[at:at + BLOCK], tokens_per_batch=1_024).astype(np.float16))
        print(f'  {name}: {min(at + BLOCK, len(texts))} of {len(texts)}', flush=True)
    return np.concatenate(parts)


def level(vectors):
    """Centred, and as long on average as those of any other teacher."""
    centred = vectors - vectors.mean(0)
    return centred / np.sqrt((centred ** 2).sum(1).mean())


def some_questions(pairs: Path):
    kinds, asked = [], []
    for text in pairs.open():
        record = json.loads(text)
        kinds.append(record['t'])
        asked.append(record['q'])
    kinds, long = np.array(kinds), np.array([len(q.split()) >= 2 for q in asked])
    rng = np.random.default_rng(PICK_SEED)
    rows = rng.permutation(np.concatenate([rng.permutation(np.flatnonzero((kinds == kind) & long))[:most] for kind, most in QUESTIONS.items()]))
    return rows, [asked[i] for i in rows]


def centred_units(vectors):
    vectors = vectors.astype(np.float32)
    vectors -= vectors.mean(0)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def targets(vectors):
    """Unit vectors, most telling dimensions first."""
    values, axes = np.linalg.eigh(vectors.T @ vectors)
    kept = vectors @ axes[:, np.argsort(-values)[:DIMENSIONS]]
    return torch.from_numpy(kept / np.linalg.norm(kept, axis=1, keepdims=True))


def regress(model, data, rows, target, rng, epochs, rate):
    """Moves tokens until the sum of a question is where the teacher has it, as a question and as a document in turn."""
    corpus = data['corpus']
    questions = lambda at: occurrences(corpus.flat, corpus.starts[at][:, [QUESTION]], corpus.lengths[at][:, [QUESTION]], corpus.table)
    some = rows[:ROTATED_ON]
    u, _, v = np.linalg.svd(model.embed(questions(some), len(some), QUERY).T @ target[:ROTATED_ON].numpy())
    model.vectors = (model.vectors @ (u @ v)).astype(np.float32)
    trainer, batches = Trainer(model, rate=rate), len(rows) // BATCH
    started, done, total = time.time(), 0, epochs * batches
    for epoch in range(epochs):
        order = rng.permutation(len(rows))
        for number in range(batches):
            at, side = order[number * BATCH:(number + 1) * BATCH], number % 2
            found = questions(rows[at])
            used = np.unique(found[1])
            tokens = torch.from_numpy(used)
            table, weights = trainer.vectors[tokens].requires_grad_(), trainer.weights[side][tokens].requires_grad_()
            raw = trainer._embed(found, BATCH, used, table, weights, trainer.places[side].clone())
            wanted, loss = target[torch.from_numpy(at)], 0.
            for dimensions, share in NESTED:
                likeness = (functional.normalize(raw[:, :dimensions], eps=1e-6) * functional.normalize(wanted[:, :dimensions])).sum(1)
                loss = loss + share * (1 - likeness).sum() * SHARE
            loss.backward()
            factor = min(1, (done + 1) / WARM_UP) * max(.02, 1 - done / total)
            with torch.no_grad():
                trainer.moves[0].move(tokens, table.grad, factor)
                trainer.moves[1][side].move(tokens, weights.grad, factor)
            done += 1
        print(line(f'regressed {epoch + 1}, {time.time() - started:.0f} s', score(model, data['dev'])), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--encoders', type=Path, required=True, help='folder that the archive of the encoder is unpacked in')
    parser.add_argument('--encoder', default='bge-small-en-v1.5')
    parser.add_argument('--epochs', type=int, default=6)
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    rng, read = np.random.default_rng(SEED), lambda name: pickle.load((args.work / f'{name}.pickle').open('rb'))
    write = lambda name, value: pickle.dump(value, (args.work / f'{name}.pickle').open('wb'), protocol=5)
    data = read('prepared')
    if not (args.work / 'both-terms.pickle').exists():
        second = embedded(OnnxTeacher(args.encoder, args.encoders, longest=12, threads=args.threads), data['spellings'], 'terms')
        write('both-terms', np.hstack([level(read('teacher-terms').astype(np.float32)), level(second.astype(np.float32))]))
    if not (args.work / 'taught.pickle').exists():
        rows, texts = some_questions(args.work / 'pairs.jsonl')
        vectors = centred_units(embedded(OnnxTeacher(args.encoder, args.encoders, longest=32, threads=args.threads), texts, 'questions'))
        # train.py --taught compares questions with answers: an answer is taught the likenesses of its question.
        write('taught', (rows, vectors, vectors))
    rows, vectors, _ = read('taught')
    model = distilled(read('both-terms'), data['seen'], data['vocabulary'].buckets, rng)
    model.log_places[QUERY] = 0
    regress(model, data, rows, targets(vectors), rng, args.epochs, args.rate)
    write('regressed', model)


if __name__ == '__main__':
    main()
