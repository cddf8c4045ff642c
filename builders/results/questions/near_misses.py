"""Questions about matches that never were, and what is said of each: that there is no record of it."""

from collections.abc import Iterator, Sequence

from builders.results.matches import Match
from builders.results.questions import days, wording
from builders.results.questions.archive import month_days, year_days
from builders.results.questions.asking import Asked, Asker
from builders.results.questions.match_answers import near_miss_reply
from builders.results.questions.match_questions import two_digit_fields
from builders.results.questions.never_were import Finder, NearMiss
from builders.results.questions.shared import Shared, groups_of
from records.example import Example


def near_misses(shared: Shared, asker: Asker, facts: Sequence[tuple[str, str]]) -> Iterator[Example]:
    """As many near misses as the profile says for each answer about a dated match, asked in the same words.

    `facts`: the kind of each question that is answered, and the match's group.
    """
    finder, draw = Finder(shared.archive), shared.request.profile.draw
    matches = {match.group: match for match in shared.archive.results.matches}
    number = 0
    for kind, group in facts:
        match = matches[group]
        number = 0 if kind == "match.score" else number
        if match.date is None:
            continue
        wanted = round(asker.count(kind) * draw.refusals)
        held_out = draw.held_out if wanted else 0
        for turn in range(wanted + held_out):
            miss = finder.find(match, number, by_day=kind == days.ONE)
            yield from _examples(miss, kind, match, shared, asker, held_out=turn >= wanted)
            number += 1


def _examples(
    miss: NearMiss | None, kind: str, match: Match, shared: Shared, asker: Asker, held_out: bool
) -> Iterator[Example]:
    if miss is None:
        shared.reject("no_safe_near_miss", kind, match.key, [match])
        return
    fields = miss_fields(miss, shared)
    reply = near_miss_reply(shared.phrasings, kind, fields, miss.instead)
    known = (match, miss.instead) if miss.instead and miss.instead is not match else (match,)
    for question in shared.phrasings.draw(kind, miss.key, fields, 1, held_out):
        told = Asked(
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
        yield asker.example(told, question, held_out)


def miss_fields(miss: NearMiss, shared: Shared) -> dict[str, str]:
    """What a question may say of a match that never was: a month or year only where none was in all of it."""
    archive, opponent = shared.archive, miss.opponent
    fields = {
        **shared.club,
        **wording.order_fields(miss.home, miss.away, miss.hosted),
        **wording.opponent_fields(opponent),
    }
    if miss.day is not None:
        if not miss.ordered:
            fields |= wording.date_fields(miss.day) | two_digit_fields(opponent, miss.day, archive)
        met = archive.possible(opponent, year_days(miss.day))
        spans = {"mes_ano": month_days(miss.day), "ano": year_days(miss.day)}
        texts = {"mes_ano": wording.month_text(miss.day), "ano": str(miss.day.year)}
        for name, span in spans.items():
            fields[name] = "" if met and archive.possible(opponent, span, miss.home) else texts[name]
            fields[f"{name}_par"] = "" if met and archive.possible(opponent, span) else texts[name]
    if miss.season:
        met = archive.may_have_met(miss.opponent, miss.season)
        fields["epoca"] = fields["epoca_par"] = "" if met else wording.season_name(miss.season)
    return fields
