"""`python -m benchmarks lines`: code lines of what trains, a module a line, and the longest function.

What trains is `train.command` and what it imports of its room, but for the modules that look at data and runs, answer
questions, fetch a model or tell a person how it goes. Blank lines, comments and docstrings are not counted.
"""

import ast
import io
import tokenize
from pathlib import Path

ROOM = Path(__file__).parent.parent / "train"
LOOKING = frozenset(("faults", "generation", "embedded", "curves", "display", "hub", "plan", "reporting", "tuned"))
SPACE = frozenset(
    (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
)
AIM = 1500


def main() -> int:
    """Print the counts. Returns 0 where they are within the aim."""
    counts = {name: len(code_lines(ROOM / f"{name}.py")) for name in sorted(reached("command", set()))}
    for name, count in counts.items():
        print(f"{name:20}{count:5}")
    print(f"{'in all':20}{sum(counts.values()):5} (aim {AIM})")
    size, name = max(longest(ROOM / f"{name}.py") for name in counts)
    print(f"longest function: {name}, {size} lines with its docstring")
    return int(sum(counts.values()) > AIM)


def reached(name: str, found: set[str]) -> set[str]:
    """Modules of the room that this one imports, and what those import."""
    found.add(name)
    for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "train":
            parts = node.module.split(".")[1:]
            for part in parts or [alias.name for alias in node.names]:
                if part not in found | LOOKING:
                    reached(part, found)
    return found


def code_lines(path: Path) -> set[int]:
    """Numbers of the lines that hold code."""
    text = path.read_text(encoding="utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in SPACE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def longest(path: Path) -> tuple[int, str]:
    functions = [
        (node.end_lineno - node.lineno + 1, f"{path.name}: {node.name}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    return max(functions, default=(0, ""))


if __name__ == "__main__":
    raise SystemExit(main())
