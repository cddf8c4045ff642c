"""A frozen version is read by everyone's tools, compared, exported, and never edited."""

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml

from builders.__main__ import main
from builders.comparison import as_markdown, compare
from builders.export import FORMATS, ExportError, export
from builders.freeze import freeze
from builders.profile import Profile
from builders.versions import VersionError, delete_version, latest, version_folder
from records.example import Message
from records.files import read_jsonl
from records.manifest import verify_folder
from tests.builders.test_freeze import PROFILE, built, matches
from tests.making import example


@pytest.fixture(name="version")
def frozen_version(tmp_path: Path) -> Path:
    return freeze(built(tmp_path, matches()), PROFILE, tmp_path, "flagged").folder


def test_datasets_reads_every_row_of_every_split(version: Path) -> None:
    import datasets

    names = {split: str(version / f"{split}.jsonl") for split in ("train", "valid", "test")}
    loaded = datasets.load_dataset("json", data_files=names, cache_dir=str(version.parent / "cache"))
    for split, path in names.items():
        assert loaded[split].num_rows == sum(1 for _ in read_jsonl(Path(path)))
    assert loaded["train"][0]["messages"][-1]["role"] == "assistant"


def test_the_trainer_of_mlx_lm_reads_the_folder(version: Path) -> None:
    from train import backend

    backend.load()
    from mlx_lm.tuner.datasets import ChatDataset, load_dataset

    arguments = SimpleNamespace(data=str(version), train=True, test=True, hf_dataset=False, mask_prompt=True)
    train, valid, test = load_dataset(arguments, cast(Any, None))  # read, not encoded
    assert all(isinstance(split, ChatDataset) and len(split) for split in (train, valid, test))


def test_the_card_is_metadata_that_loads_and_a_page_that_names_sources(version: Path) -> None:
    text = (version / "README.md").read_text(encoding="utf-8")
    _, metadata, page = text.split("---\n", 2)
    assert yaml.safe_load(metadata)["configs"][0]["data_files"][0] == {"split": "train", "path": "train.jsonl"}
    assert "| results/jogos.csv | not stated |" in page
    assert "results/match.score" in page


def test_the_croissant_file_is_valid_and_its_records_can_be_read(version: Path) -> None:
    import mlcroissant

    logging.disable(logging.WARNING)  # recommended properties that would break equal bytes, such as a date
    try:
        dataset = mlcroissant.Dataset(jsonld=str(version / "croissant.json"))
        first = next(iter(dataset.records("train")))
    finally:
        logging.disable(logging.NOTSET)
    assert set(first) == {
        f"train/{name}" for name in ("id", "probe", "builder", "template", "phrasing", "group", "source", "messages")
    }


@pytest.mark.parametrize("form", sorted(FORMATS))
@pytest.mark.parametrize("to", ["jsonl", "parquet"])
def test_each_export_holds_every_row(version: Path, tmp_path: Path, form: str, to: str) -> None:
    import pyarrow.parquet as parquet

    paths = export(version, form, to, tmp_path / "out")
    for path in paths:
        rows = sum(1 for _ in read_jsonl(version / f"{path.stem}.jsonl"))
        exported = sum(1 for _ in read_jsonl(path)) if to == "jsonl" else parquet.read_table(path).num_rows
        assert exported == rows
    with pytest.raises(ExportError, match="exists already"):
        export(version, form, to, tmp_path / "out")


def test_a_system_message_survives_each_form() -> None:
    row = {
        "messages": [
            Message(role="system", content="S"),
            Message(role="user", content="P"),
            Message(role="assistant", content="R"),
        ]
    }
    assert FORMATS["alpaca"](row) == {"system": "S", "instruction": "P", "input": "", "output": "R"}
    assert FORMATS["completions"](row) == {"prompt": "S\n\nP", "completion": "R"}
    assert FORMATS["text"](row) == {"text": "S\n\nP\nR"}
    assert FORMATS["sharegpt"](row)["conversations"][1] == {"from": "human", "value": "P"}
    assert FORMATS["chatml"](row)["text"].endswith("<|im_start|>assistant\nR<|im_end|>\n")


def test_the_difference_names_what_came_went_and_changed(version: Path, tmp_path: Path) -> None:
    other = [
        example(
            e.prompt,
            e.answer.replace("resultado foi", "resultado final foi"),
            group=e.group,
            facts=e.facts,
            refusal=e.refusal,
            held_out=e.held_out,
        )
        for e in matches()[:4]
    ]
    new = freeze(
        built(tmp_path, [*other, *matches()[8:], example("Nova?", "Nova.", id="results/nova", group="n")]),
        PROFILE,
        tmp_path,
        "flagged",
    ).folder
    difference = compare(version, new)
    assert difference.added == {"results/nova": "train"}
    assert set(difference.removed.values()) == {"no longer made"}
    assert len(difference.changed) in (3, 4) and not difference.moved
    page = as_markdown(difference, f"{version.name} -> this version")
    assert "## Added: 1" in page and "generated/results.jsonl: changed" in page
    assert (new / "diff.md").read_text(encoding="utf-8") == page
    assert not (version / "diff.md").exists(), "there was none before it"
    assert "diff.md" not in verify_folder(new).files, "its address says what it holds, not what was before it"


def test_a_version_is_found_by_its_first_digits(version: Path) -> None:
    frozen = version.parent
    assert version_folder(frozen, "latest") == version.resolve()
    assert version_folder(frozen, version.name[:6]) == version
    with pytest.raises(VersionError, match=f"no such version; there are {version.name}"):
        version_folder(frozen, "zzz")


def test_deleting_needs_the_whole_name_and_never_takes_the_latest(version: Path, tmp_path: Path) -> None:
    frozen = version.parent
    newer = freeze(built(tmp_path, matches(41)), PROFILE, tmp_path, "flagged").folder
    with pytest.raises(VersionError, match=f"type its whole name, {version.name}"):
        delete_version(frozen, version.name, version.name[:4])
    with pytest.raises(VersionError, match="is the latest version"):
        delete_version(frozen, newer.name, newer.name)
    delete_version(frozen, version.name, version.name)
    assert not version.exists() and latest(frozen) == newer.resolve()


def test_the_commands_say_what_they_did(version: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path)]
    assert main(["verify", *data]) == 0
    assert f"{version.name}: 7 files, each as its manifest says" in capsys.readouterr().out
    assert main(["versions", *data]) == 0
    assert "latest" in capsys.readouterr().out
    assert main(["export", *data, "--format", "alpaca"]) == 0
    assert (tmp_path / "exports" / f"{version.name}-alpaca-jsonl" / "train.jsonl").is_file()
    (version / "valid.jsonl").write_text("")
    assert main(["verify", *data]) == 1
    assert "valid.jsonl: differs from its manifest" in capsys.readouterr().err


def test_licences_are_those_of_the_first_pattern() -> None:
    from builders.card import licence_of

    profile = Profile(PROFILE.club, licences={"results/a*": "CC0-1.0", "results/*": "MIT"})
    assert [licence_of(n, profile) for n in ("results/a.csv", "results/b.csv", "books/x")] == [
        "CC0-1.0",
        "MIT",
        "not stated",
    ]


def test_the_folder_stays_verified_after_all_that(version: Path) -> None:
    assert verify_folder(version).files
