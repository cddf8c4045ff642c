"""A file that misbehaves ends itself only: time, memory, crashes."""

from pathlib import Path

import pytest

from builders.books import build
from builders.books.isolation import Limits, Reader, read_all, read_isolated
from builders.books.reading import Task
from builders.profile import Profile
from builders.sources import SourceError
from tests.archive import ARCHIVE, needs_archive
from tests.builders.books.making import PROFILE, request

SENTENCE = "O árbitro chegou tarde ao campo e o jogo começou sem ele. "
LONG = 500_000  # sentences: more than any machine reads in the seconds given


def task(path: Path) -> Task:
    return Task(str(path), f"books/{path.name}", "", 320)


def test_a_file_over_its_time_is_ended_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "longo.txt"
    path.write_text(SENTENCE * LONG, encoding="utf-8")
    with pytest.raises(SourceError, match=r"books/longo.txt: reading it took more than 1 s; "):
        read_isolated(task(path), Limits(seconds=1))


def test_a_file_over_its_memory_is_ended_and_told_of(tmp_path: Path) -> None:
    path = tmp_path / "largo.txt"
    path.write_text(SENTENCE * 150_000, encoding="utf-8")
    with pytest.raises(SourceError, match=r"books/largo.txt: reading it took more than 120 MB of memory; "):
        read_isolated(task(path), Limits(memory=120 << 20))


def test_a_file_over_its_time_takes_nothing_from_those_read_before_and_after_it(tmp_path: Path) -> None:
    good, bad = tmp_path / "bom.txt", tmp_path / "longo.txt"
    good.write_text(SENTENCE * 3, encoding="utf-8")
    bad.write_text(SENTENCE * LONG, encoding="utf-8")
    with Reader(Limits(seconds=3)) as reader:  # the start of a child counts, and takes its time on a busy machine
        first = reader.read(task(good))
        with pytest.raises(SourceError, match="more than 3 s"):
            reader.read(task(bad))
        assert reader.read(task(good)) == first


def test_outcomes_come_in_the_order_of_the_tasks(tmp_path: Path) -> None:
    good, bad = tmp_path / "bom.txt", tmp_path / "mau.txt"
    good.write_text(SENTENCE * 3, encoding="utf-8")
    bad.write_text("", encoding="utf-8")
    found = list(read_all([task(bad), task(good), task(bad)], Limits()))
    assert [isinstance(outcome, SourceError) for outcome in found] == [True, False, True]


def test_a_file_that_is_gone_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file: a link that leads to none"):
        read_isolated(task(tmp_path / "nada.txt"), Limits())


@needs_archive
def test_every_odd_file_is_handled_and_the_passwords_of_the_profile_open_theirs() -> None:
    passwords = {"books/pdfminer_aes-256.pdf": "foo", "books/pypdf_libreoffice-writer-password.pdf": "openpassword"}
    profile = Profile(PROFILE.club, passwords=passwords)
    asked = request(*sorted((ARCHIVE / "books_odd").glob("*.pdf")), profile=profile)
    list(build(asked))
    unreadable = {r.file for r in asked.report.rejections if r.reason == "unreadable_file"}
    assert unreadable == {"books/ocrmypdf_invalid.pdf", "books/pdfplumber_empty.pdf"}
    read = {file for _, file, what in asked.report.counts if what == "pages"}
    assert len(read) == len(list((ARCHIVE / "books_odd").glob("*.pdf"))) - len(unreadable)
