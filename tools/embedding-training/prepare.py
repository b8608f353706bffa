"""Vocabulary, and counts of tokens of the mined pairs and of the development sets; written once, read by every training run."""
import argparse
import json
import pickle
import time
from pathlib import Path

from devsets import load_sets
from teacher import Teacher
from texts import Words
from vocabulary import choose

SIDES = ('q', 'd', 'x', 'n')


def teacher_words(folder: Path):
    vocabulary = [line.strip() for line in (folder / 'vocab.txt').open(encoding='utf-8')]
    return [w for w in vocabulary if w.isascii() and w.isalpha() and len(w) > 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True, help='folder that holds pairs.jsonl; results go there')
    parser.add_argument('--size', type=int, default=48_000)
    parser.add_argument('--buckets', type=int, default=2_048)
    args = parser.parse_args()
    started = time.time()
    records = [json.loads(line) for line in (args.work / 'pairs.jsonl').open()]
    pairs = Words([r[side] for r in records for side in SIDES], args.work / 'words-pairs')
    print(f'{len(records)} pairs, {len(pairs.words)} distinct words, {time.time() - started:.0f} s', flush=True)
    listed = Words(teacher_words(args.teacher), args.work / 'words-teacher')
    stems = dict.fromkeys(terms[0] for terms, _ in listed.words if len(terms) == 1)
    vocabulary, spellings, texts = choose(pairs, list(stems), args.size, args.buckets, 6)
    print(f'{len(vocabulary.terms)} terms, {time.time() - started:.0f} s', flush=True)
    counts = vocabulary.matrix(pairs)
    dev = []
    for one in load_sets():
        words = Words(one.questions + one.documents, args.work / f'words-{one.name}')
        both = vocabulary.matrix(words)
        dev.append((one, both[:len(one.questions)], both[len(one.questions):]))
    data = {'vocabulary': vocabulary, 'spellings': spellings, 'texts': texts, 'counts': {side: counts[i::4].tocsr() for i, side in enumerate(SIDES)},
            'types': [r['t'] for r in records], 'sources': [r['s'] for r in records], 'dev': dev}
    with (args.work / 'prepared.pickle').open('wb') as out:
        pickle.dump(data, out, protocol=5)
    print(f'prepared, {time.time() - started:.0f} s', flush=True)
    teacher = Teacher(args.teacher)
    vectors = teacher.embed(spellings)
    with (args.work / 'teacher-terms.pickle').open('wb') as out:
        pickle.dump(vectors, out, protocol=5)
    print(f'teacher read {len(spellings)} spellings, {time.time() - started:.0f} s', flush=True)


if __name__ == '__main__':
    main()
