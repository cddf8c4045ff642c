"""Where an example stands in the queue: a number made of names, the same in every build."""

import hashlib

CONFLICT, FLAGGED, REST = 0, 1, 2  # ranks: what is worth a look first
FIRST_OF_REST = REST << 60  # places below it are those of conflicts and flags


def place(example_id: str, group: str, flags: list[str]) -> int:
    """Where an example stands in the queue: conflicts, then flags, fact by fact; then the rest as a fair sample.

    A 62-bit number made of the rank and of hashes of names, so that it depends on nothing else in the dataset.
    """
    rank = CONFLICT if "conflict" in flags else FLAGGED if flags else REST
    name, fact = hash30(example_id), hash30(group)
    return rank << 60 | (name << 30 | fact if rank == REST else fact << 30 | name)


def hash30(text: str) -> int:
    """Thirty bits of a text's SHA-256."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) >> 2
