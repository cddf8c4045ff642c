"""Bad input: a plain sentence with file, line and remedy, the right exit status, nothing half-written, nothing lost."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders.__main__ import main
from builders.building import read_state
from builders.versions import latest
from records.files import read_jsonl
from tests.clubhouse import HEADER, matches, write_corpus

ROOT = Path(__file__).resolve().parent.parent


def dataset(tmp_path: Path, *more: str) -> int:
    return main(["dataset", "--corpus", str(tmp_path / "corpus"), "--data", str(tmp_path / "data"), *more])


def notes(tmp_path: Path) -> str:
    return "\n".join(read_state(tmp_path / "data" / "generated")["notes"])


def test_an_empty_corpus_is_an_error_that_says_where_files_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus").mkdir()
    assert dataset(tmp_path) == 1
    assert "holds no source; put files into results*/" in capsys.readouterr().err
    assert not (tmp_path / "data" / "generated").exists()


BAD_FILES = {
    "results/vazio.csv": (b"", r"results/vazio.csv: the file is empty"),
    "results/imagem.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", r"results/imagem.csv: binary content"),
    "results/sem_resultado.csv": ("Data;Casa;Fora\n02-04-1995;Leões;Galos\n".encode(), r"sem_resultado.csv:1: "),
    "books/rasgado.pdf": (b"%PDF-1.7\nhello", r"books/rasgado.pdf: not a PDF that can be read"),
    "books/vazio.pdf": (b"", r"books/vazio.pdf: the file is empty"),
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_one_bad_file_is_named_with_a_remedy_and_the_rest_is_built(tmp_path: Path, name: str) -> None:
    content, sentence = BAD_FILES[name]
    (write_corpus(tmp_path / "corpus") / name).write_bytes(content)
    assert dataset(tmp_path) == 0
    found = notes(tmp_path)
    assert sentence in found and "; " in found.split(sentence)[1]
    assert any(read_jsonl(tmp_path / "data" / "generated" / "results.jsonl"))


@pytest.mark.parametrize("name", ["results/vazio.csv", "books/rasgado.pdf"])
def test_strict_stops_at_the_first_bad_file_and_leaves_nothing(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, sentence = BAD_FILES[name]
    (write_corpus(tmp_path / "corpus") / name).write_bytes(content)
    assert dataset(tmp_path, "--strict") == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "data" / "generated").exists()


def test_a_date_that_does_not_exist_is_named_by_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path / "corpus", [*matches(), "31-02-1995;Leões;Galos;2-1;I Divisão;1994-95"])
    assert dataset(tmp_path) == 0
    line = len(matches()) + 2
    assert f"results/jogos.csv:{line}: date '31-02-1995' does not exist" in notes(tmp_path)
    capsys.readouterr()
    assert main(["report", "--data", str(tmp_path / "data"), "--reason", "impossible_date"]) == 0
    assert f"results/jogos.csv: line {line}: 31-02-1995;Leões;Galos;2-1" in capsys.readouterr().out


def test_results_in_another_encoding_keep_their_accents(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "corpus") / "results" / "jogos.csv"
    path.write_bytes("\n".join([HEADER, *matches()]).encode("cp1252"))
    assert dataset(tmp_path) == 0
    text = (tmp_path / "data" / "generated" / "results.jsonl").read_text(encoding="utf-8")
    assert "Tubarões" in text and "Águias" in text


def test_an_unknown_key_in_the_profile_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    (corpus / "profile.yaml").write_text("club: {name: A, short: A}\nlenguage: pt\n", encoding="utf-8")
    assert dataset(tmp_path) == 1
    assert "profile.yaml: lenguage: unknown key; the keys here are club" in capsys.readouterr().err


def test_a_reason_that_does_not_occur_is_answered_with_those_that_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_corpus(tmp_path / "corpus")
    assert dataset(tmp_path) == 0
    assert main(["report", "--data", str(tmp_path / "data"), "--reason", "bad_luck"]) == 1
    assert "bad_luck: nothing was left out for this reason; the reasons here are" in capsys.readouterr().err


def test_a_report_before_any_build_says_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--data", str(tmp_path)]) == 1
    assert "nothing has been built here; run `make dataset`" in capsys.readouterr().err


def test_wrong_usage_exits_with_two() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["dataset", "--review", "perhaps"])
    assert stop.value.code == 2


def test_a_full_disk_while_building_leaves_the_last_build_as_it_was(tmp_path: Path) -> None:
    """A limit on file size stands in for the disk's: the system refuses the write in the same way."""
    write_corpus(tmp_path / "corpus")
    assert dataset(tmp_path) == 0
    version = latest(tmp_path / "data" / "frozen")
    write_corpus(tmp_path / "corpus", matches(30))
    code = (
        "import resource, signal, sys; from builders.__main__ import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    words = ["dataset", "--corpus", str(tmp_path / "corpus"), "--data", str(tmp_path / "data")]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "free space" in done.stderr and "Traceback" not in done.stderr
    assert latest(tmp_path / "data" / "frozen") == version
    assert dataset(tmp_path) == 0, "with space again, the next run completes"


def interrupted(corpus: Path, data: Path) -> tuple[int, str]:
    """Exit status and errors of a build that is sent Ctrl-C as soon as it has begun to write."""
    words = ["dataset", "--corpus", str(corpus), "--data", str(data)]
    process = subprocess.Popen(
        [sys.executable, "-m", "builders", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    while process.poll() is None and not list(data.glob(".generated*")):
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=60), process.communicate()[1]


def test_ctrl_c_ends_with_a_sentence_and_the_next_run_completes(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", matches(28 * 12))
    tries = ((n, *interrupted(corpus, tmp_path / f"data{n}")) for n in range(10))
    number, status, errors = next(one for one in tries if one[1] != 0)  # a busy machine may be late with the signal
    assert status == 130 and "interrupted: nothing was left half-written" in errors
    assert not (tmp_path / f"data{number}" / "generated").exists()
    assert main(["dataset", "--corpus", str(corpus), "--data", str(tmp_path / f"data{number}")]) == 0
