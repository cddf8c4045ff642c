"""The number by which everything is drawn: the same on any machine and in any order of reading."""

from hashlib import sha256


def number_of(text: str) -> int:
    """64 bits of a text's hash."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
