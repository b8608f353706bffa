"""What the teacher makes of a share of the pairs: vectors of both sides, whose likeness the static model learns."""
import argparse
import json
import pickle
import time
from pathlib import Path

import numpy as np
import torch

from batches import DOCS, PYTHON
from teacher import Teacher

SEED, LONGEST, BLOCK = 7, 48, 2_048


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--pairs', type=int, default=12_288)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    rng, started = np.random.default_rng(SEED), time.time()
    types = np.array([line[7:line.index('"', 7)] for line in (args.work / 'pairs.jsonl').open()])
    python, docs = np.isin(types, PYTHON[:2]), np.isin(types, DOCS)
    shares = ((python, .7), (docs, .1), (~python & ~docs & (types != 'test'), .2))
    chosen = np.concatenate([rng.permutation(np.flatnonzero(group))[:int(share * args.pairs)] for group, share in shares])
    chosen = rng.permutation(chosen)
    wanted = set(chosen.tolist())
    texts = {}
    for i, line in enumerate((args.work / 'pairs.jsonl').open()):
        if i in wanted:
            r = json.loads(line)
            texts[i] = (r['q'][:160], '\n'.join(t for t in (r['h'], r['x'][:120], r['d']) if t)[:400])
    teacher = Teacher(args.teacher, LONGEST)
    rows, asked, answers = [], [], []
    for at in range(0, len(chosen), BLOCK):
        block = chosen[at:at + BLOCK]
        rows.append(block)
        asked.append(teacher.embed([texts[i][0] for i in block]).astype(np.float16))
        answers.append(teacher.embed([texts[i][1] for i in block]).astype(np.float16))
        print(f'{at + len(block)} pairs, {time.time() - started:.0f} s', flush=True)
        if at + BLOCK >= len(chosen):
            pickle.dump((np.concatenate(rows), np.concatenate(asked), np.concatenate(answers)), (args.work / 'taught.pickle').open('wb'), protocol=5)


if __name__ == '__main__':
    main()
