"""The texts of records.jsonl as words and tokens, the terms that get a vector, and the teacher's vectors of those; written once, read by every run of the training."""
import argparse
import json
import pickle
import sys
import time
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).resolve().parent.parent / 'embedding-training'))
from prepare import teacher_words
from teacher import Teacher
from texts import Words
from vocabulary import choose

# The segments of a record, and how many words of each are read.
SEGMENTS = {'name': 8, 'summary': 40, 'text': 120, 'tags': 30, 'cloze': 40, 'rest': 120}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', type=Path, required=True)
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--size', type=int, default=28_000)
    parser.add_argument('--least', type=int, default=5)
    parser.add_argument('--buckets', type=int, default=1_024)
    parser.add_argument('--threads', type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    started = time.time()
    records = [json.loads(line) for line in (args.work / 'records.jsonl').open()]
    words = Words((one[segment] for one in records for segment in SEGMENTS), args.work / 'words-records')
    listed = Words(teacher_words(args.teacher), args.work / 'words-teacher')
    stems = dict.fromkeys(terms[0] for terms, *_ in listed.words if len(terms) == 1)
    vocabulary, spellings, seen = choose(words, list(stems), args.size, args.buckets, args.least)
    print(f'{len(records)} records, {len(words.words)} distinct words, {len(vocabulary.terms)} terms, {time.time() - started:.0f} s', flush=True)
    shape = (len(records), len(SEGMENTS))
    data = {'vocabulary': vocabulary, 'seen': seen, 'flat': words.flat, 'starts': words.starts.reshape(shape), 'lengths': words.lengths.reshape(shape).clip(max=list(SEGMENTS.values())), 'table': vocabulary.table(words.words), 'spelt': [word for *_, word in words.words]}
    data['terms'] = Teacher(args.teacher).embed(spellings)
    with (args.work / 'prepared.pickle').open('wb') as out:
        pickle.dump(data, out, protocol=5)
    print(f'prepared, {time.time() - started:.0f} s')


if __name__ == '__main__':
    main()
