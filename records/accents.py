"""Accents taken off, for what is compared or looked for without them."""

import unicodedata


def without_accents(text: str) -> str:
    """ "São Brás" -> "Sao Bras"."""
    if text.isascii():
        return text
    return "".join([c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)])
