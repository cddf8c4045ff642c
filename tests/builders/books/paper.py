"""Small PDFs, EPUBs and DOCX written by hand for the tests."""

import io
import zipfile
from collections.abc import Sequence

Line = tuple[int, int, str]
"""x and y in points from the lower left, and the text."""


def pdf(*pages: Sequence[Line]) -> bytes:
    """A PDF with text in Helvetica; a page without lines shows a grey rectangle, as a scan would."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = _content(lines)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def lines(*texts: str, x: int = 60, top: int = 780, step: int = 16) -> list[Line]:
    return [(x, top - step * index, text) for index, text in enumerate(texts)]


def locked(data: bytes, password: str) -> bytes:
    """The same PDF behind a password."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def epub(chapters: Sequence[tuple[str, str]], title: str = "O livro", author: str = "Ana Matos") -> bytes:
    """An EPUB of (name, body of XHTML) in that order."""
    items = "".join(f'<item id="c{i}" href="{name}"/>' for i, (name, _) in enumerate(chapters))
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="O/content.opf"/></container>')
        archive.writestr("O/content.opf", package)
        for name, body in chapters:
            archive.writestr(f"O/{name}", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>')
    return out.getvalue()


def docx(*paragraphs: tuple[str, str]) -> bytes:
    """A DOCX of (style, text)."""
    from docx import Document

    document = Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style or None)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _content(lines: Sequence[Line]) -> bytes:
    if not lines:
        return b"0.5 g 100 100 300 500 re f"
    return b"\n".join(b"BT /F 11 Tf %d %d Td (%s) Tj ET" % (x, y, _escaped(text)) for x, y, text in lines)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        len(out),
    )
