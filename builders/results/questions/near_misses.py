"""Questions about matches that never were, and what is said of each: that there is no record of it."""

from collections.abc import Iterator, Sequence

from builders.phrasing import Question
from builders.results.matches import Match
from builders.results.questions import days, wording
from builders.results.questions.archive import month_days, year_days
from builders.results.questions.asking import Asked, Asker
from builders.results.questions.match_answers import near_miss_reply
from builders.results.questions.never_were import Finder, NearMiss
from builders.results.questions.shared import Shared, groups_of
from builders.results.questions.showing import instead
from records.example import Example


def near_misses(shared: Shared, asker: Asker, facts: Sequence[tuple[str, str]]) -> Iterator[Example]:
    """As many near misses as the profile says for each answer about a match, asked in the same words.

    `facts`: the kind of each question that is answered, and the match's group.
    """
    finder, draw = Finder(shared.archive), shared.request.profile.draw
    matches = {match.group: match for match in shared.archive.results.matches}
    number = 0
    for kind, group in facts:
        match = matches[group]
        number = 0 if kind == "match.score" else number
        by_day = kind == days.ONE
        wanted = round(asker.count(kind) * draw.refusals)
        held_out = draw.held_out if wanted else 0
        for turn in range(wanted + held_out):
            miss = finder.find(match, number, by_day=by_day)
            number += 1
            if miss is None:
                shared.reject("no_safe_near_miss", kind, match.key, [match])
                continue
            fields = miss_fields(miss, shared, by_day=by_day)
            words = f"{miss.key}|{turn}"  # of a season the clubs are few: each is asked about in several ways
            for question in shared.phrasings.draw(kind, words, fields, 1, turn >= wanted):
                told = _asked(miss, kind, question, fields, match, shared)
                yield asker.example(told, question, held_out=turn >= wanted)


def _asked(
    miss: NearMiss, kind: str, question: Question, fields: dict[str, str], match: Match, shared: Shared
) -> Asked:
    """A near miss to a match as one question asks for it."""
    shown = instead(miss, question, shared.archive)
    reply = near_miss_reply(shared.phrasings, kind, fields, shown)
    known = (match, shown) if isinstance(shown, Match) and shown is not match else (match,)
    return Asked(
        kind,
        miss.key,
        f"no-match/{miss.key}",
        fields,
        reply,
        {},
        known[-1].sources,
        reply,
        groups_of(known),
        template=miss.template,
        unanswerable=True,
    )


def miss_fields(miss: NearMiss, shared: Shared, by_day: bool = False) -> dict[str, str]:
    """What a question may say of a match that never was: a month or year only where none was in all of it.

    Asked `by_day` alone it says the day, and neither opponent nor period.
    """
    archive, opponent = shared.archive, miss.opponent
    if by_day:
        assert miss.day is not None
        return shared.club | days.day_fields(miss.day, archive)
    fields = {
        **shared.club,
        **wording.order_fields(miss.home, miss.away, miss.hosted),
        **wording.opponent_fields(opponent),
    }
    if miss.day is not None:
        if not miss.ordered:
            fields |= days.day_fields(miss.day, archive, opponent)
        met = archive.possible(opponent, year_days(miss.day))
        spans = {"mes_ano": month_days(miss.day), "ano": year_days(miss.day)}
        texts = {"mes_ano": wording.month_text(miss.day), "ano": str(miss.day.year)}
        for name, span in spans.items():
            fields[name] = "" if met and archive.possible(opponent, span, miss.home) else texts[name]
            fields[f"{name}_par"] = "" if met and archive.possible(opponent, span) else texts[name]
    if miss.season:
        said, side = wording.season_name(miss.season), miss.club_is_home if miss.hosted else None
        fields["epoca"] = "" if archive.may_have_met(opponent, miss.season, side) else said
        fields["epoca_par"] = "" if archive.may_have_met(opponent, miss.season) else said
    return fields
