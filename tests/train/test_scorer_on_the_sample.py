"""The scorer on the sample corpus: what the builders call an answer, it must call right; what they refuse, declined."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders.building import build
from builders.freeze import freeze
from builders.profile import load_profile
from records.files import read_jsonl
from tests.archive import ROOT
from train.judging import asked, read_aliases
from train.scoring import score

pytestmark = pytest.mark.xdist_group("sample")  # built once
EVERY = 6  # one row in so many is tried


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with every kind of question asked."""
    data = tmp_path_factory.mktemp("data")
    sample = load_profile(ROOT / "corpus" / "profile.yaml")
    profile = replace(sample, draw=replace(sample.draw, skip=(), some={}))
    return freeze(build(ROOT / "corpus", profile, data), profile, data, "none").folder


@pytest.fixture(scope="module")
def rows(frozen: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for split in ("train", "valid", "test"):
        lines = [row for _, row in read_jsonl(frozen / f"{split}.jsonl")]
        found += lines[:: EVERY if split == "train" else 1]
    return found


def test_every_reference_is_judged_right_and_every_refusal_declined(frozen: Path, rows: list[dict[str, Any]]):
    wrong: list[str] = []
    aliases = read_aliases(frozen)
    assert aliases
    for row in rows:
        outcome = score(row["messages"][-1]["content"], asked(row), aliases).outcome
        due = (
            ("right",)
            if row["facts"]
            else ("declined", "right")
            if row["probe"] in ("train", "known")
            else ("declined",)
        )
        if outcome not in due:
            wrong.append(f"{row['id']}: {outcome}")
    assert not wrong, wrong[:10]


def test_the_answer_to_another_question_is_hardly_ever_right(rows: list[dict[str, Any]]):
    by_template: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["facts"]:
            by_template.setdefault(row["template"], []).append(row)
    draw, tried, right = random.Random(0), 0, 0
    for name in sorted(by_template):
        for _ in range(20):
            one, other = draw.choice(by_template[name]), draw.choice(by_template[name])
            if one["group"] != other["group"]:
                tried += 1
                right += score(other["messages"][-1]["content"], asked(one)).outcome == "right"
    assert tried > 300 and right <= 0.01 * tried
