"""Vocabulary, and words of the mined pairs and of the development sets; written once, read by every training run."""
import argparse
import json
import pickle
import time
from pathlib import Path

import torch

from batches import SIDES, Corpus, frame_texts
from devsets import load_sets
from model import Measured
from teacher import Teacher
from texts import Words
from vocabulary import choose


def teacher_words(folder: Path):
    known = json.loads((folder / 'tokenizer.json').read_text())['model']['vocab']
    return [w for w in known if w.isascii() and w.isalpha() and len(w) > 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True, help='folder that holds pairs.jsonl; results go there')
    parser.add_argument('--size', type=int, default=54_000)
    parser.add_argument('--least', type=int, default=12, help='a term of its own is there so often; very many: only words of the teacher are (ablation)')
    parser.add_argument('--buckets', type=int, default=2_048)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    started = time.time()
    types, sources = [], []

    def texts():
        for line in (args.work / 'pairs.jsonl').open():
            record = json.loads(line)
            types.append(record['t'])
            sources.append(record['s'])
            yield from (record[side] for side in SIDES)
        yield from frame_texts()

    words = Words(texts(), args.work / 'words-pairs')
    print(f'{len(types)} pairs, {len(words.words)} distinct words, {time.time() - started:.0f} s', flush=True)
    listed = Words(teacher_words(args.teacher), args.work / 'words-teacher')
    stems = dict.fromkeys(terms[0] for terms, *_ in listed.words if len(terms) == 1)
    vocabulary, spellings, seen = choose(words, list(stems), args.size, args.buckets, args.least)
    print(f'{len(vocabulary.terms)} terms, {time.time() - started:.0f} s', flush=True)
    corpus = Corpus(words, len(types), vocabulary.table(words.words), types, sources)
    dev = []
    for one in load_sets():
        asked = Words(one.questions + one.documents, args.work / f'words-{one.name}')
        dev.append(Measured(one, asked, vocabulary.table(asked.words)))
    with (args.work / 'prepared.pickle').open('wb') as out:
        pickle.dump({'vocabulary': vocabulary, 'seen': seen, 'corpus': corpus, 'dev': dev, 'spellings': spellings}, out, protocol=5)
    print(f'prepared, {time.time() - started:.0f} s', flush=True)
    vectors = Teacher(args.teacher).embed(spellings)
    with (args.work / 'teacher-terms.pickle').open('wb') as out:
        pickle.dump(vectors, out, protocol=5)
    print(f'teacher read {len(spellings)} spellings, {time.time() - started:.0f} s', flush=True)


if __name__ == '__main__':
    main()
