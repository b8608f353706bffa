"""Mines pairs (something asked for, the text that answers it) out of installed packages.

A record: t = type, q = what is asked; what answers, in the order it is read: h = head (signature, or the headings above),
x = documentation, which may hold q, d = body; n = name, s = source.
"""
import argparse
import ast
import csv
import hashlib
import json
import multiprocessing
import os
import re
import textwrap
import warnings
from pathlib import Path

from devsets import Forbidden
import sources

# Which pairs hold text of the labelled sets, by hash: without the sets at hand the same pairs are left out.
LEFT_OUT = Path(__file__).resolve().parent / 'left-out.txt'

MAX_TEXT = 1500
MAX_FILE = 400_000
warnings.filterwarnings('ignore')


def summary_of(doc: str) -> str:
    paragraph = re.split(r'\n\s*\n|\n\s*[:@]|\n\s*(?:Args|Parameters|Returns|Examples?)\b', doc.strip())[0]
    return ' '.join(paragraph.split())[:300]


def definitions(tree):
    """Functions and classes, level by level; expressions are not looked into."""
    level = [tree]
    while level:
        yield from (node for node in level if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)))
        level = [child for node in level for part in ('body', 'orelse', 'finalbody', 'handlers') for child in getattr(node, part, ()) if isinstance(child, (ast.stmt, ast.excepthandler))]


def from_python(text: str):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return
    lines = text.splitlines()
    for node in definitions(tree):
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
        if file.name == 'METADATA':
            fields, _, description = text.partition('\n\n')
            found = from_markdown(description, name) if 'Content-Type: text/markdown' in fields else ()
        elif file.suffix == '.py':
            found = from_python(text)
        elif file.suffix == '.md':
            found = from_markdown(text, name) if 'change' not in file.name.lower() and 'license' not in file.name.lower() else ()
        else:
            found = from_javascript(text, file.name.endswith(('.d.ts', '.d.mts')))
        yield from found


def kept(name, found, seen):
    for record in found:
        record = {**record, 'q': record['q'][:400], 'd': record['d'][:MAX_TEXT], 's': name}
        key = (record['q'].lower(), record['t'] not in ('cloze', 'heading', 'link') and record['n'])
        if len(record['q'].split()) < 2 or len(record['h']) + len(record['d']) < 20 or key in seen or not record['q'].isascii():
            continue
        seen.add(key)
        yield record


def hash_of(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:12]


def mine(group):
    """The pairs of one source, as lines of JSON, and the hashes of those that the labelled sets forbid."""
    name, licence, files, limit = group
    lines, dropped = [], []
    for record in kept(name, records(name, files), set()):
        line = json.dumps(record)
        if hash_of(line) in KNOWN_LEFT_OUT if FORBIDDEN is None else any(text in FORBIDDEN for text in (record['q'], '\n'.join((record['h'], record['x'], record['d'])))):
            dropped.append(hash_of(line))
            continue
        lines.append(line)
        if len(lines) >= limit:
            break
    return name, licence, lines, dropped


def main():
    global FORBIDDEN, KNOWN_LEFT_OUT
    parser = argparse.ArgumentParser()
    parser.add_argument('--site', type=Path, required=True, help='folder of unpacked Python packages')
    parser.add_argument('--modules', type=Path, required=True, help='folder of unpacked npm packages')
    parser.add_argument('--per-source', type=int, default=8_000, help='most pairs of one source')
    parser.add_argument('--processes', type=int, default=1)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    FORBIDDEN = Forbidden() if 'TWINMCP_EVAL_DIR' in os.environ else None
    KNOWN_LEFT_OUT = set(LEFT_OUT.read_text().split()) if FORBIDDEN is None else set()
    groups = [sources.python_standard_library(), *sources.python_packages(args.site), *sources.node_packages(args.modules)]
    work = [(f'{name} {version}', licence, files, args.per_source) for name, version, licence, files in groups]
    used, seen, dropped, digest = [], set(), [], hashlib.sha256()
    with (args.out / 'pairs.jsonl').open('w') as out, multiprocessing.get_context('fork').Pool(args.processes) as pool:
        for done, (name, licence, lines, left_out) in enumerate(pool.imap(mine, work), 1):
            if done % 50 == 0:
                print(f'  {done} of {len(work)} sources', flush=True)
            dropped += left_out
            fresh = [line for line, key in ((line, hash(line[:line.index('"s": ')])) for line in lines) if not (key in seen or seen.add(key))]
            out.writelines(line + '\n' for line in fresh)
            for line in fresh:
                digest.update(line.encode())
            if fresh:
                used.append((name, licence, len(fresh)))
    with (args.out / 'sources.csv').open('w') as out:
        csv.writer(out, lineterminator='\n').writerows([('source', 'licence', 'pairs'), *used])
    (args.out / 'left-out.txt').write_text('\n'.join(sorted(set(dropped))) + '\n')
    print(f'{sum(pairs for *_, pairs in used)} pairs of {len(used)} sources, sha256 {digest.hexdigest()[:16]}; {len(set(dropped))} left out because the labelled sets hold their text')


if __name__ == '__main__':
    main()
