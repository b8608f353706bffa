"""What libraries and programs say of themselves, from Debian's index and from packages of PyPI and npm that lie unpacked: records.jsonl.

A record: name (words), summary, text, tags (what others call it, in a few words), cloze (a sentence of the text) and rest (the text without it), source.
"""
import argparse
import collections
import csv
import hashlib
import json
import os
import re
import sys
from email.parser import HeaderParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / 'embedding-training'))
import fetch
from devsets import Forbidden, eval_dir

LEFT_OUT = HERE / 'left-out.txt'
# Parts of other packages, translations, and what has no purpose of its own.
SECTIONS_LEFT_OUT = frozenset('localization debug oldlibs metapackages tasks fonts doc kernel translations'.split())
PARTS = re.compile(r'-(doc|docs|dbg|dbgsym|data|common|examples?|tests?|l10n(-.*)?|i18n|locales?|source|headers|cross|bin|tools|utils|extra|static)$|\+|-cross$')
AFFIXES = re.compile(r'^(node|python3|ruby|librust|php|elpa|libghc|haskell|r-cran|r-bioc|r-other|golang-[a-z]+(-[a-z0-9]+)?|lib)-?|(-dev|-perl|-java|-ocaml|-cil|-clojure)$|[0-9.]*(t64)?$')
TRAILER = re.compile(r'\s*(\([^()]*\)|- Rust source code|- documentation|[-,:] *(Python ?3?|Ruby|Perl|PHP|Go|Golang|Haskell|development|runtime|shared|static|common)[\w ,]*(library|libraries|module|files|version|bindings|package))\s*$', re.I)
BOILERPLATE = re.compile(r'\b(this|the) (meta-?)?packages? (contains?|provides?|installs?|includes?|is (a|an) (dummy|transitional|empty|virtual))|\b(dummy|transitional) package|Debian(ized)?\b', re.I)
SENTENCE = re.compile(r'(?<=[.!?])\s+(?=[A-Z"“(*])|\n+')
TOO_COMMON = 6
WORDS_OF_TEXT = 120


def sentences(text: str):
    """Sentences and items of lists, each on one line."""
    text = re.sub(r'\n \.?\n|\n\.\n', '\n\n', text)
    text = re.sub(r'\n(?![\n\s*•-])', ' ', text)
    return [' '.join(part.strip(' *•-\t').split()) for part in SENTENCE.split(text) if len(part.split()) >= 3]


def split_name(name: str) -> str:
    return ' '.join(part for part in re.split(r'[^A-Za-z0-9+#]+', name) if part)


def from_debian(work: Path):
    found = []
    for one in fetch.packages(work):
        if one['Section'].split('/')[-1] in SECTIONS_LEFT_OUT or PARTS.search(one['Package']):
            continue
        short, _, rest = one['long'].partition('\n')
        name = AFFIXES.sub('', one['Package']) or one['Package']
        tags = [tag.split('::') for tag in one.get('Tag', '').replace('\n', ' ').split(', ')]
        words = [' '.join(re.split(r'[:-]+', '-'.join(tag[1:]))) for tag in tags if tag[0] in ('use', 'works-with', 'works-with-format', 'protocol', 'field', 'game', 'web', 'mail', 'network', 'security', 'hardware', 'sound', 'science', 'biology', 'office', 'admin') and len(tag) > 1]
        source = one.get('Source', one['Package']).split()[0]
        found.append({'key': (source, strip(short).lower()), 'package': one['Package'], 'version': one['Version'], 'name': split_name(name), 'summary': strip(short), 'sentences': [s for s in sentences(rest) if not BOILERPLATE.search(s)], 'tags': words, 'from': 'debian'})
    # Of the packages of one source that say the same, the one that says the most.
    best = {}
    for one in found:
        if one['key'] not in best or len(one['sentences']) > len(best[one['key']]['sentences']):
            best[one['key']] = one
    return list(best.values())


def strip(short: str) -> str:
    for _ in range(2):
        short = TRAILER.sub('', short)
    return short.strip(' -–')


MARKUP = re.compile(r'```.*?```|<!--.*?-->|<[^>]+>|^\s*(\[!\[|!\[).*$|^\s*\|.*$|^[-=]{3,}$', re.S | re.M)


def prose(readme: str) -> str:
    plain = re.sub(r'!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])', r'\1', MARKUP.sub('', readme))
    return re.sub(r'[`*_#]+', '', re.sub(r'^#+ .*$', '', plain, flags=re.M))


def from_npm(folder: Path):
    for file in sorted([*folder.glob('*/package.json'), *folder.glob('@*/*/package.json')]):
        try:
            told = json.loads(file.read_text())
        except (ValueError, OSError):
            continue
        if not isinstance(told.get('name'), str) or not isinstance(told.get('version'), str) or not told.get('description'):
            continue
        readme = next((one.read_text(errors='replace') for one in sorted(file.parent.glob('[Rr][Ee][Aa][Dd][Mm][Ee]*')) if one.is_file()), '')
        keywords = [word for word in told.get('keywords', []) if isinstance(word, str)] if isinstance(told.get('keywords'), list) else []
        yield {'package': told['name'], 'version': told['version'], 'name': split_name(told['name']), 'summary': ' '.join(str(told['description']).split()), 'sentences': sentences(prose(readme[:6_000]))[:12], 'tags': keywords, 'from': 'npm'}


