"""Records and their schemas: what is right passes in both validators, what is wrong is named."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from records.errors import ManifestError, RecordError
from records.example import example_from_row, example_to_row, text_sha256
from records.files import read_json, sha256_file, write_jsonl
from records.manifest import Manifest, addressed, verify_folder, write_manifest
from records.validation import SCHEMAS, check_file, faults, read_examples
from records.verdicts import Settlement, Verdict, record_from_row, record_to_row
from tests.making import example, messages


def test_an_example_survives_the_way_to_json_and_back() -> None:
    made = example(
        facts={"resultado": "4-1"}, flags=("ocr",), mentions=("match/2",), refusal="Não tenho registo desse jogo."
    )
    assert example_from_row(example_to_row(made)) == made


FAULTY: list[tuple[dict[str, Any], str]] = [
    ({"id": "with space"}, "id"),
    ({"messages": [{"role": "user", "content": "só pergunta"}]}, "messages"),
    ({"messages": [{"role": "user", "content": " "}, {"role": "assistant", "content": "x"}]}, "messages.0.content"),
    ({"messages": [{"role": "robot", "content": "x"}, {"role": "assistant", "content": "x"}]}, "messages.0.role"),
    ({"facts": {"resultado": 4}}, "facts.resultado"),
    ({"sources": []}, "sources"),
    ({"flags": ["ocr", "ocr"]}, "flags"),
    ({"extra": 1}, "record"),
    ({"held_out": "no"}, "held_out"),
]


@pytest.mark.parametrize(("change", "field"), FAULTY, ids=[field for _, field in FAULTY])
def test_both_validators_refuse_a_faulty_example_and_ours_names_the_field(change: dict[str, Any], field: str) -> None:
    row = example_to_row(example()) | change
    assert any(found.startswith(f"{field}: ") for found in faults("example", row))
    reference = jsonschema.Draft202012Validator(read_json(SCHEMAS / "example.json"))
    assert not reference.is_valid(row)


def test_every_schema_is_itself_valid() -> None:
    for path in SCHEMAS.glob("*.json"):
        jsonschema.Draft202012Validator.check_schema(read_json(path))


def test_a_lone_surrogate_is_a_fault_and_not_a_crash() -> None:
    assert faults("example", example_to_row(example()) | {"phrasing": "\ud800"}) != []


def test_faults_of_a_file_are_all_found_with_their_lines(tmp_path: Path) -> None:
    good = example_to_row(example())
    write_jsonl(tmp_path / "e.jsonl", [good, good | {"id": ""}, good, good | {"flags": 1}])
    assert [str(error.where).rsplit(":")[-1] for error in check_file("example", tmp_path / "e.jsonl")] == ["2", "4"]
    with pytest.raises(RecordError, match=r"e\.jsonl:2: id"):
        list(read_examples(tmp_path / "e.jsonl"))


def test_decisions_pass_their_schema_and_an_edit_needs_its_messages() -> None:
    edited = Verdict("a", "0" * 64, "edited", "ana", "2026-01-01T00:00:00Z", messages("P?", "R."))
    settled = Settlement("match/1", {"resultado": "4-1"}, "ana", "2026-01-01T00:00:00Z")
    for record in (edited, settled):
        assert faults("decision", record_to_row(record)) == []
        assert record_from_row(record_to_row(record)) == record
    assert faults("decision", record_to_row(edited) | {"messages": None}) != []
    assert faults("decision", record_to_row(edited) | {"at": "yesterday"}) != []


def test_the_fingerprint_of_what_is_seen_depends_on_words_and_roles_alone() -> None:
    assert text_sha256(messages("P?", "R.")) == text_sha256(list(messages("P?", "R.")))
    assert text_sha256(messages("P?", "R.")) != text_sha256(messages("P?", "R!"))


def frozen(folder: Path) -> Path:
    folder.mkdir()
    for name in ("train", "valid", "test"):
        (folder / f"{name}.jsonl").write_text("{}\n", encoding="utf-8")
    files = {p.name: sha256_file(p) for p in folder.iterdir()}
    write_manifest(folder, addressed(Manifest("", files, {}, {}, {}, {})))
    return folder


def test_an_edited_missing_or_added_file_is_refused_by_name(tmp_path: Path) -> None:
    folder = frozen(tmp_path / "v")
    (folder / "diff.md").write_text("what is different")  # tells of its history: it may lie there
    verify_folder(folder)
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "manifest.json").write_bytes(manifest.replace(b'"counts": {}', b'"counts": {"splits": {}}'))
    with pytest.raises(ManifestError, match=r"manifest\.json: is not what its version says"):
        verify_folder(folder)
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "extra.txt").write_text("x")
    with pytest.raises(ManifestError, match=r"extra\.txt: is not listed"):
        verify_folder(folder)
    (folder / "extra.txt").unlink()
    (folder / "valid.jsonl").write_text("{} \n")
    with pytest.raises(ManifestError, match=r"valid\.jsonl: differs"):
        verify_folder(folder)
    (folder / "valid.jsonl").unlink()
    with pytest.raises(ManifestError, match=r"valid\.jsonl: is listed in the manifest and missing"):
        verify_folder(folder)


def test_a_folder_without_manifest_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="run `make dataset`"):
        verify_folder(tmp_path)
