"""Texts a second of the shipped model and of sentence-transformers with all-MiniLM-L6-v2: same texts, machine and run, on one core and on two.

    python3 tools/embedding-training/compare_speed.py --teacher <folder of the teacher> --texts <source folder> [--cores 2]

Rounds of the two take turns. Each side is pinned to the cores (taskset); on two, sentence-transformers has two threads, the
model two processes. CPU time (what a core not shared with others would need) and time by the clock are both given.
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / 'libs/adapters/embedders/src/static-code.bench.ts'
CHARACTERS, ROUNDS = 400, 3


def chunks(root: Path, most: int):
    found = []
    for file in sorted(f for f in root.rglob('*') if f.suffix in ('.ts', '.js', '.py', '.go') and f.is_file()):
        chunk = ''
        for line in file.read_text(errors='replace').splitlines(keepends=True):
            chunk += line
            if len(chunk) >= CHARACTERS:
                found.append(chunk[:2 * CHARACTERS])
                chunk = ''
    step = max(1, len(found) // most)
    return found[::step][:most]


def transformer(teacher: str, texts: Path, threads: int):
    """Runs in a process of its own, prints what it measured."""
    import torch
    from sentence_transformers import SentenceTransformer
    torch.set_num_threads(threads)
    model = SentenceTransformer(teacher, device='cpu')
    rows = [json.loads(line) for line in texts.open()]
    model.encode(rows[:32])
    cpu, clock = time.process_time(), time.perf_counter()
    model.encode(rows, show_progress_bar=False)
    print(json.dumps({'texts': len(rows), 'cpu': time.process_time() - cpu, 'clock': time.perf_counter() - clock}))


def pinned(cores: int, command):
    return ['taskset', '-c', ','.join(map(str, range(cores))), *command]


def measure_transformer(teacher, texts, cores):
    out = subprocess.run(pinned(cores, [sys.executable, __file__, '--worker', str(cores), '--teacher', teacher, '--texts', str(texts)]), stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(out.splitlines()[-1])


def measure_static(texts, cores):
    command = ['node', '--conditions=twinmcp-source', '--no-warnings', str(BENCH), '--texts', str(texts)]
    running = [subprocess.Popen(pinned(cores, command), stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(cores)]
    results = [json.loads(process.communicate()[0].splitlines()[-1]) for process in running]
    return {'texts': sum(r['texts'] for r in results), 'cpu': sum(r['cpu'] for r in results), 'clock': max(r['clock'] for r in results)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--teacher', required=True)
    parser.add_argument('--texts', type=Path, required=True, help='source folder; of the worker: the file of texts')
    parser.add_argument('--cores', type=int, default=2)
    parser.add_argument('--count', type=int, default=384, help='texts for sentence-transformers; the static model reads them 32 times over')
    parser.add_argument('--worker', type=int)
    args = parser.parse_args()
    if args.worker:
        return transformer(args.teacher, args.texts, args.worker)
    texts = chunks(args.texts, args.count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / 'texts.jsonl'
        file.write_text(''.join(json.dumps(text) + '\n' for text in texts))
        print(f'{len(texts)} texts of {statistics.mean(map(len, texts)):.0f} characters')
        for cores in range(1, args.cores + 1):
            rates = {'cpu': [], 'clock': []}
            for _ in range(ROUNDS):
                slow, fast = measure_transformer(args.teacher, file, cores), measure_static(file, cores)
                for kind, rate in rates.items():
                    shared = cores if kind == 'cpu' else 1
                    rate.append((slow['texts'] / slow[kind] * shared, fast['texts'] / fast[kind] * shared))
            for kind, rate in rates.items():
                slow, fast = (statistics.median(side) for side in zip(*rate))
                print(f'{cores} cores, by {kind}: sentence-transformers {slow:.1f} texts/s, static {fast:.0f} texts/s, ratio {statistics.median(f / s for s, f in rate):.0f}', flush=True)


if __name__ == '__main__':
    main()
