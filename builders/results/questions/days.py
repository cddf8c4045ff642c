"""What there was on a day, whoever the opponent: one day asked for, or several at once.

Asked so, the day alone leads to the match: a model cannot lean on the opponent that a question names. Several days in
one question teach more for each token (docs/experiments.md).
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from builders.hashing import group_place, number_of
from builders.phrasing import Phrasings
from builders.portuguese import long_date
from builders.results.clubs import Club
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import Archive
from builders.results.questions.asking import Asked, always
from builders.results.questions.match_answers import asked_of_match, match_answer, slot
from builders.results.questions.shared import Shared, groups_of, sources_of

ONE, SEVERAL = "match.day", "match.days"
PLAYED = 5
"""Matches that a question on several days asks for."""
EMPTY = 2
"""Days without a match among them."""
BESIDE = 5
"""Questions among which as many times as many matches are drawn anew each turn."""
FORMS = ("data", "data", "data_barras", "data_hifens", "data_iso", "data_curta")
"""How days are said in one question: mostly in words."""


def day_facts(match: Match, shared: Shared) -> Iterator[Asked]:
    """A match asked for by its day alone, where it was the only one and all sources agree on it."""
    if shared.archive.only_one_on(match.date) is match:
        assert match.date is not None and match.score is not None
        fields = shared.club | day_fields(match.date, shared.archive)
        answer = match_answer(shared.phrasings, ONE, "", match, fields)
        facts = {"opponent": match.opponent.name, "score": wording.score_text(match.score)}
        yield asked_of_match(ONE, match, fields, answer, facts, shared.phrasings)


def day_fields(day: date, archive: Archive, opponent: Club | None = None) -> dict[str, str]:
    """A day as a question may say it, with its opponent or alone: its year in two figures where that means no other."""
    return wording.date_fields(day) | ({} if archive.in_other_century(day, opponent) else wording.two_digit_fields(day))


def several_days(shared: Shared, count: int) -> Iterator[Asked]:
    """Questions on several days, each match in `count` of them and each time beside others.

    They only teach: what one of them asks is asked of each match by itself too. Where one of its matches is withheld
    the freeze leaves it out, so those that it withholds together are asked together.
    """
    alone = [match for match in shared.archive.results.matches if shared.archive.only_one_on(match.date) is match]
    alone.sort(key=lambda match: group_place(match.group))
    for key, matches in together("days", alone, PLAYED, count):
        yield _asked(key, matches, shared)


def together(name: str, matches: Sequence[Match], size: int, count: int) -> Iterator[tuple[str, Sequence[Match]]]:
    """Lists of so many matches, each match in `count` of them and each turn beside others; a key with each."""
    for number, near in enumerate(_parts(matches, size * BESIDE)):
        for turn in range(count):
            mixed = sorted(near, key=lambda match: number_of(f"{name}|{turn}|{match.key}"))
            for part, listed in enumerate(_parts(mixed, size)):
                yield f"{turn}-{number}-{part}", listed


def _parts(matches: Sequence[Match], size: int) -> list[Sequence[Match]]:
    return [matches[start : start + size] for start in range(0, len(matches), size)]


def _asked(key: str, matches: Sequence[Match], shared: Shared) -> Asked:
    days: dict[date, Match | None] = {match.date: match for match in matches if match.date}
    days |= dict.fromkeys(_empty_days(key, matches, shared.archive))
    order = sorted(days, key=lambda day: number_of(f"days|{key}|{day}"))
    form = FORMS[number_of(f"form|{key}") % len(FORMS)]
    said = "; ".join(wording.date_fields(day)[form] for day in order)
    lines = "\n".join(_line(day, days[day], shared.phrasings) for day in order)
    fields = shared.club | {"dias": said}
    answer = always(shared.phrasings.answer(SEVERAL, {"linhas": lines}))
    played = [match for day in order if (match := days[day])]
    return Asked(SEVERAL, key, f"days/{key}", fields, answer, {}, sources_of(played), None, groups_of(played))


def _line(day: date, match: Match | None, phrasings: Phrasings) -> str:
    said = {"chave": f"a {long_date(day)}, {slot(match)}"}
    if match is None:
        return phrasings.refusal(ONE, said)
    return phrasings.answer(ONE, said | {"marcador": wording.score_line(match)})


def _empty_days(key: str, matches: Sequence[Match], archive: Archive) -> Iterator[date]:
    """Days near those of the matches on which no source tells of any."""
    for number, match in enumerate(matches[:EMPTY]):
        assert match.date is not None
        step = number_of(f"empty|{key}|{number}") % 41 - 20
        day = match.date + timedelta(days=step)
        if archive.is_empty(day):
            yield day
