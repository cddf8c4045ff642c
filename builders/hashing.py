"""The number by which everything is drawn: the same on any machine and in any order of reading."""

from hashlib import sha256


def number_of(text: str) -> int:
    """64 bits of a text's hash."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def group_place(group: str) -> float:
    """Where a group stands in [0, 1), uniform over groups: the freeze withholds those at the beginning."""
    return number_of(f"group {group}") / 2**64
