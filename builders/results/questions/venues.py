"""Where a match was played: on the ground that its sources name, on the profile's, or on whose ground it was."""

from collections.abc import Iterator
from dataclasses import replace

from builders.results.grounds import Ground
from builders.results.matches import Match
from builders.results.questions import wording
from builders.results.questions.articles import at_ground
from builders.results.questions.asking import Asked
from builders.results.questions.match_answers import asked_of_match, match_answer, without_order
from builders.results.questions.shared import Shared
from records.example import Option, Source

KIND = "match.venue"


def venue_facts(match: Match, fields: dict[str, str], shared: Shared) -> Iterator[Asked]:
    """Where the ground is not known, on whose ground it was: then no question says who was at home."""
    if len(match.grounds) > 1:
        yield from _disputed(match, fields, shared)
    elif match.grounds:
        yield _on_ground(match.grounds[0].name, match, fields, shared)
    elif match.at_home != "unknown" and (fields.get("data") or fields.get("epoca_par")):
        where = fields.get("em_casa") or "em campo neutro"
        answer = match_answer(shared.phrasings, KIND, "casa", match, fields | {"local": where})
        said = fields | without_order(fields)
        yield asked_of_match(KIND, match, said, answer, {"venue": where}, shared.phrasings)


def _on_ground(name: str, match: Match, fields: dict[str, str], shared: Shared) -> Asked:
    answer = match_answer(shared.phrasings, KIND, "campo", match, fields | {"no_campo": at_ground(name)})
    asked = asked_of_match(KIND, match, fields, answer, {"venue": name}, shared.phrasings)
    return replace(asked, sources=_sources(match, shared))


def _disputed(match: Match, fields: dict[str, str], shared: Shared) -> Iterator[Asked]:
    """What a person has chosen, or one example that says how the sources differ."""
    group = f"{match.group}/ground"
    settlement = shared.settlement(group)
    if settlement is None:
        yield _conflict(group, match, fields, shared)
    elif settlement.facts is None:
        shared.reject("settled_as_neither", KIND, match.key, [match])
    else:
        yield _on_ground(settlement.facts["venue"], match, fields, shared)


def _conflict(group: str, match: Match, fields: dict[str, str], shared: Shared) -> Asked:
    versions = {"versoes": _versions(match.grounds, fields["o_clube"])}
    answer = match_answer(shared.phrasings, KIND, "divergente", match, fields | versions)
    last = len(match.sources)  # of the example's sources the profile, where it is one
    return replace(
        asked_of_match(KIND, match, fields, answer, {}, shared.phrasings),
        group=group,
        mentions=(match.group,),
        sources=_sources(match, shared),
        template=f"{KIND}.conflict",
        options=tuple(Option({"venue": g.name}, g.sources or (last,), g.name) for g in match.grounds),
        flags=("conflict",),
    )


def _versions(grounds: tuple[Ground, ...], club: str) -> str:
    """ "uma fonte diz que foi no Estádio Algarve, e nessa altura o Farense jogava em casa no Estádio de São Luís"."""
    told = wording.versions([(len(g.sources), f"que foi {at_ground(g.name)}") for g in grounds if g.sources])
    usual = "".join(f", e nessa altura {club} jogava em casa {at_ground(g.name)}" for g in grounds if not g.sources)
    return told + usual


def _sources(match: Match, shared: Shared) -> tuple[Source, ...]:
    """The match's, and the profile where a ground stands in it alone."""
    if all(ground.sources for ground in match.grounds):
        return match.sources
    return (*match.sources, shared.request.profile.ground_source)
