"""What someone typed, as a query of the index's words: all of them, accents and capitals aside, the last may go on."""

from collections.abc import Iterator
from itertools import islice

from records.accents import without_accents
from review_app.index import Index

FEW = 8  # words that begin alike are named in the query, more are left to FTS5


def typed(text: str) -> list[str]:
    """The words one can look for: without what no query may hold, and not of signs alone."""
    words = ["".join(c for c in word if c.isprintable() and c != '"') for word in text.split()]
    return [word for word in words if any(c.isalnum() for c in word)]


def fts_query(index: Index, text: str) -> str:
    """An FTS5 query that cannot be malformed, each word in quotes; empty where no word was typed."""
    words = typed(text)
    return " AND ".join([*(f'"{word}"' for word in words[:-1]), _open(index, words[-1])]) if words else ""


def _open(index: Index, word: str) -> str:
    """All words that begin so.

    FTS5 puts the places of an open word together before it gives the first: at a million examples 30 ms for "farense*",
    and a tenth of one for "farense".
    """
    terms = list(islice(_terms(index, word), FEW + 1))
    if 0 < len(terms) <= FEW:
        return "(" + " OR ".join(f'"{term}"' for term in terms) + ")"
    return f'"{word}"*'


def _terms(index: Index, word: str) -> Iterator[str]:
    """The index's words that begin with `word`, one step each. None for what its tokenizer might read otherwise."""
    plain = without_accents(word.lower())
    if not (plain.isascii() and plain.isalnum()):
        return
    after = plain
    while found := index.rows("SELECT term FROM vocabulary WHERE term >= ? LIMIT 1", after):
        (term,) = found[0]
        if not term.startswith(plain):
            return
        yield term
        after = f"{term}0"  # no sign of a word comes before 0
