"""Where training text may come from, and which licences allow it."""
import json
import re
import sys
import sysconfig
from pathlib import Path

ALLOWED = re.compile(r'^(MIT|MIT License|MIT-0|ISC|0BSD|BSD|New BSD|BSD License|BSD-[23]-Clause|Apache-2\.0|Apache License,? (Version )?2\.0|Apache 2\.0( License)?|Apache Software License|Python Software Foundation License|PSF-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Zlib|LicenseRef-Biopython-License-Agreement)\b(?!.*\bGPL)')
# Projects the labelled sets are made of, and pandas, whose docstrings are the passages of one set.
LEFT_OUT = re.compile(r'^(@?fastify\b.*|@modelcontextprotocol/.*|@?nats\b.*|@nats-io/.*|flask|requests|pandas|anthropic.*|@twinmcp/.*)$', re.I)


def python_packages(site: Path):
    """(name, version, licence, files) of the distributions unpacked in a folder."""
    for info in sorted(site.glob('*.dist-info')):
        meta = (info / 'METADATA').read_text(errors='replace').split('\n\n')[0]
        field = lambda name: next(iter(re.findall(rf'^{name}: (.*)$', meta, re.M)), '')
        licences = [field('License-Expression'), *re.findall(r'^Classifier: License :: OSI Approved :: (.*)$', meta, re.M), field('License')]
        licence = next((l for l in licences if l and ALLOWED.match(l)), None)
        if licence is None or LEFT_OUT.match(field('Name')):
            continue
        names = [line.split(',')[0] for line in (info / 'RECORD').read_text(errors='replace').splitlines()]
        yield field('Name'), field('Version'), licence, [site / n for n in names if n.endswith('.py')]


def python_standard_library():
    root = Path(sysconfig.get_path('stdlib'))
    files = [f for f in sorted(root.rglob('*.py')) if 'site-packages' not in f.parts and 'idlelib' not in f.parts and 'lib2to3' not in f.parts]
    return 'python standard library', sys.version.split()[0], 'PSF-2.0', files


def node_packages(modules: Path):
    for manifest in sorted([*modules.glob('*/package.json'), *modules.glob('@*/*/package.json')]):
        if manifest.parent.is_symlink():
            continue
        package = json.loads(manifest.read_text(errors='replace'))
        licence, name = package.get('license'), package.get('name', manifest.parent.name)
        if not isinstance(licence, str) or not ALLOWED.match(licence) or LEFT_OUT.match(name):
            continue
        files = [f for f in sorted(manifest.parent.rglob('*')) if f.suffix in ('.md', '.js', '.ts', '.mjs', '.cjs', '.mts') and f.is_file() and 'node_modules' not in f.relative_to(manifest.parent).parts]
        yield name, package.get('version', ''), licence, files


SOURCE_LICENCES = {'@cesium__engine': 'Apache-2.0', 'effect': 'MIT', 'eslint': 'MIT', 'ethers': 'MIT', 'ol': 'BSD-2-Clause', 'phaser': 'MIT', 'rxjs': 'Apache-2.0', 'three': 'MIT', 'webpack': 'MIT', 'zod': 'MIT'}


def source_packages(root: Path):
    """The pinned npm source packages of the benchmark corpus (tools/bench)."""
    for name, licence in SOURCE_LICENCES.items():
        files = [f for f in sorted((root / name).rglob('*')) if f.suffix in ('.js', '.ts', '.mjs') and f.is_file()]
        yield name, 'see tools/bench', licence, files


def repositories(folder: Path):
    """(name, commit, licence, git directory) of the clones of repositories.csv."""
    for line in (Path(__file__).parent / 'repositories.csv').read_text().splitlines()[1:]:
        name, commit, licence = line.split(',')
        yield name, commit, licence, next(git for git in (folder / name.replace('/', '+') / 'repo', folder / f'{name.replace("/", "+")}.git') if git.exists())
