"""What an answer says against its reference although it may give every fact: other sides, winners, counts, names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from train.outcomes import winner
from train.values import NAME, Aliases, find, plain, same_club, words

FEW = 3  # words of an answer that is little but its value
SCORE = re.compile(r"\b\d{1,2}\s?[-–—]\s?\d{1,2}\b")
COUNTED = frozenset({"golo", "jogo", "ponto", "titulo", "vitoria", "derrota", "empate", "epoca"})
OPPOSITES = (
    ("nasceu", ("morreu", "faleceu")),
    ("chegou", ("saiu", "partiu")),
    ("morreu", ("nasceu",)),
    ("ord1", ("ultimo",)),
    ("ultimo", ("ord1",)),
)
DRAW = frozenset({"empatou", "empataram", "empate", "empatado", "igualdade"})
POSITIONS = frozenset({"rede", "defesa", "medio", "avancado"})  # `rede`: guarda-redes
PAIR = re.compile(rf"({NAME})(?:\s?[-–—]\s?|-| contra (?:[oa] )?| (?:x|vs\.?|\d{{1,2}}-\d{{1,2}}) )({NAME})")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is judged against."""

    question: str
    reference: str
    facts: Mapping[str, str]
    """Slots and the strings that the answer must give; empty where the right answer is a refusal."""


