"""Mines pairs (something asked for, the text that answers it) out of installed packages.

A record: t = type, q = what is asked; what answers, in the order it is read: h = head (signature, or the headings above),
x = documentation, which may hold q, d = body; n = name, s = source.
"""
import argparse
import ast
import csv
import json
import multiprocessing
import re
import textwrap
import warnings
from pathlib import Path

from devsets import Forbidden
import history
import sources

MAX_TEXT = 1500
MAX_FILE = 400_000
warnings.filterwarnings('ignore')


def summary_of(doc: str) -> str:
    paragraph = re.split(r'\n\s*\n|\n\s*[:@]|\n\s*(?:Args|Parameters|Returns|Examples?)\b', doc.strip())[0]
    return ' '.join(paragraph.split())[:300]


def from_python(text: str):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    lines = text.splitlines()
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or node.end_lineno is None:
            continue
        doc = ast.get_docstring(node)
        first, last = node.lineno - 1, min(node.end_lineno, node.lineno + 40)
        if doc is None:
            if node.name.startswith('test_') and node.end_lineno - node.lineno > 2:
                yield {'t': 'test', 'q': node.name[5:].replace('_', ' '), 'h': '', 'd': textwrap.dedent('\n'.join(lines[first + 1:last])), 'x': '', 'n': node.name}
            continue
        statement = node.body[0]
        head, body = lines[first:statement.lineno - 1], textwrap.dedent('\n'.join(lines[statement.end_lineno:last]))
        if len(node.body) < 2 and isinstance(node, ast.ClassDef) is False:
            continue
        yield {'t': 'class' if isinstance(node, ast.ClassDef) else 'doc', 'q': summary_of(doc), 'h': textwrap.dedent('\n'.join(head))[:400], 'd': body, 'x': doc[:800], 'n': node.name}


JSDOC = re.compile(r'/\*\*(.*?)\*/[ \t]*\n((?:[ \t]*@[^\n]*\n)*)([^\n]+\n)', re.S)
NAME = re.compile(r'(?:function\*?|class|interface|type|const|let|enum|namespace|get|set|static|async|readonly|public|declare|export|default|abstract|private|protected|\*|\s)*([A-Za-z_$][\w$.]*)')


def from_javascript(text: str, declarations: bool):
    for match in JSDOC.finditer(text):
        comment = '\n'.join(line.strip().lstrip('*').strip() for line in match[1].splitlines()).strip()
        comment = re.sub(r'\{@link\s+([^}]*)\}', r'\1', comment)
        described = re.search(r'@(?:description|classdesc)\s+(.*?)(?:\n@|$)', comment, re.S)
        prose = re.split(r'(?:^|\n)@', comment)[0].strip() or (described[1].strip() if described else '')
        head = match[3]
        if len(prose) < 12 or head.strip().startswith(('*', '/')):
            continue
        named = NAME.match(head.strip())
        indent = len(head) - len(head.lstrip())
        body = [head.rstrip()]
        for line in text[match.end():match.end() + 3000].splitlines()[:30]:
            if declarations and re.match(r'\s*/\*\*', line):
                break
            body.append(line)
            if line.strip() and len(line) - len(line.lstrip()) <= indent and re.match(r'\s*[})]', line):
                break
            if len(body) == 2 and head.rstrip().endswith(';'):
                body.pop()
                break
        yield {'t': 'dts' if declarations else 'jsdoc', 'q': summary_of(prose), 'h': body[0].strip()[:400], 'd': textwrap.dedent('\n'.join(body[1:])), 'x': comment[:800], 'n': named[1] if named else ''}


HEADING = re.compile(r'^(#{1,6})\s+(.+?)\s*#*\s*$')
LINK = re.compile(r'\[([^\]]+)\]\(#([^)\s]+)\)')


def slug(title: str) -> str:
    return re.sub(r'[^a-z0-9]', '', title.lower())


