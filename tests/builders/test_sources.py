"""The corpus as files: whose they are, and texts in whatever encoding people saved them."""

import os
import sys
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


def test_what_is_no_file_is_listed_and_says_so_when_it_is_read(tmp_path: Path) -> None:
    put(tmp_path, "results/a.csv", "Data")
    (tmp_path / "results" / "pasta").symlink_to(tmp_path / "results")
    (tmp_path / "results" / "partido.csv").symlink_to(tmp_path / "nada.csv")
    (tmp_path / "results" / "volta.csv").symlink_to("volta.csv")
    os.mkfifo(tmp_path / "results" / "fila.csv")
    names = ("fila.csv", "partido.csv", "pasta", "volta.csv")
    good, *others = sorted(read_corpus(tmp_path, PROFILE).files["results"], key=lambda file: file.name)
    assert good.text() == "Data" and [file.name for file in others] == [f"results/{name}" for name in names]
    for file in others:
        with pytest.raises(SourceError, match=f"{file.name}: no file: a link that leads to none, a folder"):
            file.read_bytes()


@pytest.mark.skipif(sys.platform == "darwin", reason="its file names are UTF-8")
def test_a_name_that_is_not_utf8_is_listed_by_its_codes_and_not_read(tmp_path: Path) -> None:
    put(tmp_path, "results/a.csv", "Data")
    (tmp_path / "results" / os.fsdecode(b"\xe9poca.csv")).write_text("Data", encoding="utf-8")
    other, good = read_corpus(tmp_path, PROFILE).files["results"]
    assert (good.name, other.name) == ("results/a.csv", r"results/\udce9poca.csv")
    with pytest.raises(SourceError, match="or a name that is not UTF-8; put the file itself here, rename it"):
        other.read_bytes()


def test_a_file_and_a_folder_that_may_not_be_opened_are_listed_and_say_so(tmp_path: Path) -> None:
    put(tmp_path, "results/a.csv", "Data")
    put(tmp_path, "results/fechada/b.csv", "Data")
    (tmp_path / "results" / "a.csv").chmod(0)
    (tmp_path / "results" / "fechada").chmod(0)
    if os.access(tmp_path / "results" / "a.csv", os.R_OK):
        pytest.skip("root may read everything")
    file, folder = read_corpus(tmp_path, PROFILE).files["results"]
    (tmp_path / "results" / "fechada").chmod(0o700)
    with pytest.raises(SourceError, match=r"results/a.csv: cannot be opened \(Permission denied\); see that you may"):
        file.read_bytes()
    with pytest.raises(SourceError, match="results/fechada: no file: a link that leads to none, a folder"):
        folder.read_bytes()


def test_a_correction_changes_what_is_read_and_never_the_file(tmp_path: Path) -> None:
    put(tmp_path, "books/a.txt", "oárbitro apitou")
    corrections = (Correction("books/a.txt", "oárbitro", "o árbitro", "ana", "2026-01-01T00:00:00Z"),)
    (source,) = read_corpus(tmp_path, PROFILE, corrections).files["books"]
    assert source.text() == "o árbitro apitou"
    assert (tmp_path / "books/a.txt").read_text(encoding="utf-8") == "oárbitro apitou"
