"""The lines of a text of any size, one at a time, in whatever encoding each is."""

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from builders.sources import SourceError

SAMPLE = 256 * 1024  # bytes by which an encoding is guessed
LINE_LIMIT = 16 << 20  # bytes of one line


def lines_of(path: Path) -> Iterator[str]:
    """Yield every line with its end: UTF-8, UTF-16 where it is marked so, else what the first other bytes make likely.

    What that encoding lacks comes out as U+FFFD, a flag of its row. Raises SourceError where the file is empty or
    binary, and for a line without end.
    """
    with path.open("rb") as handle:
        head = handle.read(4)
        handle.seek(0)
        if not head:
            raise SourceError(path, "the file is empty", "give a dataset with rows")
        if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            yield from io.TextIOWrapper(handle, encoding="utf-16", errors="replace", newline="")
        else:
            yield from _decoded(handle, path)


def _decoded(handle: BinaryIO, path: Path) -> Iterator[str]:
    number, other = 0, ""
    while line := handle.readline(LINE_LIMIT + 1):
        number += 1
        if len(line) > LINE_LIMIT:
            raise SourceError(f"{path}:{number}", f"a line of more than {LINE_LIMIT >> 20} MB", "write one row a line")
        if b"\0" in line:
            raise SourceError(f"{path}:{number}", "binary content in a file named as text", "give it its right ending")
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            other = other or _likely_encoding(path, handle.tell() - len(line))
            text = line.decode(other, errors="replace")
        yield text


def _likely_encoding(path: Path, offset: int) -> str:
    """Of the bytes from an offset on, which are no UTF-8."""
    from charset_normalizer import from_bytes

    with path.open("rb") as handle:
        handle.seek(offset)
        sample = handle.read(SAMPLE)
    best = from_bytes(sample, cp_isolation=["cp1252", "iso8859_15", "cp850", "mac_roman"]).best()
    return best.encoding if best else "cp1252"
