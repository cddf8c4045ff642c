"""Kinds of question that a profile leaves out: `draw.skip` names them as the table of `make dataset` does."""

from functools import cache
from pathlib import Path

import yaml

from builders.profile import Profile, ProfileError

PHRASINGS = Path(__file__).parent / "phrasings"
NEVER_ASKED = "conflict"  # the words of an answer on which sources differ: no question of its own


def check_skip(profile: Profile, builders: tuple[str, ...]) -> None:
    """Raise ProfileError where `draw.skip` names what no builder asks, with the names that there are."""
    skipped = profile.draw.skip
    kinds = {builder: kinds_of(builder) for builder in builders} if skipped else {}
    known = {name for builder, own in kinds.items() for kind in own for name in (kind, f"{builder}/{kind}")}
    for name in skipped:
        if name not in known:
            there = "; ".join(f"{builder}: {', '.join(own)}" for builder, own in kinds.items())
            raise ProfileError(f"{profile.path}: draw: skip", f"{name!r} is no kind of question", f"there are {there}")


@cache
def kinds_of(builder: str) -> tuple[str, ...]:
    """The kinds of question of a builder, in the order of its words."""
    content = yaml.safe_load((PHRASINGS / f"{builder}.yaml").read_text(encoding="utf-8"))
    return tuple(kind for kind in content["kinds"] if kind != NEVER_ASKED)
