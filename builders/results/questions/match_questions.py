"""One match: how it ended and who won; and what to say where sources differ."""

from collections.abc import Iterator, Mapping

from builders.phrasing import Phrasings
from builders.portuguese import is_plural, long_date, number_words
from builders.results.clubs import Club
from builders.results.competitions import kind
from builders.results.matches import Match, Reading, Score
from builders.results.matching import MATCHES
from builders.results.questions import wording
from builders.results.questions.archive import Archive, Span, has_host, month_days, year_days
from builders.results.questions.asking import Asked, always
from builders.results.questions.days import day_facts, day_fields
from builders.results.questions.match_answers import asked_of_match, match_answer, match_refusal, without_order
from builders.results.questions.shared import Shared
from builders.results.questions.venues import venue_facts
from records.example import Option


def match_facts(shared: Shared) -> Iterator[Asked]:
    """What can be asked of each match, in the order of the reading."""
    for match in shared.archive.results.matches:
        fields = question_fields(match, shared.archive) | shared.club
        if match.readings:
            yield _conflict(match, fields, shared)
        elif not is_named(match, fields, shared.archive):
            shared.reject("not_identified", "match.score", match.key, [match])
        else:
            yield score_fact("match.score", match, fields, shared.phrasings)
            yield _winner(match, fields, shared.phrasings)
            yield from day_facts(match, shared)
            yield from venue_facts(match, fields, shared)


def question_fields(match: Match, archive: Archive) -> dict[str, str]:
    """What a question may say to name the match: a period only where it names no other."""
    fields = wording.opponent_fields(match.opponent) | wording.order_fields(match.home, match.away, has_host(match))
    if match.date is not None:
        fields |= day_fields(match.date, archive, match.opponent)
        alone = len(archive.on_day[match.date]) == 1
        fields["rival"] = "" if alone else f", com {fields['o_adv']}"
        month, year = month_days(match.date), year_days(match.date)
        fields |= _period("mes_ano", wording.month_text(match.date), match, archive, month)
        fields |= _period("ano", str(match.date.year), match, archive, year)
    if match.season:
        season = wording.season_name(match.season)
        fields["epoca"] = season if archive.identifies_in_season(match, in_order=True) else ""
        fields["epoca_par"] = season if archive.identifies_in_season(match, in_order=False) else ""
    return fields


def _period(name: str, text: str, match: Match, archive: Archive, span: Span) -> dict[str, str]:
    return {
        name: text if archive.identifies(match, span, in_order=True) else "",
        f"{name}_par": text if archive.identifies(match, span, in_order=False) else "",
    }


def is_named(match: Match, fields: Mapping[str, str], archive: Archive) -> bool:
    """Whether some question names this match alone. A dated one is told from undated ones by its date."""
    if match.date is None:
        return bool(fields.get("epoca"))
    return all(other is match or other.date != match.date for other in archive.against[match.opponent])


def score_fact(kind: str, match: Match, fields: dict[str, str], phrasings: Phrasings) -> Asked:
    """How a match ended, asked for in one of the kinds that ask it."""
    assert match.score is not None
    facts = {"score": wording.score_text(match.score)}
    if match.penalties:
        facts["penalties"] = wording.score_text(match.penalties)
    answer = match_answer(phrasings, kind, "certo", match, fields)
    return asked_of_match(kind, match, fields, answer, facts, phrasings)


def _winner(match: Match, fields: dict[str, str], phrasings: Phrasings) -> Asked:
    assert match.score is not None
    goals = match.penalties or match.score
    facts = {"winner": "empataram", "score": wording.score_text(match.score)}
    case, said = "empate", {}
    if goals[0] != goals[1]:
        winner = match.home if goals[0] > goals[1] else match.away
        case = "penaltis" if match.penalties else "vitoria"
        won = "ganharam" if is_plural(winner.article, winner.name) else "ganhou"
        said = {"ganhou": won, "o_vencedor": wording.named(winner)}
        facts["winner"] = f"{won} {said['o_vencedor']}"
    answer = match_answer(phrasings, "match.winner", case, match, fields | said)
    return asked_of_match("match.winner", match, fields, answer, facts, phrasings)


