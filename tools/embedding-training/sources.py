"""Where training text may come from, and which licences allow it."""
import json
import re
import sys
import sysconfig
from pathlib import Path

ALLOWED = re.compile(r'^(MIT|MIT License|MIT-0|ISC|0BSD|BSD|New BSD|BSD License|BSD-[23]-Clause|Apache-2\.0|Apache License,? (Version )?2\.0|Apache 2\.0( License)?|Apache Software License|Python Software Foundation License|PSF-2\.0|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Zlib|LicenseRef-Biopython-License-Agreement)\b(?!.*GPL)')
# Projects the labelled sets are made of, and pandas, whose docstrings are the passages of one set.
LEFT_OUT = re.compile(r'^(@?fastify\b.*|@modelcontextprotocol/.*|@?nats\b.*|@nats-io/.*|flask|requests|pandas|anthropic.*|@twinmcp/.*)$', re.I)

# Folders of a package that repeat what others of it say, made by a program.
COPIES = {'node_modules', 'compiled', 'bundled', 'umd', 'es5', 'esm5', 'cjs', 'locale', 'locales', 'i18n'}
MOST_FILES = 3_000


def python_packages(site: Path):
    """(name, version, licence, files) of the distributions unpacked in a folder; the first file holds the description."""
    for info in sorted(site.glob('*.dist-info')):
        meta = (info / 'METADATA').read_text(errors='replace').split('\n\n')[0]
        field = lambda name: next(iter(re.findall(rf'^{name}: (.*)$', meta, re.M)), '')
        licences = [field('License-Expression'), *re.findall(r'^Classifier: License :: OSI Approved :: (.*)$', meta, re.M), field('License')]
        licence = next((l for l in licences if l and ALLOWED.match(l)), None)
        if licence is None or LEFT_OUT.match(field('Name')):
            continue
        names = [line.split(',')[0] for line in (info / 'RECORD').read_text(errors='replace').splitlines()]
        yield field('Name'), field('Version'), licence, [info / 'METADATA', *(site / n for n in names if n.endswith('.py'))]


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
        files = [f for f in sorted(manifest.parent.rglob('*')) if f.suffix in ('.md', '.js', '.ts', '.mjs', '.cjs', '.mts') and not COPIES.intersection(f.relative_to(manifest.parent).parts)]
        yield name, package.get('version', ''), licence, files[:MOST_FILES]
