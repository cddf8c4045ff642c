"""What README.md says is so."""

import re
import subprocess

from builders.reporting import reason_words
from tests.tree import BLOCK, ROOT, tree

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_tree_is_the_one_that_is_there() -> None:
    block = BLOCK.search(README)
    assert block is not None
    shown = block[0].split("```\n")[1]
    assert shown == tree(), "python -m tests.tree --write"


def test_every_make_target_is_explained_and_every_explained_one_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):.*## ", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", makefile, re.MULTILINE)
    assert phony is not None and set(phony[1].replace("\\", " ").split()) == targets
    named = set(re.findall(r"`make ([a-z][a-z-]*)", README))
    assert targets - {"help"} == named


def test_make_alone_prints_the_targets() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "make dataset" in done.stdout and "make train" in done.stdout


def test_every_reason_for_leaving_something_out_is_explained() -> None:
    used = set()
    for path in (ROOT / "builders").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        used.update(re.findall(r'\.reject\(\s*[\w.]+,\s*"([a-z_]+)"', text))
        used.update(re.findall(r'reject\(\s*"[a-z]+",\s*"([a-z_]+)"', text))
    assert used and used <= set(reason_words()), used - set(reason_words())


def test_the_lock_names_no_place_to_fetch_from_and_every_package_has_hashes() -> None:
    for name in ("requirements.lock", "requirements-model.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text and "--index-url" not in text and "--find-links" not in text
        packages = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE)
        assert packages and all(line.rstrip().endswith("\\") for line in packages)
