"""The text of a DOCX, or of a file inside an EPUB, as far as it is needed to find a quote in it."""

import re
import zipfile
from pathlib import Path

import lxml.etree as etree
import lxml.html as html

LARGEST = 16 * 1024 * 1024  # bytes of one unpacked file; more is no chapter
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
UNREAD = ("script", "style", "head", "nav", "sup", "svg", "table")  # left out by the builders, within a quote too
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(path: Path) -> str | None:
    """The paragraphs of a Word document, one a line; None where it is none."""
    data = _member(path, "word/document.xml")
    if data is None:
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    return "\n".join("".join(text.text or "" for text in one.iter(f"{WORD}t")) for one in root.iter(f"{WORD}p"))


def epub_text(path: Path, locator: str) -> str | None:
    """The text of the part of an EPUB that a locator such as `OEBPS/c1.html, characters 0-9` names; else None."""
    name = re.split(r", characters? ", locator)[0]
    data = _member(path, name)
    if not data or not data.strip():
        return None
    try:
        body = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return None
    for element in list(body.iter(*UNREAD)):
        element.drop_tree()
    for element in body.iter():
        if element.tag in BREAKS:
            element.tail = f"\n{element.tail or ''}"
    return str(body.text_content())


def _member(path: Path, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if name not in archive.namelist() or archive.getinfo(name).file_size > LARGEST:
                return None
            return archive.read(name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
