"""Brings the repositories of repositories.csv, at least up to the commits named there, as bare clones: clone.py FOLDER"""
import subprocess
import sys
from pathlib import Path

folder = Path(sys.argv[1])
for line in (Path(__file__).parent / 'repositories.csv').read_text().splitlines()[1:]:
    name = line.split(',')[0]
    target = folder / f'{name.replace("/", "+")}.git'
    if not target.exists() and not (folder / name.replace('/', '+') / 'repo').exists():
        subprocess.run(['git', 'clone', '--quiet', '--bare', f'https://github.com/{name}', str(target)], check=True)
