"""The results builder whole: files in, examples out, the same whatever the order of the files."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from builders.checks import fault
from builders.profile import Draw, load_profile
from builders.report import Report
from builders.request import Request
from builders.results import build
from builders.sources import SourceFile, read_corpus
from records.example import Example, example_to_row
from records.validation import faults
from tests.archive import ARCHIVE, ROOT, needs_archive
from tests.builders.results.folder import profile, source_files

FILES: dict[str, str | bytes] = {
    "a.csv": "data;casa;fora;resultado\n02-04-1995;Farense;Benfica;4-1\n06-11-1994;Benfica;Farense;2-0\n",
    "b.csv": "date,home,away,score\n1995-04-02,SC Farense,SL Benfica,4-1\n1994-11-13,SC Farense,FC Porto,1-1\n",
    "c.csv": "data;casa;fora;resultado\n04-12-1994;Académica;Farense;0-3\n06-11-1994;Benfica;Farense;1-0\n",
}


def made(folder: Path, files: list[SourceFile]) -> bytes:
    request = Request(profile(folder), tuple(files), {}, Report())
    return b"\n".join(orjson.dumps(example_to_row(example)) for example in build(request))


def test_the_order_of_the_files_changes_no_byte(tmp_path: Path) -> None:
    files = source_files(tmp_path, FILES)
    before = made(tmp_path, files)
    assert before.count(b"\n") > 100
    for seed in range(3):
        shuffled = random.Random(seed).sample(files, len(files))
        assert made(tmp_path, shuffled) == before


def test_a_line_above_changes_no_id(tmp_path: Path) -> None:
    def ids(head: str) -> set[str]:
        header, rows = str(FILES["a.csv"]).split("\n", 1)
        files = source_files(tmp_path, {"a.csv": f"{header}\n{head}{rows}"})
        rows = [orjson.loads(line) for line in made(tmp_path, files).splitlines()]
        return {row["id"] for row in rows if row["group"].startswith("match/199")}

    before = ids("")
    assert before and before <= ids("10-10-1990;Farense;Olhanense;2-2\n")


@pytest.fixture(scope="module")
def sample() -> list[Example]:
    """The examples of the corpus that comes with the project."""
    its_profile = replace(load_profile(ROOT / "corpus" / "profile.yaml"), draw=Draw())
    files = read_corpus(ROOT / "corpus", its_profile).files["results"]
    return list(build(Request(its_profile, files, {}, Report())))


def test_the_sample_gives_sound_examples_of_every_subject(sample: list[Example]) -> None:
    templates = Counter(example.template for example in sample)
    assert templates["match.score"] > 400
    assert {"match.winner", "match.venue", "opponent.record", "season.position", "season.record"} <= set(templates)
    assert {"opponent.first", "opponent.biggest-win", "season.unbeaten", "no-match.other-date"} <= set(templates)
    assert [e.id for e in sample if fault(e) or faults("example", example_to_row(e))] == []


def test_no_question_of_the_sample_has_two_answers(sample: list[Example]) -> None:
    answers: dict[str, set[str]] = {}
    for example in sample:
        answers.setdefault(example.prompt, set()).add(example.answer)
    assert [question for question, found in answers.items() if len(found) > 1] == []
    assert len({example.id for example in sample}) == len(sample)


def test_about_as_many_matches_are_declined_as_answered(sample: list[Example]) -> None:
    answered = sum(e.template.startswith("match.") and not e.held_out for e in sample)
    declined = sum(e.template.startswith("no-match.") and not e.held_out for e in sample)
    assert 0.7 * answered < declined <= answered


@needs_archive
@pytest.mark.slow
def test_the_archive_gives_one_answer_to_each_question() -> None:
    its_profile = replace(load_profile(ROOT / "corpus" / "profile.yaml"), draw=Draw())
    files = read_corpus(ARCHIVE, its_profile).files["results"]
    answers: dict[str, str] = {}
    ids: set[str] = set()
    for example in build(Request(its_profile, files, {}, Report())):
        assert fault(example) is None, example.id
        assert answers.setdefault(example.prompt, example.answer) == example.answer, example.prompt
        ids.add(example.id)
    assert len(ids) == len(answers) > 50_000
