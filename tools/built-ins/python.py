"""Writes libs/domain/libraries/src/built-ins/python.table.ts: modules of Python's standard library with their functions and classes.

    python3 tools/built-ins/python.py <typeshed>/stdlib

Since when there is a module is what VERSIONS of typeshed says; of a member, the version its stub asks for. Members that the
Python that runs this knows nothing of are taken as they stand there.
"""
import ast
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "libs/domain/libraries/src/built-ins/python.table.ts"
LEFT_OUT = {"antigravity", "this", "idlelib", "lib2to3", "distutils", "test", "turtledemo", "turtle", "tkinter", "msilib", "nt", "posix", "winreg", "winsound", "_typeshed", "ensurepip", "pydoc_data", "curses", "opcode", "sre_compile", "sre_constants", "sre_parse", "nturl2path", "ntpath", "posixpath", "genericpath", "symbol", "macurl2path", "xxlimited", "zipimport", "typing_extensions", "__main__", "__future__"}


def versions(folder):
    found = {}
    for line in (folder / "VERSIONS").read_text().splitlines():
        name, _, span = line.partition("#")[0].strip().partition(": ")
        if span:
            first, _, last = span.partition("-")
            found[name] = (first, last)
    return found


def gate(test):
    """(3, 12) of `sys.version_info >= (3, 12)`; None = some other condition."""
    if isinstance(test, ast.Compare) and ast.unparse(test.left) == "sys.version_info" and isinstance(test.comparators[0], ast.Tuple):
        return type(test.ops[0]), ast.literal_eval(test.comparators[0])
    return None


def members(body, since=None):
    for node in body:
        if isinstance(node, ast.If):
            known = gate(node.test)
            if known and known[0] is ast.GtE:
                yield from members(node.body, max(since or (3, 0), known[1]))
                yield from members(node.orelse, since)
            elif known is None:
                yield from members(node.body, since)
                yield from members(node.orelse, since)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            if not any("deprecated" in ast.unparse(one) for one in node.decorator_list):
                yield node.name, since


def main():
    folder = Path(sys.argv[1])
    spans = versions(folder)
    lines = []
    for file in sorted(folder.rglob("*.pyi")):
        parts = list(file.relative_to(folder).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        name = ".".join(parts)
        if not parts or any(part.startswith("_") for part in parts) or parts[0] in LEFT_OUT:
            continue
        first, last = next((spans[".".join(parts[:n])] for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in spans), ("3.0", ""))
        if last:
            continue
        own = {}
        for member, since in members(ast.parse(file.read_text()).body):
            own[member] = min(own[member], since or (3, 0)) if member in own else (since or (3, 0))
        written = [member + (f"@{since[0]}.{since[1]}" if since > (3, 0) else "") for member, since in sorted(own.items())]
        lines.append(f"{name}{'' if first == '3.0' else '@' + first}: {' '.join(written)}".rstrip())
    header = "/** Written by tools/built-ins/python.py from the stubs of typeshed: not by hand. `module@since: member@since`, one module a line; without a version it is in every Python 3 that is kept. */\n"
    TARGET.write_text(header + "export const PYTHON = `\n" + "\n".join(lines) + "\n`;\n")


main()
