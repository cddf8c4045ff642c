"""The whole way: sources to examples to a frozen version to an adapter to an answer."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from builders.__main__ import main
from builders.versions import latest
from records.files import read_json, read_jsonl, sha256_file
from tests.archive import ARCHIVE, ROOT, needs_archive
from tests.clubhouse import HEADER, matches, write_corpus
from tests.train.tiny import model_folder


def dataset(corpus: Path, data: Path) -> Path:
    assert main(["dataset", "--corpus", str(corpus), "--data", str(data)]) == 0
    version = latest(data / "frozen")
    assert version is not None
    return version


def hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256_file(path) for path in sorted(folder.iterdir())}


def test_building_again_says_that_nothing_has_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    version = dataset(corpus, tmp_path / "data")
    capsys.readouterr()
    assert dataset(corpus, tmp_path / "data") == version
    assert "nothing has changed" in capsys.readouterr().out


def test_the_same_sources_give_the_same_bytes_elsewhere_and_in_another_order(tmp_path: Path) -> None:
    lines = matches()
    one = write_corpus(tmp_path / "one", lines)
    other = write_corpus(tmp_path / "a" / "deeper" / "place", lines)
    assert hashes(dataset(one, tmp_path / "data1")) == hashes(dataset(other, tmp_path / "data2"))


@pytest.mark.parametrize(
    "setting",
    [{"PYTHONHASHSEED": "7"}, {"TZ": "Asia/Tokyo"}, {"LC_ALL": "C", "LANG": "C"}],
    ids=lambda s: next(iter(s)),
)
def test_neither_hash_seed_nor_time_zone_nor_locale_changes_a_byte(tmp_path: Path, setting: dict[str, str]) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    here = hashes(dataset(corpus, tmp_path / "here"))
    words = ["dataset", "--corpus", str(corpus), "--data", str(tmp_path / "there")]
    subprocess.run([sys.executable, "-m", "builders", *words], env=os.environ | setting, cwd=ROOT, check=True)
    there = latest(tmp_path / "there" / "frozen")
    assert there is not None and hashes(there) == here


def test_rows_in_another_order_make_the_same_examples(tmp_path: Path) -> None:
    shuffled = random.Random(5).sample(matches(), len(matches()))
    ids = []
    for name, lines in (("plain", matches()), ("shuffled", shuffled)):
        dataset(write_corpus(tmp_path / name, lines), tmp_path / f"{name}-data")
        rows = read_jsonl(tmp_path / f"{name}-data" / "generated" / "results.jsonl")
        ids.append({(row["id"], row["messages"][-1]["content"]) for _, row in rows})
    assert ids[0] == ids[1]


def test_a_row_put_in_above_changes_no_id(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    dataset(corpus, tmp_path / "data")
    path = tmp_path / "data" / "generated" / "results.jsonl"
    before = {row["id"] for _, row in read_jsonl(path) if row["template"] == "match.score"}
    added = "01-01-1989;Leões;Serpentes;9-0;Taça;1988-89"
    (corpus / "results" / "jogos.csv").write_text("\n".join([HEADER, added, *matches()]), encoding="utf-8")
    dataset(corpus, tmp_path / "data")
    after = {row["id"] for _, row in read_jsonl(path) if row["template"] == "match.score"}
    assert before < after


@pytest.mark.slow
def test_a_frozen_version_becomes_an_adapter_that_answers(tmp_path: Path) -> None:
    """A model of random weights learns nothing worth reading: here the way is tested, not the arrival."""
    version = dataset(write_corpus(tmp_path / "corpus"), tmp_path / "data")
    model = str(model_folder(tmp_path / "model"))
    runs = ["--runs", str(tmp_path / "runs")]
    train = ["train", "--data", str(version), *runs, "--model", model, "--epochs", "1", "--run", "r"]
    settings = ["--set", "batches.length=2048", "--set", "batches.pack_to=512"]
    for words in ([*train, *settings], ["ask", *runs, "Quem foi Rui Falcão?", "--max-tokens", "4"]):
        done = subprocess.run([sys.executable, "-m", "train", *words], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    adapters = tmp_path / "runs" / "r" / "adapters"
    assert (adapters / "adapters.safetensors").is_file() and (adapters / "adapter_config.json").is_file()
    assert read_json(version / "manifest.json")["version"] == version.name
    (version / "train.jsonl").write_bytes((version / "train.jsonl").read_bytes() + b"\n")
    done = subprocess.run([sys.executable, "-m", "train", *train, "--new"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1 and "train.jsonl: differs from its manifest" in done.stderr


@needs_archive
@pytest.mark.slow
def test_the_archive_as_found_becomes_a_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    version = dataset(ARCHIVE, tmp_path / "data")
    counts = read_json(version / "manifest.json")["counts"]
    assert counts["templates"]["results/match.score"]["train"] > 10_000
    assert counts["templates"]["results/match.conflict"]["made"] > 5
    assert "has no profile.yaml: taken as SC Farense's" in capsys.readouterr().out
