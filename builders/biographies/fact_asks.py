"""The asks about a person's facts: each by itself, and the few that need several at once."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from builders.biographies.asking import Ask
from builders.biographies.clubs import Club
from builders.biographies.facts import Fact, Person, Version
from builders.biographies.times import PartialDate
from builders.biographies.wording import spans_of, title_text, word


def single_asks(person: Person, settled: Sequence[tuple[Fact, Version]]) -> Iterator[Ask]:
    """An ask for each fact by itself."""
    for fact, version in settled:
        words = word(person, fact, version)
        if words is not None:
            yield Ask(
                words.kind,
                person.group(fact),
                words.fields,
                words.facts,
                version.sources,
                fact.key,
                words.case,
                "anos" if words.kind == "spell" else "",
                _mentioned(person, fact),
            )


def _mentioned(person: Person, fact: Fact) -> tuple[str, ...]:
    """The groups that an answer on a fact gives away: a spell or title at a club tells that the person was there."""
    if fact.what in ("spell", "title", "totals"):
        return tuple(person.group(other) for other in person.of("clubs"))
    if fact.what == "coach":
        return tuple(person.group(other) for other in person.of("coached"))
    if fact.what == "country_caps":
        return tuple(person.group(other) for other in person.of("country"))
    return ()


Known = Mapping[tuple[str, str], tuple[Fact, Version]]
Part = tuple[Fact, Version]


def joint_asks(person: Person, settled: Sequence[Part], own: Club) -> Iterator[Ask]:
    """Asks that need several facts: birth with its place, all titles, who the person was."""
    known = {(fact.what, fact.key): (fact, version) for fact, version in settled}
    birth, place = known.get(("birth_date", "")), known.get(("birth_place", ""))
    if birth and place and isinstance(birth[1].value, PartialDate) and birth[1].value.day:
        yield _joined("birth", person, [birth, place], person.group(birth[0]))
    titles = [(fact, version) for fact, version in settled if fact.what == "title"]
    if len(titles) > 1 and person.titles_known:
        yield _titles(person, titles)
    case, parts = _who(known, own)
    if case:
        who = _joined("who", person, parts, f"person/{person.slug}/who", case)
        yield replace(who, fields={**who.fields, "virgula": _comma(who.fields)})


def _who(known: Known, own: Club) -> tuple[str, list[Part]]:
    """The case of the answer to who somebody was, and the facts in it; none where too little is known."""
    birth, place = known.get(("birth_date", "")), known.get(("birth_place", ""))
    position, spell = known.get(("position", "")), known.get(("spell", own.key))
    if birth and position:
        case = ("completa" if spell else "sem-clube") if place else ("sem-lugar" if spell else "curta")
        return case, [part for part in (birth, place, position, spell) if part]
    founder, president = known.get(("founder", own.key)), known.get(("president", own.key))
    dated = founder is not None and isinstance(founder[1].value, PartialDate)
    if founder and president and dated:
        return "fundador-presidente", [founder, president]
    if founder:
        return "fundador" if dated else "fundador-sem-data", [founder]
    if president:
        return "presidente", [president]
    return ("sem-data", [position, spell]) if position and spell else ("", [])


def _comma(fields: Mapping[str, str]) -> str:
    """Before the last "e", where what comes before it holds one ("como defesa e médio, e representou ...").

    Or where a place brings its country: "em Luanda, Angola, e jogava ...".
    """
    if "anos" in fields:
        return "," if re.search(r" e[, ]", fields.get("posicao", "")) else ""
    return "," if "," in fields.get("onde", "") else ""


def _joined(kind: str, person: Person, parts: Sequence[tuple[Fact, Version]], group: str, case: str = "") -> Ask:
    fields: dict[str, str] = {}
    facts: dict[str, str] = {}
    for fact, version in parts:
        words = word(person, fact, version)
        fields |= words.fields if words else {}
        facts |= words.facts if words else {}
    mentioned = [person.group(fact) for fact, _ in parts] + [g for fact, _ in parts for g in _mentioned(person, fact)]
    sources = tuple(dict.fromkeys(s for _, version in parts for s in version.sources))
    mentions = tuple(dict.fromkeys(g for g in mentioned if g != group))
    return Ask(kind, group, fields, facts, sources, case=case, mentions=mentions)


def _titles(person: Person, titles: Sequence[tuple[Fact, Version]]) -> Ask:
    """All titles in the order of their first season: "campeão distrital pelo Salir (1990/91)"."""
    ordered = sorted(titles, key=lambda item: (_first(item[1]), item[0].key))
    texts = [f"{title_text(person, v)} ({', '.join(s.text for s in spans_of(v))})" for _, v in ordered]
    listed = f"{', '.join(texts[:-1])} e {texts[-1]}"
    groups = [person.group(fact) for fact, _ in ordered] + [person.group(fact) for fact in person.of("clubs")]
    sources = tuple(dict.fromkeys(s for _, v in ordered for s in v.sources))
    facts = {f"title_{n}": text for n, text in enumerate(texts, 1)}
    return Ask(
        "titles",
        f"person/{person.slug}/titles",
        {"titulos": listed},
        facts,
        sources,
        case="lista",
        mentions=tuple(dict.fromkeys(groups)),
    )


def _first(version: Version) -> int:
    return min((span.first for span in spans_of(version)), default=0)
