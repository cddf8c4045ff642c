"""Plain text and Markdown."""

from builders.books.book import Extracted, Page
from builders.books.repairs.paragraphs import layout_of
from builders.sources import decode


def read_plain(data: bytes, name: str) -> Extracted:
    """A text file as one page, or as many as form feeds part. Raises SourceError where it is no text."""
    text = decode(data, name)
    layout = "lines" if "\f" in text and "\n\n" not in text else layout_of(text)
    pages = text.split("\f")
    labels = [str(number) for number in range(1, len(pages) + 1)] if len(pages) > 1 else [""]
    return Extracted(tuple(Page(label, page) for label, page in zip(labels, pages, strict=True)), layout)


def read_markdown(data: bytes, name: str) -> Extracted:
    """Markdown as its source text; the marks of emphasis, links and images are taken out as a repair, not here."""
    text = decode(data, name)
    front, body_start = _front_matter(text)
    return Extracted(
        (Page("", "\n" * text[:body_start].count("\n") + text[body_start:]),),
        "blank",
        front.get("title", front.get("titulo", front.get("título", ""))),
        front.get("author", front.get("autor", "")),
    )


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """`key: value` lines between two lines of dashes at the top, and where the body starts.

    Only plain values are read: nothing in a source is parsed as more than text.
    """
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:40]]:
        return {}, 0
    end = next(i for i, line in enumerate(lines[1:40], 1) if line.strip() == "---")
    pairs = (line.split(":", 1) for line in lines[1:end] if ":" in line)
    front = {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}
    return front, len("\n".join(lines[: end + 1])) + 1
