"""The club's line in a league table: its place, and its wins, draws, losses and goals held against the matches."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from builders.portuguese import join_list, plural, slug
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import disputed
from builders.results.questions.articles import in_competition, in_whole_competition
from builders.results.questions.asking import BUILDER, Asked, Subject
from builders.results.questions.completeness import table_matches
from builders.results.questions.shared import Shared, sources_of
from builders.results.questions.totals import record
from builders.results.standings import Standing, StandingReading
from records.example import Option, Source

Line = Standing | StandingReading


def standing_facts(shared: Shared) -> Iterator[Asked]:
    """Place and record of each season for which there is a table."""
    seasons: dict[str, list[Standing]] = defaultdict(list)
    for standing in shared.archive.results.standings:
        if standing.own:
            seasons[standing.season].append(standing)
    for season in sorted(seasons):
        alone = len(seasons[season]) == 1
        for standing in seasons[season]:
            yield from _position(standing, alone, shared)
            yield from _record(standing, alone, shared)


def _subject(kind: str, standing: Standing, alone: bool, shared: Shared) -> Subject:
    """The season alone names the table where there is only one; otherwise the zone or stage is said too."""
    exact = in_competition(standing.competition)
    fields = shared.club | wording.season_fields(standing.season, shared.archive.seasons)
    fields |= {"na_prova": exact, "na_prova_exata": exact}
    end = ""
    if alone:
        fields |= {"epoca_unica": fields["epoca"], "na_prova": in_whole_competition(standing.competition)}
    else:
        end = f"/{slug(standing.competition)}"
    return Subject(kind, standing.season + end.replace("/", "_"), f"{standing.group}{end}", fields)


def _position(standing: Standing, alone: bool, shared: Shared) -> Iterator[Asked]:
    """The club's place: as its sources say, or as a person chose between them."""
    about = _subject("season.position", standing, alone, shared)
    options = _options(standing, lambda line: _place(line.position, line.points), _place_text)
    if len(options) == 1:
        yield _position_asked(about, options[0].facts, standing.sources, shared)
        return
    versions = wording.versions([(len(o.sources), o.said) for o in options])
    yield from _conflict(about, versions, standing.sources, options, shared)


def _position_asked(about: Subject, facts: Mapping[str, str], sources: tuple[Source, ...], shared: Shared) -> Asked:
    said = about.fields | {"lugar": facts["position"], "pontos": facts.get("points", "")}
    answer = shared.phrasings.answer(about.kind, said, "com-pontos" if "points" in facts else "sem-pontos")
    return shared.asked(about, answer, facts, sources)


def _record(standing: Standing, alone: bool, shared: Shared) -> Iterator[Asked]:
    """Wins, draws and losses as the table gives them; a conflict where the season's matches, all known, disagree."""
    about = _subject("season.record", standing, alone, shared)
    about = Subject(about.kind, about.key, f"{about.group}/record", about.fields)
    options = _options(standing, _line_record, _record_text)
    doubt = _doubt(standing, shared) if options else ""
    if doubt:
        shared.reject(doubt, about.kind, about.key, shared.archive.seasons.get(standing.season, ()))
    elif len(options) > 1:
        versions = wording.versions([(len(o.sources), o.said) for o in options])
        yield from _conflict(about, versions, standing.sources, options, shared)
    elif options:
        yield from _against_matches(about, options[0].facts, standing, shared)


def _against_matches(about: Subject, told: Mapping[str, str], standing: Standing, shared: Shared) -> Iterator[Asked]:
    """The table's record where the matches, if all are known, add up to it; else a conflict."""
    matches = table_matches(standing, shared.archive)
    matches = [] if disputed(matches) else matches
    counted = {slot: fact for slot, fact in _counted_facts(matches).items() if slot in told} if matches else told
    if told == counted:
        yield _record_asked(about, told, standing.sources, shared)
        return
    sources = standing.sources + sources_of(matches)
    first = len(standing.sources)
    options = (
        Option(told, tuple(range(first)), _record_text(told)),
        Option(counted, tuple(range(first, len(sources))), _record_text(counted)),
    )
    versions = f"a tabela dá {options[0].said}, e a soma dos jogos registados dá {options[1].said}"
    yield from _conflict(about, versions, sources, options, shared)


