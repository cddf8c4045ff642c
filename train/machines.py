"""Several machines that train one run, under `mlx.launch`: what they tell each other. A machine alone tells itself."""

from typing import Any

import mlx.core as mx
import numpy as np

from records.errors import AcervoError
from train.lora import joined, parted

MOST = 512


def own() -> tuple[int, int]:
    """(this machine's number, how many there are). Machine 0 writes what the run writes, and speaks for all."""
    group = mx.distributed.init()
    return group.rank(), group.size()


def any_says(flag: bool) -> bool:
    """Whether any machine says so."""
    return bool(mx.distributed.all_max(mx.array(flag)).item())


def summed(tree: dict[str, Any]) -> dict[str, Any]:
    """The sum of all machines' arrays, in one exchange."""
    return tree if own()[1] == 1 else parted(mx.distributed.all_sum(joined(tree)), tree)


def told(text: str) -> list[str]:
    """What each machine says in at most MOST bytes, by their numbers. None goes on before all have said it."""
    said = np.frombuffer(text.encode().ljust(MOST, b"\0"), np.uint8)
    return [bytes(row).rstrip(b"\0").decode() for row in np.array(mx.distributed.all_gather(mx.array(said[None])))]


def refuse_unlike(where: object, text: str, remedy: str) -> None:
    """Raise AcervoError, on every machine the same, where they do not all say the same."""
    said = told(text)
    if len(set(said)) > 1:
        what = "; ".join(f"machine {number} has {text}" for number, text in enumerate(said))
        raise AcervoError(where, f"the machines do not have the same of it: {what}", remedy)
