"""What the teacher makes of the texts: vectors of summaries, of summaries with what follows, and of terms by their commonest spelling."""
import argparse
import json
import pickle
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).resolve().parent.parent / 'embedding-training'))
from teacher import Teacher

LONGEST, BLOCK = 64, 4_096


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    records = [json.loads(line) for line in (args.work / 'records.jsonl').open()]
    teacher, started = Teacher(args.teacher, LONGEST), time.time()
    short = [one['summary'] for one in records]
    long = [f"{one['summary']}. {one['text']}" for one in records if one['text']]
    out = {}
    for name, texts in (('summary', short), ('document', long)):
        parts = []
        for at in range(0, len(texts), BLOCK):
            parts.append(teacher.embed(texts[at:at + BLOCK]).astype(np.float16))
            print(f'  {name}: {min(at + BLOCK, len(texts))} of {len(texts)}, {time.time() - started:.0f} s', flush=True)
        out[name] = np.concatenate(parts)
    pickle.dump(out, (args.work / 'taught.pickle').open('wb'), protocol=5)


if __name__ == '__main__':
    main()