def from_markdown(text: str, package: str):
    path, sections, body, fenced = [], [], [], False
    titles = [package]

    def flush():
        joined = '\n'.join(body).strip()
        if joined:
            sections.append((list(titles), joined))
        body.clear()

    for line in text.splitlines():
        if line.lstrip().startswith('```'):
            fenced = not fenced
        match = None if fenced else HEADING.match(line)
        if match is None:
            body.append(line)
            continue
        flush()
        titles = [*titles[:len(match[1])], re.sub(r'[`*]|\[|\]\([^)]*\)', '', match[2])]
    flush()
    by_slug = {slug(t[-1]): (t, b) for t, b in sections}
    for titles, content in sections:
        plain = re.sub(r'\]\([^)]*\)', ']', content)
        if len(plain) < 60:
            continue
        title = ' > '.join(titles[1:])
        yield {'t': 'heading', 'q': ' '.join(titles[-2:]), 'h': title, 'd': plain, 'x': '', 'n': titles[-1]}
        sentences = [s for s in re.split(r'(?<=[.!?:])\s+|\n\s*\n', re.sub(r'```.*?```', '', plain, flags=re.S)) if 6 <= len(s.split()) <= 40]
        for sentence in sentences[:3]:
            yield {'t': 'cloze', 'q': ' '.join(sentence.split()), 'h': title, 'd': plain.replace(sentence, ' '), 'x': '', 'n': titles[-1]}
        for sentence in re.split(r'(?<=[.!?])\s+|\n', content):
            for link in LINK.finditer(sentence):
                target = by_slug.get(slug(link[2]))
                if target and target[1] != content and 4 <= len(sentence.split()) <= 60:
                    yield {'t': 'link', 'q': ' '.join(re.sub(r'\]\([^)]*\)|\[', '', sentence).split()), 'h': ' > '.join(target[0][1:]), 'd': target[1], 'x': '', 'n': target[0][-1]}


def records(name: str, files):
    seen = set()
    for file in files:
        try:
            if file.stat().st_size > MAX_FILE or '.min.' in file.name:
                continue
            text = file.read_text()
        except (OSError, UnicodeDecodeError):
            continue
        if file.suffix == '.py':
            found = from_python(text)
        elif file.suffix == '.md':
            found = from_markdown(text, name) if 'change' not in file.name.lower() and 'license' not in file.name.lower() else ()
        else:
            found = from_javascript(text, file.name.endswith(('.d.ts', '.d.mts')))
        yield from found


def kept(name, found, seen):
    for record in found:
        record = {**record, 'q': record['q'][:400], 'd': record['d'][:MAX_TEXT], 's': name}
        key = (record['q'].lower(), record['t'] not in ('cloze', 'heading', 'link', 'commit') and record['n'])
        if len(record['q'].split()) < 2 or len(record['h']) + len(record['d']) < 20 or key in seen or not record['q'].isascii():
            continue
        seen.add(key)
        yield record


def mine(group):
    """The pairs of one source, as lines of JSON, and how many the labelled sets forbid."""
    name, licence, found, limit = group
    lines, dropped = [], 0
    for record in kept(name, found(), set()):
        if any(text in FORBIDDEN for text in (record['q'], '\n'.join((record['h'], record['x'], record['d'])))):
            dropped += 1
            continue
        lines.append(json.dumps(record))
        if len(lines) >= limit:
            break
    return name, licence, lines, dropped


class Found:
    """A generator that another process can start."""

    def __init__(self, make, *args):
        self.make, self.args = make, args

    def __call__(self):
        return self.make(*self.args)


def main():
    global FORBIDDEN
    parser = argparse.ArgumentParser()
    parser.add_argument('--site', type=Path, action='append', default=[], help='folder of unpacked Python packages')
    parser.add_argument('--modules', type=Path, action='append', default=[], help='node_modules')
    parser.add_argument('--packages', type=Path, help='pinned npm source packages')
    parser.add_argument('--repositories', type=Path, help='bare clones of repositories.csv')
    parser.add_argument('--per-source', type=int, default=16_000)
    parser.add_argument('--processes', type=int, default=2)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    FORBIDDEN, used, seen, dropped = Forbidden(), [], set(), 0
    groups = [sources.python_standard_library()]
    for site in args.site:
        groups += sources.python_packages(site)
    for modules in args.modules:
        groups += sources.node_packages(modules)
    if args.packages:
        groups += sources.source_packages(args.packages)
    work = [(f'{name} {version}', licence, Found(records, name, files), args.per_source) for name, version, licence, files in groups]
    if args.repositories:
        for name, commit, licence, git in sources.repositories(args.repositories):
            tree = args.out / 'trees' / name.replace('/', '+')
            work.append((f'{name} {commit[:12]}', licence, Found(records, name, history.files(git, commit, tree)), args.per_source))
            work.append((f'{name} {commit[:12]} (history)', licence, Found(history.commits, git, commit), args.per_source))
    with (args.out / 'pairs.jsonl').open('w') as out, multiprocessing.get_context('fork').Pool(args.processes) as pool:
        for name, licence, lines, left_out in pool.imap(mine, work):
            dropped += left_out
            fresh = [line for line, key in ((line, hash(line[:line.index('"s": ')])) for line in lines) if not (key in seen or seen.add(key))]
            out.writelines(line + '\n' for line in fresh)
            if fresh:
                used.append((name, licence, len(fresh)))
    with (args.out / 'sources.csv').open('w') as out:
        csv.writer(out, lineterminator='\n').writerows([('source', 'licence', 'pairs'), *used])
    print(f'{sum(pairs for *_, pairs in used)} pairs of {len(used)} sources; {dropped} left out because the labelled sets hold their text')


if __name__ == '__main__':
    main()
