"""Several sources on one person are one person; where they differ, every value is kept with its places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from builders.biographies.facts import Biography, Fact, Names, Person, Statement, Value, Version
from builders.biographies.figures import CAREER
from builders.biographies.names import fold_name, name_words, shortened
from builders.biographies.roles import Told
from builders.biographies.times import PartialDate, Span
from builders.biographies.title_lists import INCOMPLETE
from builders.portuguese import slug

_LISTS = ("honours", "family", "caps")
"""What sources add to one another's: a relative or honour that another does not name is no contradiction."""


def merge(biographies: Iterable[Biography]) -> list[Person]:
    """The persons of all sources, in the order of their slugs; independent of the order of the sources."""
    ordered = sorted(biographies, key=lambda b: b.file)
    groups: list[list[Biography]] = []
    for biography in ordered:
        kin = [group for group in groups if any(_same(biography, other) for other in group)]
        joined = [biography, *(other for group in kin for other in group)]
        groups = [group for group in groups if group not in kin] + [sorted(joined, key=lambda b: b.file)]
    shorts = [fold_name(_display(group)) for group in groups]
    people = [_person(group, shorts.count(fold_name(_display(group))) > 1) for group in groups]
    return sorted(people, key=lambda person: person.slug)


def _same(a: Biography, b: Biography) -> bool:
    """Whether two sources are on one person: the same name in full, or names that agree and births that can."""
    if a.names.full and b.names.full:
        same_full = fold_name(a.names.full) == fold_name(b.names.full)
        return same_full or (_kin(a.names.full, b.names.full) and _births_agree(a, b))
    return any(_kin(x, y) for x in _all_names(a) for y in _all_names(b)) and _births_agree(a, b)


def _all_names(biography: Biography) -> tuple[str, ...]:
    """Its names, and nicknames of several words: one of a single word may be anybody's."""
    known = (name for name in biography.names.known_as if len(name_words(name)) > 1)
    return tuple(name for name in (biography.names.short, biography.names.full, *known) if name)


def _kin(a: str, b: str) -> bool:
    """Whether two names can be one: equal, or one the other with middle names left out."""
    return fold_name(a) == fold_name(b) or shortened(a, b) or shortened(b, a)


def _births_agree(a: Biography, b: Biography) -> bool:
    """Whether births lie near enough for a difference to be an error and not another person: five years."""
    years = [
        {s.value.year for s in x.statements if isinstance(s.value, PartialDate) and s.what == "birth_date"}
        for x in (a, b)
    ]
    return not all(years) or any(abs(x - y) <= 5 for x in years[0] for y in years[1])


def _display(group: Sequence[Biography]) -> str:
    """The name to ask with: the shortest of the short names that has two words, else the shortest."""
    names = sorted({b.names.short for b in group}, key=lambda n: (len(name_words(n)) < 2, len(name_words(n)), n))
    return names[0]


def _person(group: Sequence[Biography], shared: bool) -> Person:
    short = _display(group)
    fulls = sorted(
        {
            name
            for b in group
            for name in (b.names.full, b.names.short)
            if len(name_words(name)) > len(name_words(short))
        },
        key=lambda n: (-len(name_words(n)), n),
    )
    full = fulls[0] if fulls else ""
    known = tuple(
        dict.fromkeys(
            n for b in group for n in _nicknames(b) if fold_name(n) not in (fold_name(short), fold_name(full))
        )
    )
    names = Names(short, full, known, any(b.names.feminine for b in group))
    facts = tuple(_facts(group))
    return Person(
        slug(full if shared and full else short),
        names,
        facts,
        tuple(dict.fromkeys(s for b in group for s in b.name_sources)),
        tuple(b.file for b in group),
        tuple(section for b in group for section in b.sections),
        not any(item.reason == INCOMPLETE for b in group for item in b.left_out),
    )


def _nicknames(biography: Biography) -> tuple[str, ...]:
    """Nicknames, and a short name of one word where it is no part of the full name."""
    return biography.names.known_as


def _facts(group: Sequence[Biography]) -> list[Fact]:
    """The facts of one person: for each thing stated, its versions."""
    stated: dict[tuple[str, str], list[Statement]] = {}
    for biography in group:
        for statement in biography.statements:
            stated.setdefault((statement.what, statement.key), []).append(statement)
    facts = [Fact(what, key, tuple(_versions(what, found))) for (what, key), found in sorted(stated.items())]
    return _with_doubted_totals(facts)


