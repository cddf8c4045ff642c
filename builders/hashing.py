"""The number by which everything is drawn: the same on any machine and in any order of reading."""

from hashlib import sha256


def number_of(text: str) -> int:
    """64 bits of a text's hash."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def unit_hash(text: str) -> float:
    """A number in [0, 1) that depends on the text alone, uniform over texts."""
    return number_of(text) / 2**64


def group_place(group: str) -> float:
    """Where a group stands in [0, 1): the freeze withholds those at the beginning."""
    return unit_hash(f"group {group}")


def in_share(kind: str, key: str, share: float) -> bool:
    """Whether a fact is among those of which the profile asks a kind of question, where it asks only a share."""
    return number_of(f"some|{kind}|{key}") < share * 2**64
