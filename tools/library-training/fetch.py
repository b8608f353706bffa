"""Brings what Debian's index says of its packages, by apt itself, into a folder of its own; the system's apt is left as it is."""
import subprocess
import sys
from pathlib import Path

SUITES = ('trixie', 'bookworm')
MIRROR = 'http://deb.debian.org/debian'
KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
HELPER = '/usr/lib/apt/apt-helper'


def update(work: Path):
    """Indexes of all suites, checked by apt against Debian's keys."""
    apt = work / 'apt'
    for folder in ('lists/partial', 'cache/archives/partial', 'parts'):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    (apt / 'sources.list').write_text(''.join(f'deb [signed-by={KEYRING}] {MIRROR} {suite} main\n' for suite in SUITES))
    settings = {'Acquire::Languages': 'en', 'Dir::State::lists': apt / 'lists', 'Dir::Cache': apt / 'cache', 'Dir::Etc::sourcelist': apt / 'sources.list', 'Dir::Etc::sourceparts': apt / 'parts', 'APT::Update::Post-Invoke-Success::': ''}
    subprocess.run(['apt-get', 'update', '-qq', *(part for key, value in settings.items() for part in ('-o', f'{key}={value}'))], check=True)


def dates(work: Path):
    """When Debian made each index that was read."""
    for suite in SUITES:
        release = next((work / 'apt' / 'lists').glob(f'*_dists_{suite}_InRelease')).read_text()
        yield suite, next(line.partition(':')[2].strip() for line in release.splitlines() if line.startswith('Date:'))


def stanzas(file: Path):
    """Each stanza of an index as a dictionary; lines that go on are joined by line ends."""
    with subprocess.Popen([HELPER, 'cat-file', file], stdout=subprocess.PIPE, text=True) as process:
        fields, last = {}, ''
        for line in process.stdout:
            line = line.rstrip('\n')
            if not line:
                if fields:
                    yield fields
                fields = {}
            elif line[0] == ' ':
                fields[last] += '\n' + line[1:]
            else:
                last, _, value = line.partition(':')
                fields[last] = value.strip()
        if fields:
            yield fields


def packages(work: Path):
    """Binary packages with their whole description as `long`; of one that both suites have the newer."""
    seen = set()
    for suite in SUITES:
        files = {kind: next((work / 'apt' / 'lists').glob(f'*_dists_{suite}_main_{kind}*')) for kind in ('binary-amd64_Packages', 'i18n_Translation-en')}
        long = {one['Description-md5']: one['Description-en'] for one in stanzas(files['i18n_Translation-en'])}
        for one in stanzas(files['binary-amd64_Packages']):
            if one['Package'] not in seen:
                seen.add(one['Package'])
                yield {**one, 'long': long.get(one.get('Description-md5'), one['Description'])}


if __name__ == '__main__':
    update(Path(sys.argv[1]).resolve())