def from_pypi(folder: Path):
    for file in sorted(folder.glob('*.dist-info/METADATA')):
        told = HeaderParser().parsestr(file.read_text(errors='replace'))
        if not told['Summary']:
            continue
        topics = [part for line in told.get_all('Classifier', []) if line.startswith('Topic ::') for part in line.split(' :: ')[2:]]
        keywords = [word.strip() for word in re.split(r'[,\n]| {2,}', told['Keywords'] or '')]
        yield {'package': told['Name'], 'version': told['Version'], 'name': split_name(told['Name']), 'summary': told['Summary'], 'sentences': sentences(prose(str(told.get_payload())[:6_000]))[:12], 'tags': [*keywords, *dict.fromkeys(topics)], 'from': 'pypi'}


def masked(text: str, name: str) -> str:
    """Without its own name: who describes a library does not use it."""
    whole = [name, name.replace(' ', '-'), name.replace(' ', ''), name.replace(' ', '.'), name.replace(' ', '::'), name.replace(' ', '_')]
    return re.sub(rf'(?<![\w])({"|".join(sorted({re.escape(one) for one in whole if len(one) > 2}, key=len, reverse=True)) or "(?!)"})(?![\w])', 'it', text, flags=re.I)


class LibraryTexts(Forbidden):
    """Texts of the labelled sets about libraries beside those of the others."""

    def __init__(self):
        super().__init__()
        for file in sorted((eval_dir() / 'libnames').glob('*.jsonl')):
            for line in file.open():
                row = json.loads(line)
                for key in ('short_description', 'body', 'description', 'query', 'gold_description'):
                    if isinstance(row.get(key), str):
                        self.known.update(self._keys(row[key]))
                        self.known.add(b' '.join(row[key].encode('ascii', 'replace').lower().split()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--work', type=Path, required=True, help='where fetch.py put Debian’s index; records.jsonl goes there')
    parser.add_argument('--modules', type=Path, action='append', default=[], help='folders of unpacked npm packages')
    parser.add_argument('--site', type=Path, action='append', default=[], help='folders of unpacked Python packages')
    args = parser.parse_args()
    found = from_debian(args.work)
    named = set()
    for group in (*map(from_npm, args.modules), *map(from_pypi, args.site)):
        for one in group:
            if (one['from'], one['package']) not in named:
                named.add((one['from'], one['package']))
                found.append(one)
    often = collections.Counter(s for one in found for s in set(one['sentences']))
    forbidden = LibraryTexts() if 'TWINMCP_EVAL_DIR' in os.environ else None
    known = set(LEFT_OUT.read_text().split()) if forbidden is None else set()
    kept, dropped, seen = [], [], set()
    for one in found:
        own = [s for s in one['sentences'] if often[s] < TOO_COMMON and s.lower() != one['summary'].lower()]
        if len(one['summary'].split()) < 2 or (one['summary'].lower(), one['name'].lower()) in seen:
            continue
        seen.add((one['summary'].lower(), one['name'].lower()))
        key = hashlib.sha256(f"{one['from']} {one['package']} {one['summary']}".encode()).hexdigest()[:12]
        texts = [one['summary'], '\n'.join(own), *own]
        plain = b' '.join(one['summary'].encode('ascii', 'replace').lower().split())
        if key in known if forbidden is None else plain in forbidden.known or any(text in forbidden for text in texts):
            dropped.append(key)
            continue
        size, text = 0, []
        for sentence in own:
            size += len(sentence.split())
            if size > WORDS_OF_TEXT and text:
                break
            text.append(sentence)
        clozes = [i for i, s in enumerate(text) if 5 <= len(s.split()) <= 30]
        chosen = int(key, 16) % len(clozes) if clozes else None
        cloze = '' if chosen is None else text[clozes[chosen]]
        kept.append({'name': one['name'], 'summary': masked(one['summary'], one['name']), 'text': ' '.join(text), 'tags': ', '.join(dict.fromkeys(t for t in one['tags'] if t))[:300], 'cloze': masked(cloze, one['name']), 'rest': ' '.join(s for s in text if s != cloze), 'source': one['from'], 'id': f"{one['package']}@{one['version']}"})
    with (args.work / 'records.jsonl').open('w') as out:
        out.writelines(json.dumps(one) + '\n' for one in kept)
    (args.work / 'left-out.txt').write_text('\n'.join(sorted(dropped)) + '\n')
    with (args.work / 'sources.csv').open('w') as out:
        counts = collections.Counter(one['source'] for one in kept)
        csv.writer(out, lineterminator='\n').writerows([('source', 'package or state', 'records'), *(('debian', f'{suite} of {date}', '') for suite, date in fetch.dates(args.work)), ('debian', 'all', counts['debian']), *sorted((one['source'], one['id'], 1) for one in kept if one['source'] != 'debian')])
    print(f"{len(kept)} records ({dict(collections.Counter(one['source'] for one in kept))}), {len(dropped)} left out because the labelled sets hold their text")


if __name__ == '__main__':
    main()