def _options(
    standing: Standing, facts_of: Callable[[Line], dict[str, str]], text_of: Callable[[Mapping[str, str]], str]
) -> tuple[Option, ...]:
    """What the sources say, those that say the same together; a source that says nothing of it is no voice."""
    said: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(list)
    for reading in standing.readings:
        said[tuple(facts_of(reading).items())] += reading.sources
    if not standing.readings:
        said[tuple(facts_of(standing).items())] += range(len(standing.sources))
    found = [(dict(facts), tuple(sorted(sources))) for facts, sources in said.items() if facts]
    return tuple(Option(facts, sources, text_of(facts)) for facts, sources in found)


def _doubt(standing: Standing, shared: Shared) -> str:
    """Why a table's figures are not to be said: they contradict each other, or count only a part of its matches."""
    if standing.played is None:
        return ""
    outcomes = (standing.won, standing.drawn, standing.lost)
    if None not in outcomes and sum(n or 0 for n in outcomes) != standing.played:
        return "figures_contradict"
    matches = shared.archive.seasons.get(standing.season, ())
    of_table = sum(match.competition == standing.competition for match in matches)
    return "table_of_a_part" if of_table > standing.played else ""


def _record_asked(about: Subject, facts: Mapping[str, str], sources: tuple[Source, ...], shared: Shared) -> Asked:
    fields = about.fields | ({"marcou_e_sofreu": "marcou e sofreu"} if "goals" in facts else {})
    goals = wording.with_goals(facts.get("goals", ""))
    said = fields | {"saldo": _balance(facts), "numero": facts["played"], "golos": goals}
    answer = shared.phrasings.answer(about.kind, said, "com-golos" if "goals" in facts else "sem-golos")
    return shared.asked(replace(about, fields=fields), answer, facts, sources)


def _conflict(
    about: Subject, versions: str, sources: tuple[Source, ...], options: tuple[Option, ...], shared: Shared
) -> Iterator[Asked]:
    """One example that says how sources differ, or what a person has chosen."""
    settlement = shared.settlement(about.group)
    if settlement is not None and settlement.facts is None:
        shared.request.report.reject(BUILDER, "settled_as_neither", sources[0].file, about.group, sources[0].quote)
        return
    if settlement is not None and settlement.facts is not None:
        asked = _position_asked if about.kind == "season.position" else _record_asked
        yield asked(about, settlement.facts, sources, shared)
        return
    answer = shared.phrasings.answer(about.kind, about.fields | {"versoes": versions}, "divergente")
    conflict = shared.asked(about, answer, {}, sources)
    yield replace(conflict, template=f"{about.kind}.conflict", options=options, flags=("conflict",))


def _line_record(line: Line) -> dict[str, str]:
    """The facts of a line's record; none where it does not give all three outcomes."""
    if line.won is None or line.drawn is None or line.lost is None:
        return {}
    return _record_facts((line.won, line.drawn, line.lost), line.goals_for, line.goals_against)


def _counted_facts(matches: list[Match]) -> dict[str, str]:
    won, drawn, lost, scored, conceded = record(matches)
    return _record_facts((won, drawn, lost), scored, conceded)


def _record_facts(outcomes: tuple[int, int, int], scored: int | None, conceded: int | None) -> dict[str, str]:
    won, drawn, lost = outcomes
    facts = {
        "won": plural(won, "vitória"),
        "drawn": plural(drawn, "empate"),
        "lost": plural(lost, "derrota"),
        "played": plural(sum(outcomes), "jogo"),
    }
    if scored is not None and conceded is not None:
        facts["goals"] = wording.goals_text(scored, conceded)
    return facts


def _record_text(facts: Mapping[str, str]) -> str:
    return _balance(facts) + (f", {wording.with_goals(facts['goals'])}" if "goals" in facts else "")


def _balance(facts: Mapping[str, str]) -> str:
    return join_list([facts["won"], facts["drawn"], facts["lost"]])


def _place(position: int, points: int | None) -> dict[str, str]:
    facts = {"position": wording.position_text(position)}
    return facts if points is None else facts | {"points": plural(points, "ponto")}


def _place_text(facts: Mapping[str, str]) -> str:
    return facts["position"] + (f", com {facts['points']}" if "points" in facts else "")
