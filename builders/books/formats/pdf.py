"""PDF: pypdfium2 for the text, pypdf where it cannot, pdfminer.six for pages whose columns come out interleaved."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from builders.books.book import Extracted, Page, Problem
from builders.books.formats.columns import untangle_columns
from builders.books.formats.ocr import read_scanned
from builders.sources import SourceError
from records.files import sha256_bytes

PAGE_LIMIT = 5000
STAMP = 60  # characters of text on a page that may still be a scan


def read_pdf(
    data: bytes,
    name: str,
    password: str,
    still_at_work: Callable[[], None] = lambda: None,
    scans: Path | None = None,
) -> Extracted:
    """A PDF's pages as text; `still_at_work` is called before each that is read by its looks.

    What scanned pages say is kept in the folder `scans`, under the file's SHA-256. The empty password is tried before
    the one given. Raises SourceError where the file is empty, broken beyond both libraries, or protected by a password
    that was not given.
    """
    if not data.strip():
        raise SourceError(name, "the file is empty", "remove it or put its content back")
    document = _open(data, name, password)
    if document is None:
        return _with_pypdf(data, name, password)
    with document:
        return _read(document, data, still_at_work, scans)


def _open(data: bytes, name: str, password: str) -> PdfDocument | None:
    """The document; None where pdfium finds no PDF in the bytes."""
    for attempt in dict.fromkeys(("", password)):
        try:
            return PdfDocument(data, password=attempt or None)
        except PdfiumError as error:
            if "password" not in str(error).lower():
                return None
    raise SourceError(
        name,
        "the password is wrong" if password else "protected by a password",
        f"write it in the profile: passwords: {{{name}: ...}}",
    )


def _read(document: PdfDocument, data: bytes, still_at_work: Callable[[], None], scans: Path | None) -> Extracted:
    count = min(len(document), PAGE_LIMIT)
    problems: list[Problem] = []
    if len(document) > PAGE_LIMIT:
        problems.append(Problem("too_many_pages", f"page {PAGE_LIMIT + 1}-{len(document)}", "not read"))
    pages = [_page_text(document, index, problems) for index in range(count)]
    pages = untangle_columns(document, data, pages)
    scanned = [index for index, text in enumerate(pages) if _is_scan(document, index, text)]
    kept = scans / sha256_bytes(data) if scans and scanned else None
    read, left = read_scanned(document, scanned, still_at_work, kept)
    problems += [Problem("scanned_page", f"page {_ranges(left)}", "scanned, no text")] if left else []
    metadata = document.get_metadata_dict()
    return Extracted(
        tuple(Page(str(i + 1), read.get(i, text), i in read) for i, text in enumerate(pages)),
        "lines",
        metadata.get("Title", "").strip(),
        metadata.get("Author", "").strip(),
        _outline(document),
        tuple(problems),
        len(scanned),
    )


def _page_text(document: PdfDocument, index: int, problems: list[Problem]) -> str:
    try:
        page = document[index]
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        textpage.close()
        page.close()
    except PdfiumError as error:
        problems.append(Problem("damaged_page", f"page {index + 1}", str(error)))
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")


def _is_scan(document: PdfDocument, index: int, text: str) -> bool:
    """Whether a page shows what it does not say: anything where it has no text (a blank page is no scan), or a picture
    over most of it where it has but a line, as scanners stamp on every page.
    """
    said = len(text.strip())
    if said > STAMP:
        return False
    try:
        page = document[index]
        if not said:
            return any(True for _ in page.get_objects(max_depth=3))
        pictures = page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)
        half = page.get_width() * page.get_height() / 2
        return any((x1 - x0) * (y1 - y0) > half for x0, y0, x1, y1 in (p.get_bounds() for p in pictures))
    except PdfiumError:
        return False


def _outline(document: PdfDocument) -> tuple[tuple[str, int], ...]:
    """Titles and page indices of the first two levels, where the file has an outline."""
    entries = []
    for bookmark in document.get_toc(max_depth=2):
        destination = bookmark.get_dest()
        index = destination.get_index() if destination else None
        if index is not None and bookmark.get_title().strip():
            entries.append((" ".join(bookmark.get_title().split()), index))
        if len(entries) >= PAGE_LIMIT:
            break
    return tuple(entries)


def _with_pypdf(data: bytes, name: str, password: str) -> Extracted:
    """The text of a PDF that pdfium refuses: pypdf mends more of what is broken."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), password=password or None)
        pages = tuple(
            Page(str(number), page.extract_text().replace("\f", "\n")) for number, page in enumerate(reader.pages, 1)
        )
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise SourceError(
            name, f"not a PDF that can be read ({error})", "open and save it again, or remove it"
        ) from error
    if not any(page.text.strip() for page in pages):
        raise SourceError(name, "not a PDF that can be read (no page of text)", "open and save it again, or remove it")
    return Extracted(pages, "lines", str((reader.metadata or {}).get("/Title", "")))


def _ranges(indices: Sequence[int]) -> str:
    """[2, 3, 4, 8] -> "3-5, 9" (pages counted from 1)."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][1] + 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    return ", ".join(f"{a + 1}" if a == b else f"{a + 1}-{b + 1}" for a, b in runs)
