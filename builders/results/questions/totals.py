"""Figures over several matches: totals, biggest wins and heaviest defeats, unbeaten runs; and those of all time."""

from collections.abc import Iterator, Sequence

from builders.portuguese import join_list, long_date, number_words, plural
from builders.results.matches import Match, Score
from builders.results.questions import wording
from builders.results.questions.archive import days, disputed
from builders.results.questions.asking import Asked, Subject
from builders.results.questions.completeness import whole_stretches
from builders.results.questions.shared import Shared, groups_of, sources_of

MOST_EQUAL = 3  # a longer list of equal wins or runs is no answer


def record(matches: Sequence[Match]) -> tuple[int, int, int, int, int]:
    """Won, drawn, lost, goals scored, goals conceded, on the club's side. Penalties decide no match here."""
    margins = [(match.goals_for or 0) - (match.goals_against or 0) for match in matches]
    won, lost = sum(margin > 0 for margin in margins), sum(margin < 0 for margin in margins)
    scored, conceded = (sum(goals or 0 for goals in side) for side in _goals(matches))
    return won, len(matches) - won - lost, lost, scored, conceded


def totals(matches: Sequence[Match]) -> tuple[dict[str, str], dict[str, str]]:
    """The fields {numero}, {saldo} and {golos}, and the facts in them: "venceu 2, empatou 1 e não perdeu nenhum"."""
    won, drawn, lost, scored, conceded = record(matches)
    number, goals = plural(len(matches), "jogo"), wording.goals_text(scored, conceded)
    said = {"numero": number, "golos": wording.with_goals(goals)}
    if len(matches) == 1:
        outcome = "venceu" if won else "perdeu" if lost else "empatou"
        return said | {"saldo": outcome}, {"outcome": outcome, "goals": goals}
    outcomes = (("won", "venceu", won), ("drawn", "empatou", drawn), ("lost", "perdeu", lost))
    parts = {slot: f"{verb} {count}" if count else f"não {verb} nenhum" for slot, verb, count in outcomes}
    return said | {"saldo": join_list(list(parts.values()))}, {"played": number} | parts | {"goals": goals}


def extreme_facts(subjects: tuple[Subject, Subject], matches: Sequence[Match], shared: Shared) -> Iterator[Asked]:
    """Biggest win and heaviest defeat, in the order of the two subjects."""
    agreed = [match for match in matches if not disputed([match])]
    for subject, sign in zip(subjects, (1, -1), strict=True):
        found = _extreme(agreed, sign)
        in_doubt = [match for match in matches if disputed([match]) and _may_reach(match, found, sign)]
        if in_doubt:
            shared.reject("depends_on_conflict", subject.kind, subject.key, in_doubt)
        elif len(found) > MOST_EQUAL:
            shared.reject("too_many_equal", subject.kind, subject.key, found)
        elif found:
            yield _extreme_asked(subject, found, shared)


def is_without(matches: Sequence[Match], sign: int) -> bool:
    """Whether none of these matches, undisputed all, was won (1) or lost (-1)."""
    return not _extreme(matches, sign)


def unbeaten(stretches: Sequence[Sequence[Match]]) -> list[list[Match]] | None:
    """The longest runs without defeat, none across two stretches, by their days; a run of one is none.

    None where they depend on a match about which sources differ: they are then not the same were it lost or not.
    Every match has a day, or sources that differ on it.
    """
    ordered = [sorted(matches, key=lambda match: (days(match)[0], match.key)) for matches in stretches]
    if_kept, if_lost = (_longest_runs(ordered, lost_if_disputed) for lost_if_disputed in (False, True))
    return if_kept if if_kept == if_lost else None


