"""Paragraphs out of printed lines: lines joined, breaks kept, paragraphs that a page's end broke made whole."""

import re
from collections.abc import Collection, Iterator

from builders.books.edits import Edit
from builders.books.headings import is_heading

_LINE = re.compile(r"\S[^\n\f]*")
_ENDS = (".", "!", "?", "…", ":", ";")
_OPENS = re.compile(r"[—–•●▪■◦‣►]|--|[a-z]{1,2}\) |\d{1,3}(?:[.)]| ?[-–—]) |[ivx]{1,4}\) |[-*] ")
_NUMBER_CUT = re.compile(r"\d[-–]$")
_NUMBERED = re.compile(r"\d{1,2}[.)] [A-ZÀ-Þ]")
_SHORT, _VERY_SHORT = 0.8, 0.55  # of the widest usual line


def join_lines(text: str, titles: Collection[str] = ()) -> Iterator[Edit]:
    """For text that comes as printed lines: every line end becomes a space or a paragraph's end.

    Most become a space one for one: `without_line_ends` does that, and no edit tells of them. `titles` are lines that
    stand by themselves because the file's outline has them.
    """
    width = _usual_width(text.replace("\f", "\n").split("\n"))
    for start, end, before, after in _breaks(text):
        gap = text[start:end]
        stands_alone = titles and (before in titles or after in titles)
        separator = "\n\n" if stands_alone else _separator(before, after, width, gap)
        if separator != " " or gap != "\n":
            yield _parted(start, gap, separator)


def join_paragraphs(text: str) -> Iterator[Edit]:
    """For text whose paragraphs a blank line parts: cut paragraphs are joined, as in `join_lines`."""
    for start, end, before, after in _breaks(text):
        gap = text[start:end]
        if is_heading(before) or is_heading(after):
            separator = "\n\n"
        elif gap.count("\n") > 1 or "\f" in gap:
            separator = " " if _is_cut(before, after) else "\n\n"
        else:
            separator = "\n\n" if _OPENS.match(after) else " "
        if separator != " " or gap != "\n":
            yield _parted(start, gap, separator)


def part_lines(text: str) -> Iterator[Edit]:
    """For text with a paragraph on every line."""
    return (_parted(start, text[start:end], "\n\n") for start, end, _, _ in _breaks(text))


def without_line_ends(text: str) -> str:
    """The text with a space for every line end that parts two lines: what is left between the edits of the layout."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    within = "\n\n".join(piece.replace("\n", " ") for piece in text[start:end].split("\n\n"))
    return text[:start] + within + text[end:]


def layout_of(text: str) -> str:
    """How a plain text parts its paragraphs: `blank` lines, `each` line one, or printed `lines`."""
    lines = [line for line in text.split("\n") if line.strip()]
    if text.count("\n\n") * 6 >= len(lines) or len(lines) < 3:
        return "blank"
    finished = sum(_is_ended(line.rstrip()) for line in lines)
    return "each" if finished * 10 >= len(lines) * 7 else "lines"


def _separator(before: str, after: str, width: int, gap: str) -> str:
    """What stands between two lines: most go on in small letters, so that is asked first."""
    if after[0].isdigit() and _NUMBER_CUT.search(before):
        return ""  # a score or a season cut at its hyphen: nothing is put in
    if _is_cut(before, after) and not before.isupper():
        return " "
    ended = _is_ended(before) or bool(_NUMBERED.match(before))
    if len(before) < width * (_SHORT if ended else _VERY_SHORT):
        return "\n\n"
    blank = gap.count("\n") > 1 and "\f" not in gap
    return "\n\n" if blank or _OPENS.match(after) or is_heading(before) or is_heading(after) else " "


def _is_cut(before: str, after: str) -> bool:
    """Whether a sentence runs on over the break: it has not ended, and what follows begins in lower case."""
    if before[-1] == ",":
        return True
    return after[0].islower() and not _is_ended(before) and not _OPENS.match(after)


def _is_ended(line: str) -> bool:
    """Whether a line ends as sentences do; most end in a letter, and need no further look."""
    return not line[-1].isalpha() and (line[-1] in "»”" or line.rstrip("»”\"')]").endswith(_ENDS))


def _parted(start: int, gap: str, separator: str) -> Edit:
    """A paragraph made whole over a page's end is a repair; any other break is layout."""
    return Edit(start, start + len(gap), separator, True, separator == " " and "\f" in gap)


def _breaks(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end of the white space between two printed lines, and the lines; that at the text's ends is none."""
    before, start = "", 0
    for found in _LINE.finditer(text):
        line = found[0].rstrip()
        if before:
            yield start, found.start(), before, line
        before, start = line, found.start() + len(line)


def _usual_width(lines: list[str]) -> int:
    """The length that one line in five reaches."""
    lengths = sorted(filter(None, map(len, map(str.rstrip, lines))))
    return lengths[len(lengths) * 4 // 5] if lengths else 0
