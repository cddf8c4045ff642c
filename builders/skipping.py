"""Kinds of question that a profile leaves out, whole or in part: named as the table of `make dataset` names them."""

from functools import cache
from importlib import import_module

from builders.phrasing import Phrasings
from builders.profile import Profile, ProfileError
from builders.rehearsal import BUILDER as REHEARSAL
from builders.rehearsal.questions import KINDS

NEVER_ASKED = "conflict"  # the words of an answer on which sources differ: no question of its own


def check_skip(profile: Profile, builders: tuple[str, ...]) -> None:
    """Raise ProfileError where `draw` names a kind that no builder asks, with the names that there are, or no share."""
    draw = profile.draw
    kinds = {builder: kinds_of(builder) for builder in builders} if draw.shares or draw.times else {}
    known = {name for builder, own in kinds.items() for kind in own for name in (kind, f"{builder}/{kind}")}
    for key, names in (("skip", draw.skip), ("some", draw.some), ("times", draw.times)):
        for name in names:
            if name not in known:
                there = "; ".join(f"{builder}: {', '.join(own)}" for builder, own in kinds.items())
                what = f"{name!r} is no kind of question"
                raise ProfileError(f"{profile.path}: draw: {key}", what, f"there are {there}")
    for name, share in draw.some.items():
        if not 0 <= share <= 1:
            raise ProfileError(f"{profile.path}: draw: some: {name}", f"{share} is no share", "write 0 to 1")


@cache
def kinds_of(builder: str) -> tuple[str, ...]:
    """The kinds of question of a builder, in the order of its words."""
    if builder == REHEARSAL:  # its questions stand as they are written
        return KINDS
    phrasings: Phrasings = import_module(f"builders.{builder}.questions").load_phrasings()
    return tuple(kind for kind in phrasings.kinds if kind != NEVER_ASKED)
