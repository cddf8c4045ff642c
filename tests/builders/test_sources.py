"""The corpus as files: whose they are, and texts in whatever encoding people saved them."""

from pathlib import Path

import pytest

from builders.profile import Club, Profile
from builders.sources import SourceError, decode, read_corpus
from records.verdicts import Correction

PROFILE = Profile(Club("SC Leões", "Leões"))
TEXT = "Época de 1994/95: o Leões venceu a Académica — “golos” de São Brás.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    assert decode((TEXT * 20).encode(encoding), "livro.txt") == TEXT * 20


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\n", "x.txt") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", r"x\.csv: the file is empty"),
        (b" \n", r"x\.csv: the file is empty"),
        (bytes(range(256)) * 4, r"x\.csv: binary content"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", r"x\.csv: binary content"),
        (b"\xff\xfea", r"x\.csv: .*UTF-16"),
    ],
)
def test_what_is_no_text_is_named_with_a_remedy(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        decode(data, "x.csv")


def put(folder: Path, name: str, text: str = "x") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_files_belong_to_the_builder_whose_folder_they_are_in(tmp_path: Path) -> None:
    for name in (
        "results/b.csv",
        "results/a.csv",
        "results/a.yaml",
        "books_odd/x.pdf",
        "legacy/old.jsonl",
        "profile.yaml",
    ):
        put(tmp_path, name)
    corpus = read_corpus(tmp_path, PROFILE)
    assert [f.name for f in corpus.files["results"]] == ["results/a.csv", "results/b.csv"]
    assert [f.name for f in corpus.files["books"]] == ["books_odd/x.pdf"]
    assert corpus.others == ("legacy/old.jsonl",)


def test_an_empty_corpus_says_where_to_put_files(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no source; put files into results\*/, biographies\*/, books\*/"):
        read_corpus(tmp_path, PROFILE)
    with pytest.raises(SourceError, match="no such folder"):
        read_corpus(tmp_path / "absent", PROFILE)


def test_a_correction_changes_what_is_read_and_never_the_file(tmp_path: Path) -> None:
    put(tmp_path, "books/a.txt", "oárbitro apitou")
    corrections = (Correction("books/a.txt", "oárbitro", "o árbitro", "ana", "2026-01-01T00:00:00Z"),)
    (source,) = read_corpus(tmp_path, PROFILE, corrections).files["books"]
    assert source.text() == "o árbitro apitou"
    assert (tmp_path / "books/a.txt").read_text(encoding="utf-8") == "oárbitro apitou"