def _with_doubted_totals(facts: list[Fact]) -> list[Fact]:
    """Totals at a club that are also given for a whole career of several clubs: what they count is in doubt."""
    career = next((fact for fact in facts if (fact.what, fact.key) == ("totals", CAREER)), None)
    several = len({fact.key for fact in facts if fact.what == "spell"}) > 1
    if career is None or not several:
        return facts
    same = [f for f in facts if f.what == "totals" and f is not career and _same_value(f, career)]
    doubted = [replace(f, versions=(*f.versions, *career.versions)) for f in same]
    return [f for f in facts if f not in same and f is not career] + doubted + ([] if same else [career])


def _same_value(a: Fact, b: Fact) -> bool:
    return bool({v.value for v in a.versions} & {v.value for v in b.versions})


def with_roles(people: Sequence[Person], told: Iterable[Told]) -> list[Person]:
    """The persons with what any source tells of their part in the club; a number that two held is in doubt."""
    stated: dict[tuple[str, str, str], list[Statement]] = {}
    numbers: dict[str, list[tuple[str, Statement]]] = {}
    for name, statement in told:
        holder = _holder(name, people)
        if statement.what == "member":
            numbers.setdefault(statement.key, []).append((holder.names.short if holder else name, statement))
        elif holder:
            stated.setdefault((holder.slug, statement.what, statement.key), []).append(statement)
    for number, held in numbers.items():
        named = [replace(statement, value=name) for name, statement in held]
        for holder in dict.fromkeys(p.slug for name, _ in held if (p := _holder(name, people))):
            stated[holder, "member", number] = named
    return [_with_facts(person, {k[1:]: v for k, v in stated.items() if k[0] == person.slug}) for person in people]


def _holder(name: str, people: Sequence[Person]) -> Person | None:
    """The only person whom a name of two words or more can mean."""
    found = [p for p in people if any(n and _kin(n, name) for n in (p.names.short, p.names.full))]
    return found[0] if len(found) == 1 else None


def _with_facts(person: Person, stated: Mapping[tuple[str, str], list[Statement]]) -> Person:
    added = [Fact(what, key, tuple(_versions(what, found))) for (what, key), found in sorted(stated.items())]
    return replace(person, facts=(*person.facts, *added))


def _versions(what: str, statements: Sequence[Statement]) -> list[Version]:
    """Statements that can all be true are one version, with the most precise value of them."""
    if what in _LISTS or what == "title":
        return [_joined(statements)]
    versions: list[list[Statement]] = []
    for statement in sorted(statements, key=lambda s: -precision(s.value)):
        home = next((v for v in versions if agree(v[0].value, statement.value)), None)
        versions.append([statement]) if home is None else home.append(statement)
    return [_version(v[0], v) for v in versions]


def _joined(statements: Sequence[Statement]) -> Version:
    """One version with the values of all."""
    first = statements[0]
    if isinstance(first.value, tuple):
        value = tuple(dict.fromkeys(item for s in statements if isinstance(s.value, tuple) for item in s.value))
        value = tuple(sorted(value)) if first.what == "title" else value
        return _version(first, statements, value)
    return _version(first, statements)


def _version(first: Statement, statements: Sequence[Statement], value: Value | None = None) -> Version:
    places = tuple(dict.fromkeys(place for s in statements for place in (s.source, *s.also)))
    return Version(first.value if value is None else value, places, first.club, first.label)


def agree(a: Value, b: Value) -> bool:
    """Whether two values can both be true: a year and a date in it, a town and the town with its country."""
    if "" in (a, b):  # a source that gives no date says nothing against one that does
        return True
    if isinstance(a, PartialDate) and isinstance(b, PartialDate):
        return a.agrees(b)
    if isinstance(a, str) and isinstance(b, str):
        first, second = sorted((_parts(a), _parts(b)), key=len)
        return set(first) <= set(second)
    if isinstance(a, tuple) and isinstance(b, tuple) and all(isinstance(item, Span) for item in (*a, *b)):
        return [s.years for s in a if isinstance(s, Span)] == [s.years for s in b if isinstance(s, Span)]
    if isinstance(a, tuple) and isinstance(b, tuple) and all(isinstance(item, str) for item in (*a, *b)):
        return set(a) <= set(b) or set(b) <= set(a)
    return a == b


def _parts(text: str) -> list[str]:
    return [fold_name(part) for part in text.split(",")]


def precision(value: Value) -> int:
    """How much a value says: dates with a day before years, places with a country before towns."""
    if isinstance(value, PartialDate):
        return value.precision
    return len(value.split(",")) if value and isinstance(value, str) else len(value)
