"""What stands around a quote in its source: text before and after, a table's row, a page of a PDF."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer
import yaml

from records.errors import AcervoError
from records.example import METADATA, Source
from records.files import sha256_file
from review_app import pdf_pages
from review_app.json_objects import ObjectView, object_at
from review_app.packed import docx_text, epub_text
from review_app.tables import TableView, sheet_around, table_around

AROUND = 320  # characters shown before and after a quote
SHORT_LINE = 60  # characters; a line cut off within so many is left out whole
FEW = 4  # lines with text shown on either side: with more of them the quote would be out of sight in its box
LONGEST_TABLE = 10_000  # characters above a quote that are searched for where its lines begin
TITLE = 2  # lines that a table in a text begins with: its title, the names of its columns
BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
LARGEST = 64 * 1024 * 1024  # bytes; a longer file is not opened for its surroundings
TABLES = (".csv", ".tsv")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
OURS = "builders/"  # how files that come with the project, not with the archive, begin
PROFILE = "profile.yaml"  # whose archive it is; cited where it alone gives the home ground


class SourceError(AcervoError):
    """A source that cannot be shown. `what` is a text of the app: gone, outside, too_large or unreadable."""


@dataclass(frozen=True)
class TextView:
    """The quote in the text it stands in. Where it was not found, `before` and `after` are empty."""

    before: str
    quote: str
    after: str
    found: bool


@dataclass(frozen=True)
class View:
    """A source ready to be shown."""

    shown: TextView | TableView | ObjectView | pdf_pages.PageView
    changed: bool
    """The file is no longer the one the example was made from."""


def look_at(corpus: Path, source: Source, corrections: Sequence[tuple[str, str]] = (), around: int = AROUND) -> View:
    """What stands around the quote of a source, corrections (before, after) applied. Raises SourceError, PdfError."""
    path = inside(corpus, source.file)
    changed = sha256_file(path) != source.sha256
    kind = path.suffix.lower()
    if source.locator == METADATA:
        return View(TextView("", source.quote, "", found=True), changed)
    if kind == ".pdf":
        page = re.match(r"pages? (\d+)", source.locator)
        number = int(page.group(1)) if page else 1
        return View(pdf_pages.look(path, number, source.quote, passwords(corpus).get(source.file)), changed)
    if kind in SHEETS:
        return View(_row(path, source), changed)
    text = _text(path, source)
    for before, after in corrections:
        text = text.replace(before, after)
    return View(_in_text(text, kind, source, around), changed)


def _in_text(text: str, kind: str, source: Source, around: int) -> TextView | TableView | ObjectView:
    """The row, the object, or else the words around the quote."""
    line = re.match(r"lines? (\d+)", source.locator)
    number = int(line.group(1)) if line else None
    found = table_around(text, number) if kind in TABLES and number else None
    found = object_at(text, source.locator) if kind == ".json" else found
    return found or text_around(text, source.quote, number, around)


def _row(path: Path, source: Source) -> TextView | TableView:
    place = re.match(r"sheet (.+), row (\d+)", source.locator)
    found = sheet_around(path, place[1], int(place[2])) if place else None
    return found or TextView("", source.quote, "", found=False)


def _text(path: Path, source: Source) -> str:
    """The text of a file, unpacked where it is packed. Raises SourceError where there is none."""
    kind = path.suffix.lower()
    if kind not in (".docx", ".epub"):
        return read_text(path)
    text = docx_text(path) if kind == ".docx" else epub_text(path, source.locator)
    if text is None:
        raise SourceError(path.name, "unreadable", "save it again, or as UTF-8 text")
    return text


def inside(corpus: Path, name: str) -> Path:
    """The path of a file of the corpus, or of OURS. Raises SourceError for one that leads elsewhere or to no file."""
    root = (Path(__file__).parents[1] if name.startswith(OURS) else corpus).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root / OURS if name.startswith(OURS) else root):
        raise SourceError(name, "outside", "records may only cite files of the corpus")
    if not path.is_file():
        raise SourceError(name, "gone", "put the file back, or build again without it")
    if path.stat().st_size > LARGEST:
        raise SourceError(name, "too_large", "open it outside the app")
    return path


def read_text(path: Path) -> str:
    """The text of a file in whatever encoding it is, line ends as LF. Raises SourceError where it is in none."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data).best()
        if best is None:
            raise SourceError(path.name, "unreadable", "save it as UTF-8 text") from None
        text = str(best)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_around(text: str, quote: str, line: int | None = None, around: int = AROUND) -> TextView:
    """The quote, whatever its spacing there, and `around` characters on either side, of FEW lines at most.

    Of several places the one nearest below the beginning of `line` is taken. Where the lines that it stands among, down
    from the last blank one, begin further above, they are shown by their TITLE.
    """
    words = (quote.lstrip("# ") or quote).split()[:400]  # reading an EPUB or a DOCX makes its headings Markdown's
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    start = _line_start(text, line) if line else 0
    match = pattern.search(text, start) or pattern.search(text)
    if not match:
        return TextView("", quote, "", found=False)
    before, after = text[: match.start()], text[match.end() :]
    return TextView(_title(before, shown := _above(before, around)) + shown, match.group(), _below(after, around), True)


def _above(text: str, around: int) -> str:
    lines, filled = _lines(text if len(text) <= around else _from_word(text[-around:]))
    return "\n".join(lines[filled[-FEW:][0] :]) if filled else ""


def _below(text: str, around: int) -> str:
    lines, filled = _lines(text if len(text) <= around else _to_word(text[:around]))
    return "\n".join(lines[: filled[:FEW][-1] + 1]) if filled else ""


def _lines(text: str) -> tuple[list[str], list[int]]:
    """The lines, one blank one where there are several, and the numbers of those with text."""
    lines = BLANK_LINES.sub("\n\n", text).split("\n")
    return lines, [number for number, line in enumerate(lines) if line.strip()]


def _title(above: str, shown: str) -> str:
    """How the lines begin that `shown`, the end of `above`, is in the midst of; nothing where they are its own."""
    *before, block = BLANK_LINES.split(above[-LONGEST_TABLE:])
    hidden = block.removesuffix(shown)
    if "\n\n" in shown or not hidden.endswith("\n") or not (before or len(above) < LONGEST_TABLE):
        return ""
    lines = [line for line in hidden.splitlines() if line.strip()]
    return "".join(f"{line}\n" for line in [*lines[:TITLE], *["…"][: len(lines) - TITLE]])


def passwords(corpus: Path) -> dict[str, str]:
    """Passwords of protected files, by name, as the corpus's profile gives them."""
    profile = corpus / PROFILE
    content = yaml.safe_load(profile.read_text(encoding="utf-8")) if profile.is_file() else None
    given = content.get("passwords") if isinstance(content, dict) else None
    return {str(name): str(word) for name, word in given.items()} if isinstance(given, dict) else {}


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        end = text.find("\n", start)
        if end < 0:
            return 0
        start = end + 1
    return start


def _from_word(text: str) -> str:
    """Without the line it begins within, or where that is long, without the word."""
    line = text.find("\n", 0, SHORT_LINE)
    return text[line + 1 :] if line >= 0 else text.split(None, 1)[-1] if " " in text else text


def _to_word(text: str) -> str:
    line = text.rfind("\n", len(text) - SHORT_LINE)
    return text[:line] if line >= 0 else text.rsplit(None, 1)[0] if " " in text else text
