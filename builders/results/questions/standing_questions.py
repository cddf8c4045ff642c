"""The club's line in a league table: its place, and its wins, draws, losses and goals held against the matches."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from builders.portuguese import join_list, plural, slug
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.archive import disputed
from builders.results.questions.asking import Asked
from builders.results.questions.shared import Shared, sources_of
from builders.results.questions.totals import Subject, record
from builders.results.standings import Standing
from records.example import Option, Source


def standing_facts(shared: Shared) -> Iterator[Asked]:
    """Place and record of each season for which there is a table."""
    seasons: dict[str, list[Standing]] = defaultdict(list)
    for standing in shared.archive.results.standings:
        if standing.own:
            seasons[standing.season].append(standing)
    for season in sorted(seasons):
        alone = len(seasons[season]) == 1
        for standing in seasons[season]:
            yield _position(standing, alone, shared)
            yield from _record(standing, alone, shared)


def season_fields(standing_or_season: Standing | str, shared: Shared) -> dict[str, str]:
    season = standing_or_season if isinstance(standing_or_season, str) else standing_or_season.season
    return shared.club | wording.season_fields(season, shared.archive.seasons)


def _subject(kind: str, standing: Standing, alone: bool, shared: Shared) -> Subject:
    """The season alone names the table where there is only one; otherwise the competition is said too."""
    fields = season_fields(standing, shared) | {"na_prova": wording.in_competition(standing.competition)}
    end = ""
    if alone:
        fields["epoca_unica"] = fields["epoca"]
    else:
        end = f"/{slug(standing.competition)}"
    return Subject(kind, standing.season + end.replace("/", "_"), f"{standing.group}{end}", fields)


def _position(standing: Standing, alone: bool, shared: Shared) -> Asked:
    about = _subject("season.position", standing, alone, shared)
    refusal = shared.refusal(about.kind, about.fields)
    if standing.readings:
        options = tuple(Option(_place(r.position, r.points), r.sources) for r in standing.readings)
        versions = [_version(option.facts, len(option.sources)) for option in options]
        answer = shared.phrasings.answer(about.kind, about.fields | {"versoes": join_list(versions)}, "divergente")
        return _conflict(about, "season.conflict", answer, standing.sources, options, shared)
    facts = _place(standing.position, standing.points)
    said = about.fields | {"lugar": facts["position"], "pontos": facts.get("points", "")}
    answer = shared.phrasings.answer(about.kind, said, "com-pontos" if "points" in facts else "sem-pontos")
    return Asked(about.kind, about.key, about.group, about.fields, answer, facts, standing.sources, refusal)


def _record(standing: Standing, alone: bool, shared: Shared) -> Iterator[Asked]:
    """Wins, draws and losses as the table gives them; a conflict where the season's matches, all known, disagree."""
    if standing.won is None or standing.drawn is None or standing.lost is None:
        return
    if standing.played is not None and standing.won + standing.drawn + standing.lost != standing.played:
        shared.reject("table_does_not_add_up", "season.record", standing.season)
        return
    about = _subject("season.record", standing, alone, shared)
    about = Subject(about.kind, about.key, f"{about.group}/record", about.fields)
    played = [m for m in shared.archive.seasons.get(standing.season, ()) if m.competition == standing.competition]
    if standing.played is not None and len(played) > standing.played:
        shared.reject("table_of_a_part", about.kind, about.key, played)
        return
    told = _record_facts((standing.won, standing.drawn, standing.lost), standing.goals_for, standing.goals_against)
    matches = _league_matches(standing, alone, shared)
    counted = _counted_facts(matches) if matches else told
    if told == {slot: counted[slot] for slot in told}:
        yield _record_asked(about, told, standing.sources, shared)
        return
    counted = {slot: counted[slot] for slot in told}
    sources = standing.sources + sources_of(matches)
    first = len(standing.sources)
    options = (Option(told, tuple(range(first))), Option(counted, tuple(range(first, len(sources)))))
    settled = shared.request.settlements.get(about.group)
    if settled is not None and settled.facts is None:
        shared.reject("settled_as_neither", about.kind, about.key, matches)
    elif settled is not None and settled.facts is not None:
        yield _record_asked(about, settled.facts, sources, shared)
    else:
        versions = f"a tabela dá {_record_text(told)}, e a soma dos jogos registados {_record_text(counted)}"
        answer = shared.phrasings.answer(about.kind, about.fields | {"versoes": versions}, "divergente")
        yield _conflict(about, "season.conflict", answer, sources, options, shared)


def _record_asked(about: Subject, facts: Mapping[str, str], sources: tuple[Source, ...], shared: Shared) -> Asked:
    fields = about.fields | ({"marcou_e_sofreu": "marcou e sofreu"} if "goals" in facts else {})
    said = fields | {"saldo": _balance(facts), "numero": facts["played"], "golos": facts.get("goals", "")}
    answer = shared.phrasings.answer(about.kind, said, "com-golos" if "goals" in facts else "sem-golos")
    refusal = shared.refusal(about.kind, fields)
    return Asked(about.kind, about.key, about.group, fields, answer, facts, sources, refusal)


def _conflict(
    about: Subject, template: str, answer: str, sources: tuple[Source, ...], options: tuple[Option, ...], shared: Shared
) -> Asked:
    refusal = shared.refusal(about.kind, about.fields)
    return Asked(
        about.kind,
        about.key,
        about.group,
        about.fields,
        answer,
        {},
        sources,
        refusal,
        template=template if about.kind == "season.position" else f"{template}-record",
        options=options,
        flags=("conflict",),
    )


def _league_matches(standing: Standing, alone: bool, shared: Shared) -> list[Match]:
    """The matches of the table's competition where it is clear which they are and all are known; else none.

    Tables and lists of matches name competitions differently: the one with as many matches as the table counts.
    """
    competitions: dict[str, list[Match]] = defaultdict(list)
    for match in shared.archive.seasons.get(standing.season, ()):
        competitions[match.competition].append(match)
    complete = [matches for matches in competitions.values() if len(matches) == standing.played]
    named = [matches for matches in complete if matches[0].competition == standing.competition]
    found = named or (complete if alone and len(complete) == 1 else [])
    return found[0] if found and not disputed(found[0]) else []


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
    return _balance(facts) + (f", com {facts['goals']}" if "goals" in facts else "")


def _balance(facts: Mapping[str, str]) -> str:
    return join_list([facts["won"], facts["drawn"], facts["lost"]])


def _place(position: int, points: int | None) -> dict[str, str]:
    facts = {"position": wording.position_text(position)}
    return facts if points is None else facts | {"points": plural(points, "ponto")}


def _version(facts: Mapping[str, str], count: int) -> str:
    said = facts["position"] + (f", com {facts['points']}" if "points" in facts else "")
    return f"{wording.sources_say(count)} {said}"
