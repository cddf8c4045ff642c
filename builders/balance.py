"""Balance: no kind of question drowns the others, and refusals do not drown the answers."""

from collections.abc import Callable, Hashable, Sequence

from builders.hashing import unit_hash
from builders.profile import Balance
from builders.splits import Candidate, Place


def balance(candidates: Sequence[Candidate], places: list[Place], limits: Balance) -> None:
    """Leave out of train what goes beyond the profile's shares, those last by hash; changes `places`."""
    train = [i for i, p in enumerate(places) if p.split == "train"]
    over = _beyond_share(train, candidates, lambda c: c.template, limits.template_share)
    _leave_out(places, over, "over_template_share")
    train = [i for i, p in enumerate(places) if p.split == "train"]
    over = _beyond_share(train, candidates, lambda c: c.unanswerable or None, limits.refusal_share)
    _leave_out(places, over, "over_refusal_share")


def _beyond_share(
    members: Sequence[int], candidates: Sequence[Candidate], kind: Callable[[Candidate], Hashable], share: float
) -> list[int]:
    """What must go so that no kind (None: no kind) is more than `share` of what is left.

    With n of a kind and m others, n / (n + m) <= share means n <= m * share / (1 - share).
    """
    if share >= 1:
        return []
    kinds: dict[Hashable, list[int]] = {}
    for i in members:
        kinds.setdefault(kind(candidates[i]), []).append(i)
    beyond = []
    for name, inside in kinds.items():
        allowed = int((len(members) - len(inside)) * share / (1 - share))
        if name is not None and len(kinds) > 1 and len(inside) > allowed:
            beyond += sorted(inside, key=lambda i: unit_hash(f"balance {candidates[i].id}"))[allowed:]
    return beyond


def _leave_out(places: list[Place], positions: Sequence[int], reason: str) -> None:
    for position in positions:
        places[position] = Place("", "", reason)
