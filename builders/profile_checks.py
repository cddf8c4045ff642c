"""What a profile and its list of clubs may not say: names of nothing, no articles, numbers that cannot be."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import AcervoError

if TYPE_CHECKING:
    from builders.profile import Club, Profile

CLUBS = "clubs.yaml"
ARCHIVAL = ("results", "biographies", "books")
"""The builders that read an archive."""
ARTICLES = ("o", "a", "os", "as")
OWN_ARTICLES = ("o", "a")  # every sentence has the profile's club in the singular: o Belenenses venceu
AMOUNTS: Mapping[tuple[str, str], tuple[float, float]] = {
    ("draw", "phrasings"): (1, 1000),
    ("draw", "held_out"): (0, 100),
    ("draw", "lists"): (0, 1000),
    ("draw", "refusals"): (0, 100),
    ("draw", "passage_tokens"): (40, 100_000),
    ("splits", "valid"): (0, 1),
    ("splits", "test"): (0, 1),
    ("splits", "known"): (0, 0.5),
    ("splits", "probe_size"): (1, 1_000_000),
    ("balance", "template_share"): (0, 1),
    ("balance", "refusal_share"): (0, 1),
}
"""The least and the most of each number of a profile."""


class ProfileError(AcervoError):
    """A profile that cannot be used. `where` is the file and the key."""


def check_profile(profile: "Profile", path: Path) -> None:
    """Raises ProfileError, naming the key, for what is written as it should be and cannot be meant."""
    _check_names(profile.club, path)
    _check_days(profile.club, path)
    _check_amounts(profile, path)
    _check_files(profile, path)


def check_clubs(content: Any, own: "Club", path: Path) -> None:
    """The list of other clubs, as it was read. Raises ProfileError, naming the entry."""
    if not isinstance(content, Mapping):
        raise ProfileError(path, "expected names of clubs", "write `Olhanense: {article: o, aliases: [...]}`")
    taken = {written.casefold() for written in (own.name, own.short, *own.aliases)}
    for name, entry in content.items():
        if not isinstance(name, str) or not name.strip():
            raise ProfileError(path, f"{name!r} is no name of a club", "put it in quotes")
        values = entry if isinstance(entry, Mapping) else {}
        if (article := values.get("article", "o")) not in ARTICLES:
            raise ProfileError(f"{path}: {name}", f"{article!r} is no article", f"write one of {', '.join(ARTICLES)}")
        aliases = values.get("aliases")
        written = (name, *(aliases if isinstance(aliases, list) else ()))
        if own_name := next((one for one in written if str(one).casefold() in taken), None):
            remedy = "take the entry out if it is your club's, or give the other club another name"
            raise ProfileError(f"{path}: {name}", f"{own_name!r} is your own club in the profile", remedy)


def _check_files(profile: "Profile", path: Path) -> None:
    """Whether the file of clubs and the builders that it names are there."""
    if profile.clubs != CLUBS and not (path.parent / profile.clubs).is_file():
        raise ProfileError(path, f"clubs: there is no file {profile.clubs}", "write its name, beside this file")
    if unknown := sorted(set(profile.folders).difference(ARCHIVAL)):
        raise ProfileError(path, f"folders: {unknown[0]} is no builder", "there are results, biographies and books")


def _check_names(club: "Club", path: Path) -> None:
    """The names by which everything is found and said."""
    for key, names in (("name", [club.name]), ("short", [club.short]), ("aliases", club.aliases)):
        if not all(name.strip() for name in names):
            raise ProfileError(path, f"club: {key}: a name of nothing", "write the club's name, or take it out")
    if club.article not in OWN_ARTICLES:
        raise ProfileError(
            path, f"club: article: {club.article!r} is not o or a", "write the one of the club as one thing"
        )


def _check_amounts(profile: "Profile", path: Path) -> None:
    """Counts and shares that can be."""
    amounts = [(f"{part}: {key}", getattr(getattr(profile, part), key), ends) for (part, key), ends in AMOUNTS.items()]
    amounts += [(f"draw: some.{kind}", share, (0, 1)) for kind, share in profile.draw.some.items()]
    amounts += [(f"draw: times.{kind}", often, (0.01, 100)) for kind, often in profile.draw.times.items()]
    for key, stated, (least, most) in amounts:
        if not least <= stated <= most:
            raise ProfileError(path, f"{key}: {stated} cannot be", f"write a number from {least} to {most}")


def _check_days(club: "Club", path: Path) -> None:
    """The days of the home ground: two dates that exist, in their order."""
    for key, day in (("ground_since", club.ground_since), ("ground_until", club.ground_until)):
        try:
            written = not day or date.fromisoformat(day).isoformat() == day
        except ValueError:
            written = False
        if not written:
            raise ProfileError(path, f"club: {key}: {day!r} is no day", "write it as 1924-09-21")
    if club.ground_until and club.ground_since > club.ground_until:
        raise ProfileError(path, "club: ground_until: it lies before ground_since", "give the later day here")