def contradiction(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """What the answer says against the reference though it gives every fact; empty when nothing."""
    reference, known = asked.reference, words(f"{asked.reference} {asked.question}", aliases)
    played = [club for text in (asked.reference, asked.question) for pair in pairs(text, aliases) for club in pair]
    for pair in pairs(answer, aliases):
        for club in pair:
            if find(club, known) < 0 and not any(same_club(club, own) for own in played):
                return f"is about {' '.join(club)}"
    if other := _other_outcome(answer, asked, aliases):
        return other
    given = words(answer, aliases)
    if other := _other_subject(answer, reference, known, aliases) or _other_name(answer, reference, known, aliases):
        return f"is about {other}"
    if other := _opposite(given, words(reference, aliases)):
        return f"says {other}"
    if len(given) > FEW and (unit := _other_count(given, words(reference, aliases), known)):
        return f"states another number of {unit}"
    extra = _other_position(given, asked.facts, known) or _listed_too(answer, asked.facts, known, aliases)
    if extra:
        return f"adds {extra}"
    return ""


def _other_outcome(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """Another winner than the reference's, a winner of a draw, or a draw where one side won."""
    names = sides(answer, asked, aliases)
    ours, theirs = winner(answer, names, aliases), winner(asked.reference, names, aliases)
    if ours and theirs and ours != theirs:
        return f"{' '.join(ours)} wins, not {' '.join(theirs)}"
    if _drawn(asked.reference) and winner(SCORE.sub("", answer), names, aliases):
        return "says that one side won"
    drawn = not DRAW.isdisjoint(words(answer)) and DRAW.isdisjoint(words(f"{asked.reference} {asked.question}"))
    return "says that it was a draw" if theirs and drawn else ""


def sides(answer: str, asked: Asked, aliases: Aliases | None) -> set[tuple[str, ...]]:
    """The names that may have played: those of the matches named, else every name of reference and question."""
    texts = (asked.reference, asked.question, answer)
    paired = {club for text in texts for pair in pairs(text, aliases) for club in pair}
    return paired or _names(asked.reference, aliases) | _names(asked.question, aliases)


def pairs(text: str, aliases: Aliases | None) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The matches named in a text: `Farense-Benfica`, `Farense 4-1 Benfica`, as words."""
    found = ((words(m[1], aliases), words(m[2], aliases)) for m in PAIR.finditer(text))
    return [(home, away) for home, away in found if home and away]


def _names(text: str, aliases: Aliases | None) -> set[tuple[str, ...]]:
    """Every capitalised name of a text that does not begin a sentence, as words."""
    inside = re.finditer(rf"(?<![.!?:] )(?<!^)(?<=\s)({NAME})", text)
    return {found for match in inside if (found := words(match[1], aliases))}


def _other_subject(answer: str, reference: str, known: Sequence[str], aliases: Aliases | None) -> str:
    """Who a sentence begins with, where reference and question know nothing of that name.

    Two words at least, or an article before it: a single word at the start is a capital that tells nothing.
    """
    article = r"[OA] " if re.match(rf"[OA] {NAME}", reference) else r"(?!)"
    own = re.match(NAME, reference)
    namesake = words(own[0], aliases) if own else ()
    for match in re.finditer(rf"(?:^|[.!?] )(?:({article})|[OA] )?({NAME})", answer):
        name = words(match[2], aliases)
        if len(name) > 1 and len(namesake) > 1 and name[-1] == namesake[-1] and name[0] not in known:
            return " ".join(name)
        head = words(re.split(r" d[aeo]s? ", match[2])[0], aliases) if match[1] else name
        if (match[1] or len(name) > 1) and head and set(head).isdisjoint(known):
            return " ".join(name)
    return ""


def _other_name(answer: str, reference: str, known: Sequence[str], aliases: Aliases | None) -> str:
    """An unknown name where the reference has one of its own: `saiu do Benfica` for `saiu do Farense`."""
    here, there = words(answer, aliases), words(reference, aliases)
    starts = {name[0] for name in _names(reference, aliases)}
    before = {word for word, name in pairwise(there) if name in starts and word not in starts}
    for name in sorted(_names(answer, aliases)):
        place = find(name, here)
        if place > 0 and here[place - 1] in before and set(name).isdisjoint(known):
            return " ".join(name)
    return ""


def told_besides(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """What a refusal states all the same: of another subject, a count, an unknown name; empty when nothing."""
    reference, known = asked.reference, words(f"{asked.reference} {asked.question}", aliases)
    other = _other_subject(answer, reference, known, aliases) or _unknown_name(answer, asked, aliases)
    return other or _other_count(words(answer, aliases), words(reference, aliases), known)


def _unknown_name(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """A name that neither question nor reference holds; empty when there is none. What is quoted names nothing."""
    told = f"{asked.reference} {asked.question}"
    known = {
        *words(told, aliases),
        *re.findall(r"\w+", plain(told)),
        "arquivo",
        "acervo",
    }  # `1.º de Dezembro` is a date
    for name in sorted(_names(re.sub("«[^»]*»", "", answer), aliases)):
        if known.isdisjoint(name):
            return " ".join(name)
    return ""


def _drawn(reference: str) -> bool:
    """Whether the reference tells of a draw and of no other score."""
    scores = [word[1:].split("-") for word in words(reference) if word[0] == "#"]
    return bool(scores) and all(home == away for home, away in scores)


def _opposite(given: Sequence[str], reference: Sequence[str]) -> str:
    """A verb that says the opposite of the reference's: `morreu a 24 de agosto` for `nasceu a 24 de agosto`."""
    for verb, others in OPPOSITES:
        if verb in reference and verb not in given:
            return next((other for other in others if other in given and other not in reference), "")
    return ""


def _other_position(given: Sequence[str], facts: Mapping[str, str], known: Sequence[str]) -> str:
    """A position on the field put beside the one asked for."""
    if not any(POSITIONS.intersection(words(value)) for value in facts.values()):
        return ""
    return next((word for word in given if word in POSITIONS and word not in known), "")


def _other_count(given: Sequence[str], reference: Sequence[str], known: Sequence[str]) -> str:
    """What is counted in the reference and otherwise in the answer (`54 golos`, `45 golos`); empty when nothing.

    Also of whom: `30 vitórias do Farense` against `20 vitórias do Farense`, where 20 is somebody else's number. And
    what only the answer counts, where its number stands nowhere in what is `known`: `e marcou 12 golos`.
    """
    counted = _counts(reference)
    figures = {figure for word in known for figure in re.findall(r"\d+", word)}
    for key, numbers in _counts(given).items():
        if numbers - counted[key] if key in counted else key[0] in COUNTED and numbers - figures:
            return " ".join(key)
    return ""


def _counts(text: Sequence[str]) -> dict[tuple[str, ...], set[str]]:
    """The numbers before each word, and before each two words."""
    counts: dict[tuple[str, ...], set[str]] = {}
    for number, unit, owner in zip(text, [*text[1:], ""], [*text[2:], "", ""], strict=False):
        if number.isdigit() and unit.isalpha():
            counts.setdefault((unit,), set()).add(number)
            counts.setdefault((unit, owner), set()).add(number)
    return counts


def _listed_too(answer: str, facts: Mapping[str, str], known: Sequence[str], aliases: Aliases | None) -> str:
    """A name put beside a fact that is one (`no Benfica e no Porto`) and known neither to question nor reference."""
    for value in facts.values():
        if not re.fullmatch(NAME, value):
            continue
        own, before = re.escape(value), "(?:[dn]?[oa]s?|em|de|ao|à) "
        after = rf"{own} (?:e|ou) (?:também )?(?:{before})?({NAME})"
        ahead = rf"({NAME}) (?:ou (?:{before})?|e (?:também )?{before}){own}"  # `Lisboa e Benfica` is one name
        for pattern in (after, ahead):
            match = re.search(pattern, answer)
            if match and find(words(match[1], aliases), known) < 0:
                return match[1]
    return ""
