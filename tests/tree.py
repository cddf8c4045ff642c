"""The tree of the rooms with a line a file, as README.md shows it: `python -m tests.tree --write` puts it there."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("records", "builders", "train", "review_app", "benchmarks")
BLOCK = re.compile(r"(<!-- tree -->\n```\n).*?(```\n<!-- /tree -->)", re.DOTALL)


def tree() -> str:
    """Every folder of the rooms and every module in it, each with the first sentence of its docstring."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *ROOMS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    folders: dict[str, list[Path]] = {}
    for name in sorted(set(listed.stdout.split("\n")) - {""}):
        if (ROOT / name).is_file():
            folders.setdefault(str(Path(name).parent), []).append(Path(name))
    return "".join(_folder(folder, paths) for folder, paths in sorted(folders.items()))


def _folder(folder: str, paths: list[Path]) -> str:
    modules = [path for path in paths if path.suffix == ".py" and path.name != "__init__.py"]
    others = [path.name for path in paths if path.suffix != ".py"]
    about = [_about(path) for path in paths if path.name == "__init__.py"]
    lines = [f"{folder + '/':<30}{''.join(about)}", *(f"    {path.name:<26}{_about(path)}" for path in modules)]
    if others:
        lines.append("    " + ", ".join(others))
    return "".join(line.rstrip() + "\n" for line in lines)


def _about(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8"))) or ""
    return docstring.split("\n\n")[0].split(". ")[0].replace("\n", " ").rstrip(".")


def main() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    written = BLOCK.sub(lambda block: block[1] + tree() + block[2], text)
    if "--write" in sys.argv:
        readme.write_text(written, encoding="utf-8")
    else:
        print(tree(), end="")


if __name__ == "__main__":
    main()
