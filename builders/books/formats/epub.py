"""EPUB: a ZIP of XHTML in the order of its spine. Read as data: no entity, script or outside file is followed."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import unquote

import lxml.etree as etree

from builders.books.book import Extracted, Page, Problem
from builders.sources import SourceError

MEMBER_LIMIT = 32 * 1024 * 1024  # bytes of one inner file, unpacked
_HEADINGS = {"h1": "# ", "h2": "## ", "h3": "### "}
_BLOCKS = frozenset(
    ("p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "tr", "dd", "dt", "pre")
)
_SKIPPED = frozenset(("script", "style", "head", "nav", "sup", "svg", "table"))
_REMEDY = "save it again as EPUB, or as text"


def read_epub(data: bytes, name: str) -> Extracted:
    """The chapters of an EPUB as pages, headings marked as in Markdown. Raises SourceError where it is none."""
    if not data:
        raise SourceError(name, "the file is empty", "remove it or put its content back")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise SourceError(name, f"not an EPUB ({error})", _REMEDY) from error
    with archive:
        package_path = _package_path(archive, name)
        package = _xml(archive, package_path, name)
        pages, problems = [], []
        for member in _spine(package, package_path):
            if member not in archive.namelist():
                problems.append(Problem("missing_chapter", member, "named in the book's list, not in the file"))
                continue
            text = _chapter_text(_xml(archive, member, name))
            if text:
                pages.append(Page(member, text))
    if not pages:
        raise SourceError(name, "an EPUB without text", _REMEDY)
    title, author = (_first(package, tag) for tag in ("title", "creator"))
    return Extracted(tuple(pages), "blank", title, author, problems=tuple(problems))


def _package_path(archive: zipfile.ZipFile, name: str) -> str:
    if "META-INF/container.xml" in archive.namelist():
        for root in _xml(archive, "META-INF/container.xml", name).iter("{*}rootfile"):
            if root.get("full-path") in archive.namelist():
                return root.get("full-path")
    raise SourceError(name, "an EPUB without a list of its chapters", _REMEDY)


def _xml(archive: zipfile.ZipFile, member: str, name: str) -> etree._Element:
    info = archive.getinfo(member)
    if info.file_size > MEMBER_LIMIT:
        raise SourceError(f"{name}: {member}", f"{info.file_size >> 20} MB unpacked", _REMEDY)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(_entities(archive.read(member)), parser)
    if root is None:
        raise SourceError(f"{name}: {member}", "no XML in it", _REMEDY)
    return root


def _entities(data: bytes) -> bytes:
    """XHTML's named spaces and dashes as numbers: the parser knows only XML's five names."""
    names = {b"nbsp": b"160", b"mdash": b"8212", b"ndash": b"8211", b"laquo": b"171", b"raquo": b"187"}
    return re.sub(rb"&(nbsp|mdash|ndash|laquo|raquo);", lambda m: b"&#" + names[m[1]] + b";", data)


def _spine(package: etree._Element, package_path: str) -> Iterator[str]:
    items = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        href = items.get(reference.get("idref"))
        if href and reference.get("linear") != "no":
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package_path), unquote(href)))


def _chapter_text(root: etree._Element) -> str:
    body = root.find(".//{*}body")
    return "\n\n".join(_blocks(body)) if body is not None else ""


def _blocks(element: etree._Element) -> Iterator[str]:
    """The paragraphs of an element; a block that holds blocks is opened, any other is one paragraph."""
    for child in element.iterchildren(tag=etree.Element):
        tag = _tag(child)
        if tag in _SKIPPED or _is_note(child):
            continue
        if any(_tag(inner) in _BLOCKS for inner in child.iterdescendants(tag=etree.Element)):
            yield from _blocks(child)
        else:
            text = " ".join("".join(_inline(child)).split(" "))
            text = re.sub(r"\s+", " ", text).strip()
            if text:
                yield _HEADINGS.get(tag, "") + text


def _inline(element: etree._Element) -> Iterator[str]:
    """Text of an element without the marks of notes, line breaks as spaces."""
    if _tag(element) not in _SKIPPED and not _is_mark(element):
        yield element.text or ""
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                yield " " if _tag(child) == "br" else ""
                yield from _inline(child)
            yield child.tail or ""


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _is_note(element: etree._Element) -> bool:
    """A paragraph that begins with a link back: an editor's note, not the book's text."""
    first = next(element.iterchildren("{*}a"), None)
    return first is not None and not (element.text or "").strip() and bool(re.fullmatch(r"\[?\d+\]?", first.text or ""))


def _is_mark(element: etree._Element) -> bool:
    return _tag(element) == "a" and bool(re.fullmatch(r"\s*\[?[\d*]+\]?\s*", "".join(element.itertext())))


def _first(package: etree._Element, tag: str) -> str:
    found = next(package.iter(f"{{*}}{tag}"), None)
    return " ".join((found.text or "").split()) if found is not None else ""
