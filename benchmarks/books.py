"""Reading books against pypdfium2 alone, and against pdfminer: pages a second, words kept.

`python -m benchmarks.books ARCHIVE/books/*.pdf` reads each file three ways: pypdfium2's bare text in a process of its
own; the builder's whole reading (extraction, repairs, chapters, passages, sentences) in its child processes, as many at
once as processors; pdfminer.six, for its words only. Files without a text layer are left out: there Tesseract would be
measured. Without files it makes a book of 200 pages and reads that.

Processes are started anew each time, and a few small files are read in less time than that takes: give files several
times over to see what is left of it. Only several files are read at once, so one alone gains nothing from processors.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from builders.books.book import Book
from builders.books.cleaning import clean
from builders.books.formats.pdf import read_pdf
from builders.books.isolation import Limits, read_all
from builders.books.reading import Task

BARE = (
    "import sys, pypdfium2\n"
    "for name in sys.argv[1:]:\n"
    "    with pypdfium2.PdfDocument(name) as document:\n"
    "        for page in document:\n"
    "            sys.stdout.buffer.write(page.get_textpage().get_text_range().encode('utf-8', 'replace'))\n"
)
WORD = re.compile(r"[^\W\d_]{2,}")
READER = "import builders.books.child, builders.books.formats.pdf"
REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [file for file in arguments.files if _bare_text(file).strip()] or [_made(Path(folder) / "livro.pdf")]
        _report_speed(files)
        _report_starts()
        for file in files:
            _report_words(file)


def _report_speed(files: Sequence[Path]) -> None:
    """Best of a few times each, turn by turn, so that a busy machine slows both; of the clock and of processors."""
    pages = sum(book.counts["pages"] for book in _books(files))
    turns = [(_spent(lambda: _run_bare(files)), _spent(lambda: _books(files))) for _ in range(REPEATS)]
    for index, name in enumerate(("of the clock", "of processors, start of processes included")):
        bare, whole = (min(turn[way][index] for turn in turns) for way in (0, 1))
        print(
            f"{pages} pages, time {name}: pypdfium2 alone {pages / bare:.0f}/s, read whole {pages / whole:.0f}/s:"
            f" {bare / whole:.2f}x"
        )


def _report_starts() -> None:
    """What each new process costs before it reads: the bare one once, a reader once for each processor in use."""
    for name, code in (("pypdfium2 alone", "import pypdfium2"), ("a reader of books", READER)):
        used = min(_spent(lambda code=code: _run(code))[1] for _ in range(REPEATS))
        print(f"start of {name}: {used:.2f} s of a processor; processors: {os.cpu_count()}")


def _run_bare(files: Sequence[Path]) -> None:
    _run(BARE, *map(str, files))


def _run(code: str, *words: str) -> None:
    subprocess.run([sys.executable, "-c", code, *words], check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock, and of processors in this process and those that it waited for."""
    clock, used = time.perf_counter(), _processor_seconds()
    work()
    return time.perf_counter() - clock, _processor_seconds() - used


def _processor_seconds() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _report_words(file: Path) -> None:
    """The share of pypdfium2's and of pdfminer's words, cut words joined, that stand in the repaired text."""
    cleaned = clean(read_pdf(file.read_bytes(), file.name, ""), False, ())
    running = (change.before for change in cleaned.revision.changes if change.repair == "furniture")
    kept = _words(" ".join((cleaned.revision.text, *running)))
    for name, text in (("pypdfium2", _bare_text(file)), ("pdfminer", _miner_text(file))):
        theirs = _words(text)
        total = sum(theirs.values())
        if total:
            found = sum(min(times, kept[word]) for word, times in theirs.items())
            print(f"{file.name}: {found / total:.4f} of {name}'s {total} words")


def _books(files: Sequence[Path]) -> list[Book]:
    tasks = [Task(str(file), f"books/{file.name}", "", 320) for file in files]
    return [outcome for outcome in read_all(tasks, Limits()) if isinstance(outcome, Book)]


def _bare_text(file: Path) -> str:
    result = subprocess.run([sys.executable, "-c", BARE, str(file)], check=True, capture_output=True)  # noqa: S603
    return result.stdout.decode("utf-8", "replace").replace("\ufffe", "")


def _miner_text(file: Path) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(str(file)).replace("-\n", "")


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(re.sub(r" ?-(?:\r?\n)?", "", text.lower())))


def _made(path: Path) -> Path:
    """A book of 200 pages, written as a PDF by the tests' own writer."""
    from tests.builders.books.paper import lines, pdf

    sentence = "O guarda-redes defendeu a bola e a equipa da vila ganhou o jogo."
    path.write_bytes(pdf(*(lines(f"A vila e o clube {n}", *[sentence] * 35) for n in range(1, 201))))
    return path


if __name__ == "__main__":
    main()