def run_facts(subject: Subject, stretches: Sequence[Sequence[Match]], shared: Shared) -> Iterator[Asked]:
    """The longest unbeaten run, or the equal longest ones."""
    runs = unbeaten(stretches)
    if runs is None:
        in_doubt = [match for matches in stretches for match in matches if disputed([match])]
        shared.reject("depends_on_conflict", subject.kind, subject.key, in_doubt)
    if not runs:
        return
    if len(runs) > MOST_EQUAL:
        shared.reject("too_many_equal", subject.kind, subject.key, runs[0])
        return
    ends = [match for run in runs for match in (run[0], run[-1])]
    number = plural(len(runs[0]), "jogo")
    said = subject.fields | {
        "numero": number,
        "series": wording.listed([_run_text(run) for run in runs]),
        "vezes": _times(len(runs)),
    }
    answer = shared.phrasings.answer(subject.kind, said, "uma" if len(runs) == 1 else "varias")
    sources = sources_of([match for run in runs for match in run])
    yield shared.asked(subject, answer, {"length": number}, sources, groups_of(ends))


def club_facts(shared: Shared) -> Iterator[Asked]:
    """What is asked over all matches of the archive."""
    best, worst, run = (
        Subject(f"club.{name}", name, f"club/{name}", shared.club)
        for name in ("biggest-win", "heaviest-defeat", "unbeaten")
    )
    yield from extreme_facts((best, worst), shared.archive.results.matches, shared)
    yield from run_facts(run, whole_stretches(shared.archive), shared)


def _goals(matches: Sequence[Match]) -> tuple[list[int | None], list[int | None]]:
    return [match.goals_for for match in matches], [match.goals_against for match in matches]


def _extreme(matches: Sequence[Match], sign: int) -> list[Match]:
    """The wins (sign 1) or defeats (-1) by most goals, and of those with most; empty where there is none."""
    largest = max((_size(match, match.score, sign) for match in matches), default=(0, 0))
    found = [match for match in matches if _size(match, match.score, sign) == largest]
    return found if largest[0] > 0 else []


def _size(match: Match, score: Score | None, sign: int) -> tuple[int, int]:
    """How many goals a win (or with -1 a defeat) was by, and the winner's goals: what makes it the biggest."""
    assert score is not None
    own, other = score if match.club_is_home else (score[1], score[0])
    return sign * (own - other), max(own, other)


def _may_reach(match: Match, found: list[Match], sign: int) -> bool:
    """Whether a match about which sources differ may be as big as those found, or the only one."""
    bar = _size(found[0], found[0].score, sign) if found else (1, 0)
    return any(r.score is None or _size(match, r.score, sign) >= bar for r in match.readings)


def _longest_runs(stretches: Sequence[Sequence[Match]], lost_if_disputed: bool) -> list[list[Match]]:
    runs: list[list[Match]] = [[]]
    for matches in stretches:
        runs.append([])
        for match in matches:
            lost = lost_if_disputed if disputed([match]) else (match.goals_for or 0) < (match.goals_against or 0)
            if lost:
                runs.append([])
            else:
                runs[-1].append(match)
    longest = max(len(run) for run in runs)
    return [run for run in runs if len(run) == longest] if longest > 1 else []


def _extreme_asked(subject: Subject, found: list[Match], shared: Shared) -> Asked:
    tell = wording.told_in_season if subject.kind.startswith("season.") else wording.when_and_who
    lines = [f"{tell(match)}, com o resultado de {wording.result_text(match)}" for match in found]
    said = subject.fields | {"jogo": lines[0], "jogos": wording.listed(lines), "vezes": _in_matches(len(found))}
    facts = {}
    for number, match in enumerate(found, 1):
        end = f"_{number}" if len(found) > 1 else ""
        facts[f"score{end}"] = wording.result_text(match)
        if match.date:
            facts[f"date{end}"] = long_date(match.date)
    answer = shared.phrasings.answer(subject.kind, said, "uma" if len(found) == 1 else "varias")
    return shared.asked(subject, answer, facts, sources_of(found), groups_of(found))


def _run_text(run: list[Match]) -> str:
    first, last = run[0], run[-1]
    assert first.date and last.date
    return f"do {wording.called(first)} de {long_date(first.date)} ao {wording.called(last)} de {long_date(last.date)}"


def _in_matches(number: int) -> str:
    return f"em {number_words(number)} jogos"


def _times(number: int) -> str:
    return f"por {number_words(number, feminine=True)} vezes"
