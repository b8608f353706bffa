"""Pairs out of the history of git repositories: what a commit says, and the code it went on to change, as it was before."""
import re
import subprocess
from pathlib import Path

SUFFIXES = ('.py', '.js', '.ts', '.tsx', '.mjs', '.md')
CODE = ('*.py', '*.js', '*.ts', '*.tsx', '*.mjs')
ASIDE = re.compile(r'(^|[/_.-])(tests?|testing|specs?|docs?|examples?|fixtures?|bench\w*|scripts?|dist|build|vendor\w*|third_party|locale|__snapshots__)([/_.-]|$)', re.I)
NOISE = re.compile(r'^(merge|revert|bump|release|version|update (dep|change)|chore|prepare|v?\d+\.\d+|initial commit|lint|format|typo)\b', re.I)
COMMITS, LARGEST_COMMIT, HUNKS = 3_000, 4, 4


def files(git: Path, commit: str, tree: Path):
    """The files of a commit that text is mined from, laid out in a folder."""
    if not tree.exists():
        tree.mkdir(parents=True)
        listed = subprocess.run(['git', '-C', str(git), 'ls-tree', '-r', '--name-only', commit], stdout=subprocess.PIPE, text=True, check=True).stdout
        suffixes = {Path(name).suffix for name in listed.splitlines()} & set(SUFFIXES)
        archive = subprocess.Popen(['git', '-C', str(git), 'archive', commit, *(f':(glob)**/*{suffix}' for suffix in sorted(suffixes))], stdout=subprocess.PIPE)
        subprocess.run(['tar', '-x', '-C', str(tree)], stdin=archive.stdout, check=True)
        if archive.wait():
            raise RuntimeError(f'{git}: cannot be laid out')
    return sorted(f for f in tree.rglob('*') if f.suffix in SUFFIXES and f.is_file() and not f.is_symlink())


def subject_of(message: str) -> str:
    subject = re.sub(r'\s*\(?(#|gh-|GH-|closes |fixes )+\d+\)?', '', message)
    return re.sub(r'^\w+(\([^)]*\))?!?:\s+', '', subject).strip()


def commits(git: Path, commit: str):
    log = subprocess.Popen(['git', '-C', str(git), 'log', '-p', '-U10', '--no-merges', '--no-renames', '--diff-filter=M', '--no-color', '--no-ext-diff', f'-n{COMMITS}', '--format=%x01%s', commit, '--', *CODE],
                           stdout=subprocess.PIPE, text=True, errors='replace')
    subject, hunks, aside = '', [], False

    def pairs():
        paths = {path for path, _, _ in hunks}
        if len(subject.split()) >= 3 and len(paths) <= LARGEST_COMMIT and not NOISE.match(subject):
            for _, head, lines in hunks[:HUNKS]:
                yield {'t': 'commit', 'q': subject, 'h': head, 'x': '', 'd': '\n'.join(lines), 'n': ''}

    path = ''
    for line in log.stdout:
        line = line.rstrip('\n')[:300]
        if line.startswith('\x01'):
            yield from pairs()
            subject, hunks = subject_of(line[1:]), []
        elif line.startswith('--- '):
            path = line[6:]
            aside = bool(ASIDE.search(path))
        elif line.startswith('@@') and not aside:
            hunks.append((path, line.split('@@')[-1].strip(), []))
        elif hunks and not aside and line[:1] in (' ', '-') and len(hunks[-1][2]) < 40:
            hunks[-1][2].append(line[1:])
    yield from pairs()
    log.wait()
