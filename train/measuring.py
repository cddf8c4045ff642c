"""Frozen rows in the trainer's tokens, as figures: a stream in which no row is kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from train.encoding import Encoded, EncodingError, encode
from train.mistral_tokens import MistralTokens, is_pair

Row = Mapping[str, Any]
CHUNK = 1024  # rows handed to the tokenizer at once


@dataclass(slots=True)
class Measured:
    """One row in tokens."""

    tokens: int
    starts: Sequence[int]
    """Where each answer begins: so many tokens stand before it."""
    ends: Sequence[int]
    """Where each answer ends, its end token within."""
    targets: int
    prompt: Sequence[int]
    """Ids before the first answer."""
    faults: tuple[str, ...] = ()
    """Names of what makes it useless to train on; the figures are 0 where it could not be encoded."""


def measured(tokenizer: Any, rows: Iterable[Row]) -> Iterator[tuple[Row, Measured]]:
    """Each row with its figures, in order. Raises nothing over a row: what is wrong with it is among its faults."""
    stream = iter(rows)
    while chunk := list(islice(stream, CHUNK)):
        if isinstance(tokenizer, MistralTokens) and all(is_pair(row["messages"]) for row in chunk):
            pairs = tokenizer.encode_pairs([row["messages"] for row in chunk])
            yield from zip(chunk, (_pair(*pair) for pair in pairs), strict=True)
        else:
            yield from ((row, _one(tokenizer, row)) for row in chunk)


def token_faults(tokenizer: Any, encoded: Encoded) -> tuple[str, ...]:
    """What is wrong with a row's tokens, where they could be made at all."""
    ends = set(getattr(tokenizer, "eos_token_ids", None) or {tokenizer.eos_token_id})
    last = next((i for i in range(len(encoded.ids) - 1, -1, -1) if encoded.ids[i] in ends), -1)
    rest = list(encoded.ids[last + 1 :])  # some templates write a line end after the end token
    ended = last >= 0 and encoded.learn[last] and not (rest and tokenizer.decode(rest).strip())
    return () if ended else ("answer_not_ended",)


def _pair(prompt: list[int], answer: list[int]) -> Measured:
    total = len(prompt) + len(answer)
    return Measured(total, (len(prompt),), (total,), len(answer), prompt)


def _one(tokenizer: Any, row: Row) -> Measured:
    try:
        encoded = encode(tokenizer, row["messages"], row["id"])
    except EncodingError as error:
        return Measured(0, (), (), 0, (), (error.fault,))
    spans = list(_spans(encoded.learn))
    return Measured(
        tokens=len(encoded.ids),
        starts=[start for start, _ in spans],
        ends=[end for _, end in spans],
        targets=encoded.targets,
        prompt=encoded.ids[: spans[0][0]],
        faults=token_faults(tokenizer, encoded),
    )


def _spans(learn: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of learned tokens."""
    start = None
    for i, learned in enumerate(learn):
        if learned and start is None:
            start = i
        elif not learned and start is not None:
            yield start, i
            start = None
    if start is not None:
        yield start, len(learn)
