"""Small files, short functions: the limits of the house, measured.

A file of cip/, scripts/ or benchmarks/ has at most 400 lines, a test file 600; a function at most 40, docstring apart.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILE_LIMITS = {"cip": 400, "scripts": 400, "benchmarks": 400, "tests": 600}
FUNCTION_LIMIT = 40
SUFFIXES = {".py", ".html", ".j2", ".css", ".js", ".sh"}
NOT_OURS = ("cip/web/static/vendor/",)


def files(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in SUFFIXES and path.is_file() and not name.startswith(NOT_OURS):
            yield path


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def long_functions(text: str) -> Iterator[tuple[int, str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
            if length > FUNCTION_LIMIT:
                yield node.lineno, node.name, length


def complaints(path: Path, limit: int) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    count = len(text.splitlines())
    if count > limit:
        yield f"{name}:1 {count} lines; a file here has at most {limit}"
    if path.suffix == ".py":
        for line, function, length in long_functions(text):
            yield f"{name}:{line} {function}() has {length} lines; a function has at most {FUNCTION_LIMIT}"


def main() -> int:
    found = [
        text for folder, limit in FILE_LIMITS.items() for path in files(folder) for text in complaints(path, limit)
    ]
    for text in found:
        print(text)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