def _conflict(match: Match, fields: dict[str, str], shared: Shared) -> Asked:
    """One example that says how the sources differ, for a person to settle."""
    days = sorted(reading.date for reading in match.readings if reading.date is not None)
    differ = len({reading.date for reading in match.readings}) > 1
    orders = any(reading.other_order for reading in match.readings)
    said = fields | (without_order(fields) if orders else {})
    if days:
        said |= wording.date_fields(days[0])
    with_day = differ or (orders and bool(days))
    told = [(len(r.sources), _version(match, r, with_day, orders)) for r in match.readings]
    dated = not differ and bool(days or match.season)
    case = "divergente-campo" if orders else "divergente" if dated else "divergente-data"
    when = f"a {long_date(days[0])}" if days else wording.when(match)
    told_all = {"quando": when, "versoes": wording.versions(told)}
    return Asked(
        "match.score",
        match.key,
        match.group,
        said,
        always(shared.phrasings.answer("match.score", said | told_all, case)),
        {},
        match.sources,
        match_refusal(shared.phrasings, "match.score", said),
        template="match.conflict",
        options=tuple(
            Option(_reading_facts(match, r, orders), r.sources, _differing(match, r, orders)) for r in match.readings
        )
        + _each_a_match(match, len(set(days))),
        flags=("conflict",),
    )


def _each_a_match(match: Match, days: int) -> tuple[Option, ...]:
    """The choice that each day is a match of its own; none in a league, where a club is met once at home."""
    if days < 2 or kind(match.competition) == "league":
        return ()
    return (Option({MATCHES: str(days)}, tuple(range(len(match.sources))), f"são {number_words(days)} jogos"),)


def _reading_facts(match: Match, reading: Reading, orders: bool) -> dict[str, str]:
    facts = {"order": "-".join(club.name for club in _clubs(match, reading))} if orders else {}
    if reading.date is not None:
        facts["date"] = long_date(reading.date)
    if reading.score is not None:
        facts["score"] = _own(reading.score, reading)
    if reading.penalties is not None:
        facts["penalties"] = _own(reading.penalties, reading)
    return facts


def _differing(match: Match, reading: Reading, orders: bool) -> str:
    """Of a reading what is not in all: "Farense 4-1 Benfica", "2 de abril de 1995", or both."""
    goals = {(other.score, other.penalties) for other in match.readings}
    days = {other.date for other in match.readings}
    parts = [_line(match, reading)] if orders or len(goals) > 1 else []
    if len(days) > 1:
        parts.append(long_date(reading.date) if reading.date else "sem indicar o dia")
    return ", ".join(parts)


def _version(match: Match, reading: Reading, with_day: bool, named: bool) -> str:
    """ "4-1", "3-1 a 3 de abril de 1995", "4-1, sem indicar o dia", "2-1 no Farense-Porto a 5 de março de 1950"."""
    said = (_own(reading.score, reading) if reading.score else "que não há resultado") + _penalties(reading)
    if named:
        said += f" no {wording.called_match(*_clubs(match, reading), '-')}"
    if with_day:
        said += f" a {long_date(reading.date)}" if reading.date else ", sem indicar o dia"
    return said


def _line(match: Match, reading: Reading) -> str:
    home, away = _clubs(match, reading)
    score = _own(reading.score, reading) if reading.score else "sem resultado"
    return f"{home.name} {score} {away.name}{_penalties(reading)}"


def _penalties(reading: Reading) -> str:
    return f" ({_own(reading.penalties, reading)} nos penáltis)" if reading.penalties else ""


def _clubs(match: Match, reading: Reading) -> tuple[Club, Club]:
    """The clubs in the order in which these sources have them."""
    return (match.away, match.home) if reading.other_order else (match.home, match.away)


def _own(score: Score, reading: Reading) -> str:
    """Figures in the order in which these sources have the clubs."""
    return wording.score_text((score[1], score[0]) if reading.other_order else score)
