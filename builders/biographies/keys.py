"""The keys of front matter and JSON: compared whatever their accents, hyphens and capitals; lists of mappings."""

import re
from collections.abc import Sequence

from builders.biographies.documents import Field
from records.accents import without_accents


def key_of(text: str) -> str:
    """A key for comparison: "Data de Nascimento", data_nascimento and dataNascimento are written alike or nearly."""
    return re.sub(r"[^a-z0-9]", "", without_accents(text).lower())


def words_of(path: Sequence[str]) -> list[str]:
    return [part for part in path if not part.isdigit()]


def last_word(path: Sequence[str]) -> str:
    words = words_of(path)
    return words[-1] if words else ""


def items_of(fields: Sequence[Field], names: Sequence[str]) -> list[dict[str, Field]]:
    """The mappings of the lists with one of these names at the top, in order, each key -> field."""
    items: dict[tuple[str, ...], dict[str, Field]] = {}
    for field in fields:
        words = words_of(field.path)
        at = next((i for i, part in enumerate(field.path) if key_of(part) in names), None)
        if at is None or at > 1 or len(field.path) < at + 2 or not field.path[at + 1].isdigit():
            continue
        key = key_of(words[-1]) if len(field.path) > at + 2 else ""
        items.setdefault(field.path[: at + 2], {})[key] = field
    return list(items.values())
