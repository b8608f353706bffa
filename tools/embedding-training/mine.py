"""Mines pairs (something asked for, the text that answers it) out of installed packages.

A record: t = type, q = the asking side, d = the answering side without its own copy of q, x = documentation that
may be put back into d, n = name, s = source, p = place in its file (for negatives that are near).
"""
import argparse
import ast
import json
import re
import textwrap
import warnings
from pathlib import Path

from devsets import Forbidden
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
                yield {'t': 'test', 'q': node.name[5:].replace('_', ' '), 'd': textwrap.dedent('\n'.join(lines[first + 1:last])), 'x': '', 'n': node.name}
            continue
        statement = node.body[0]
        kept = lines[first:statement.lineno - 1] + lines[statement.end_lineno:last]
        body = textwrap.dedent('\n'.join(kept))
        if len(node.body) < 2 and isinstance(node, ast.ClassDef) is False:
            continue
        yield {'t': 'class' if isinstance(node, ast.ClassDef) else 'doc', 'q': summary_of(doc), 'd': body, 'x': doc[:800], 'n': node.name}


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
        yield {'t': 'dts' if declarations else 'jsdoc', 'q': summary_of(prose), 'd': textwrap.dedent('\n'.join(body)), 'x': comment[:800], 'n': named[1] if named else ''}


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
        yield {'t': 'heading', 'q': ' '.join(titles[-2:]), 'd': plain, 'x': title, 'n': titles[-1]}
        sentences = [s for s in re.split(r'(?<=[.!?:])\s+|\n\s*\n', re.sub(r'```.*?```', '', plain, flags=re.S)) if 6 <= len(s.split()) <= 40]
        for sentence in sentences[:3]:
            yield {'t': 'cloze', 'q': ' '.join(sentence.split()), 'd': plain.replace(sentence, ' '), 'x': title, 'n': titles[-1]}
        for sentence in re.split(r'(?<=[.!?])\s+|\n', content):
            for link in LINK.finditer(sentence):
                target = by_slug.get(slug(link[2]))
                if target and target[1] != content and 4 <= len(sentence.split()) <= 60:
                    yield {'t': 'link', 'q': ' '.join(re.sub(r'\]\([^)]*\)|\[', '', sentence).split()), 'd': target[1], 'x': ' > '.join(target[0][1:]), 'n': target[0][-1]}


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
        for place, record in enumerate(found):
            record = {**record, 's': name, 'p': f'{file.parent.name}/{file.name}', 'q': record['q'][:400], 'd': record['d'][:MAX_TEXT]}
            key = (record['q'].lower(), record['t'] not in ('cloze', 'heading', 'link') and record['n'])
            if len(record['q'].split()) < 2 or len(record['d']) < 20 or key in seen or not record['q'].isascii():
                continue
            seen.add(key)
            yield record


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--site', type=Path, action='append', default=[], help='folder of unpacked Python packages')
    parser.add_argument('--modules', type=Path, action='append', default=[], help='node_modules')
    parser.add_argument('--packages', type=Path, help='pinned npm source packages')
    parser.add_argument('--per-source', type=int, default=12_000)
    parser.add_argument('--out', type=Path, required=True)
    args = parser.parse_args()
    forbidden, used, dropped = Forbidden(), [], 0
    groups = [sources.python_standard_library()]
    for site in args.site:
        groups += sources.python_packages(site)
    for modules in args.modules:
        groups += sources.node_packages(modules)
    if args.packages:
        groups += sources.source_packages(args.packages)
    with (args.out / 'pairs.jsonl').open('w') as out:
        for name, version, licence, files in groups:
            kept = 0
            for record in records(name, files):
                if any(record[side] in forbidden for side in 'qdx'):
                    dropped += 1
                    continue
                if kept >= args.per_source:
                    break
                kept += 1
                out.write(json.dumps(record) + '\n')
            if kept:
                used.append({'name': name, 'version': version, 'licence': licence, 'pairs': kept})
    (args.out / 'sources.json').write_text(json.dumps(used, indent=1))
    print(f'{sum(u["pairs"] for u in used)} pairs of {len(used)} sources; {dropped} left out because the labelled sets hold their text')


if __name__ == '__main__':
    main()
