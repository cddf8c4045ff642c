"""Killed at any moment, build and freeze leave whole versions, every verdict, and work for the next run to finish."""

import os
import sys
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import pytest

from builders.__main__ import main
from builders.building import generated_files, read_generated
from builders.versions import all_versions, latest
from records.example import text_sha256
from records.ledger import Ledger
from records.manifest import verify_folder
from records.verdicts import Verdict
from tests.clubhouse import matches, write_corpus

KILLS = 50


def dataset(corpus: Path, data: Path) -> None:
    """`python -m builders dataset` in this process, its output thrown away."""
    with open(os.devnull, "w") as silent:  # noqa: PTH123
        sys.stdout = sys.stderr = silent
        status = main(["dataset", "--corpus", str(corpus), "--data", str(data)])
    sys.exit(status)


def start(corpus: Path, data: Path) -> BaseProcess:
    """The same in a process of its own; forked, so that no time goes into imports and every moment is one of work."""
    process = get_context("fork").Process(target=dataset, args=(corpus, data))
    process.start()
    return process


def decide(data: Path, number: int) -> None:
    """A curator's next verdict, on one more example of the last build."""
    made = [e for _, e in zip(range(number + 1), read_generated(data / "generated"), strict=False)]
    if made:
        seen = text_sha256(made[-1].messages)
        verdict = Verdict(made[-1].id, seen, "approved", "ana", f"2026-01-01T00:00:{number:02}Z")
        with Ledger(data / "review") as ledger:
            ledger.append(verdict)


def verdicts(data: Path) -> int:
    with Ledger(data / "review") as ledger:
        return len(ledger.since(0))


def assert_whole(data: Path) -> None:
    """Every version that has a name is whole, `latest` points at one of them, and no generated file is half a file."""
    versions = all_versions(data / "frozen")
    assert {p.name for p in (data / "frozen").glob("[!.]*")} == {p.name for p in versions} | {"latest"}
    for folder in versions:
        verify_folder(folder)
    newest = latest(data / "frozen")
    assert newest in [folder.resolve() for folder in versions]
    if generated_files(data / "generated"):
        assert (data / "generated" / "build.json").is_file()
        assert sum(1 for _ in read_generated(data / "generated")) > 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks, which a Mac's libraries forbid")
def test_kills_at_random_moments_leave_whole_versions_and_every_verdict_and_the_next_run_completes(
    tmp_path: Path,
) -> None:
    corpus, data, draw = write_corpus(tmp_path / "corpus"), tmp_path / "data", Random(0)
    began = time.perf_counter()
    first = start(corpus, data)
    first.join()
    assert first.exitcode == 0
    takes, died = time.perf_counter() - began, 0
    for number in range(KILLS):
        write_corpus(corpus, matches(24 + number))  # one match more: everything is made anew
        decide(data, number)
        told = verdicts(data)
        began, process = time.perf_counter(), start(corpus, data)
        process.join(draw.uniform(0, takes))
        ended = process.exitcode == 0
        process.kill()
        process.join()
        takes = min(takes, time.perf_counter() - began) if ended else takes  # the first run may have met a busy machine
        died += process.exitcode != 0
        assert_whole(data)
        assert verdicts(data) == told
    assert died > KILLS / 2
    last = start(corpus, data)
    last.join()
    assert last.exitcode == 0
    assert_whole(data)
    assert [p.name for p in data.rglob("*.partial")] == []
    assert latest(data / "frozen") == undisturbed(corpus, data, tmp_path / "other")


def undisturbed(corpus: Path, data: Path, other: Path) -> Path:
    """The version that a run without kills makes of the same corpus and verdicts, in the place of the other's."""
    (other / "review").mkdir(parents=True)
    exported = (data / "review" / "verdicts.jsonl").read_bytes()
    (other / "review" / "verdicts.jsonl").write_bytes(exported)
    process = start(corpus, other)
    process.join()
    newest = latest(other / "frozen")
    assert newest is not None
    return (data / "frozen" / newest.name).resolve()
