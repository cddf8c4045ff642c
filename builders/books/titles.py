"""What a book is called and who wrote it, and titles in capitals written as a sentence would write them."""

import re
from collections.abc import Sequence

from builders.books.vocabulary import FUNCTION_WORDS, Vocabulary
from builders.portuguese import slug

_NO_TITLE = re.compile(
    r"(?i)^(?:untitled|sem t[íi]tulo|document\d*|documento\d*|microsoft word|file:|https?:|[a-z]:\\)"
    r"|\.(?:docx?|pdf|html?|indd|odt|txt|p65|qxd)\b"
)
_TITLE_OF_NAME = re.compile(r"\b(?:Sant[ao]|Dona|Rua|Largo|Praça)\b(?! [A-ZÀ-Þ]| d[aeo]s? [A-ZÀ-Þ])")
"""What is written with a capital only before a name."""
_NAME = re.compile(r"(?:por\s+)?((?:[A-ZÀ-Þ][\w'’.-]+)(?:\s+(?:d[aeo]s?|e|[A-ZÀ-Þ][\w'’.-]*)){1,5})", re.UNICODE)


def book_title(metadata: str, name: str, lines: Sequence[str], running: Sequence[str], words: Vocabulary) -> str:
    """The title that the file states; or the line that its name abridges, running along its pages or on the first."""
    metadata = " ".join(metadata.split())
    if metadata and not _NO_TITLE.search(metadata):
        return metadata
    stem = re.sub(r"\.\w+$", "", name.rsplit("/", 1)[-1])
    wanted = set(slug(stem).split("-"))
    for line in (*running, *lines):
        shared = wanted & set(slug(line).split("-"))
        if len(line) <= 100 and len(shared) * 2 >= len(wanted) and len(shared) >= min(2, len(wanted)):
            return in_sentence_case(line.strip(), words)
    spoken = " ".join(re.split(r"[\s_]+", stem)).strip("- ")
    return spoken[:1].upper() + spoken[1:]


def book_author(metadata: str, trusted: bool, title: str, lines: Sequence[str]) -> tuple[str, str]:
    """The author that the file states, where its format's authors are people; or the name beside the title.

    With it the line that says so, empty for the metadata.
    """
    metadata = " ".join(metadata.split())
    if metadata and trusted and not re.search(r"\d|@", metadata):
        return metadata, ""
    near = [i for i, line in enumerate(lines) if slug(line) == slug(title)]
    for index in near[:1]:
        for line in [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]:
            found = _NAME.fullmatch(line.strip()) if len(line) < 50 else None
            if found:
                return _name_case(found[1]), line
    return "", ""


def in_sentence_case(title: str, words: Vocabulary) -> str:
    """ "DO TÍTULO" -> "Do título"; names keep the capital that the book gives them inside its sentences."""
    title = re.sub(r"(?<!\.)\.$", "", " ".join(title.split()).strip(" *_\"“”«»'")).lstrip(" .")
    if not title.isupper() or not any(len(word) > 1 for word in title.split()):
        return title
    parts = re.split(r"([^\W\d_]+)", title)
    cased = [_case(part, index, words) if index % 2 else part for index, part in enumerate(parts)]
    text = _TITLE_OF_NAME.sub(lambda found: found[0].lower(), _with_names("".join(cased), words))
    return (
        text[:1].upper() + text[1:]
        if text[:1].isalpha()
        else re.sub(r"[^\W\d_]", lambda m: m[0].upper(), text, count=1)
    )


def _with_names(title: str, words: Vocabulary) -> str:
    """Two words that the book writes with capitals side by side ("Passeio Público") keep both."""
    for found in re.finditer(r"(?=\b([^\W\d_]{3,} [^\W\d_]{3,}))", title):
        pair = " ".join(word.capitalize() for word in found[1].split())
        if words.writes(pair):
            title = title.replace(found[1], pair)
    return title


def _case(word: str, index: int, words: Vocabulary) -> str:
    lower = word.lower()
    if len(word) == 1 and word not in "AEOÀÉÓ":
        return word
    if re.fullmatch(r"[IVXLC]{2,}", word) and not words[lower] > 3:
        return word
    if lower in FUNCTION_WORDS and index > 1:
        return lower
    return word.capitalize() if words.is_name(word) else lower


def _name_case(name: str) -> str:
    small = {"de", "da", "do", "das", "dos", "e"}
    return " ".join(w.lower() if w.lower() in small else w.capitalize() if w.isupper() else w for w in name.split())
