"""DOCX, through python-docx."""

import io
import zipfile

from builders.books.book import Extracted, Page
from builders.sources import SourceError

UNPACKED_LIMIT = 256 * 1024 * 1024  # bytes
_REMEDY = "save it again as DOCX, or as text"


def read_docx(data: bytes, name: str) -> Extracted:
    """The paragraphs of a DOCX, headings marked as in Markdown. Raises SourceError where it is none."""
    import docx
    from docx.opc.exceptions import OpcError

    if not data:
        raise SourceError(name, "the file is empty", "remove it or put its content back")
    try:
        _check_size(data, name)
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError) as error:
        raise SourceError(name, f"not a DOCX ({error})", _REMEDY) from error
    paragraphs = [_marked(p.text.strip(), p.style.name or "" if p.style else "") for p in document.paragraphs]
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if not text:
        raise SourceError(name, "a DOCX without text", _REMEDY)
    properties = document.core_properties
    return Extracted((Page("", text),), "blank", properties.title or "", properties.author or "")


def _check_size(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(info.file_size for info in archive.infolist())
    if size > UNPACKED_LIMIT:
        raise SourceError(name, f"{size >> 20} MB unpacked", _REMEDY)


def _marked(text: str, style: str) -> str:
    """A heading's style, in English or Portuguese Word, as Markdown's mark."""
    words = style.split()
    if text and len(words) == 2 and words[0].lower() in ("heading", "título", "cabeçalho") and words[1].isdigit():
        return "#" * min(6, int(words[1])) + " " + text
    return ("# " + text) if text and style.lower() in ("title", "título") else text
