"""What an answer says of a match beside its score, against its reference: with whom, who was at home, who won."""

import re

from train.contradictions import Asked, pairs
from train.values import NAME, Aliases, find, same_club, words

CLUB = rf"{NAME}(?:-{NAME})?"
OPPONENT = re.compile(rf"\b[Aa]dversário: (?:[oa]s? )?(nenhum|{CLUB})")
PLACE = re.compile(rf"\b(fora|em casa) com (?:[oa]s? )?({CLUB})")
OUTCOME = re.compile(r"\bdesfecho: (vitória|empate|derrota)")
RESULT = re.compile(rf"\bresultado: ({CLUB}) (\d+)-(\d+) ({CLUB})")
NONE = ("nenhum",)

Club = tuple[str, ...]


def other_match(answer: str, asked: Asked, aliases: Aliases | None, declined: bool) -> str:
    """Another opponent, ground, home side or outcome than the reference's; empty where there is none."""
    return (
        _other_opponent(answer, asked, aliases, declined)
        or _other_place(answer, asked, aliases)
        or _turned(answer, asked, aliases)
        or _other_outcome(answer, asked, aliases)
    )


def _other_opponent(answer: str, asked: Asked, aliases: Aliases | None, declined: bool) -> str:
    """`adversário: Porto` for `adversário: Braga`; `nenhum` says nothing wrong where the answer declines."""
    told, known = _opponents(asked.reference, aliases), words(f"{asked.reference} {asked.question}", aliases)
    for club in _opponents(answer, aliases):
        if club == NONE:
            fits = declined or not told or NONE in told
        elif told or declined:
            fits = any(same_club(club, own) for own in told)
        else:
            fits = find(club, known) >= 0
        if not fits:
            return " ".join(club)
    return ""


def _opponents(text: str, aliases: Aliases | None) -> list[Club]:
    return [words(match[1], aliases) for match in OPPONENT.finditer(text)]


def _other_place(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """`fora com o Braga` where the reference has that match at home, by those words or by the order of the sides."""
    played = pairs(asked.reference, aliases)
    told = {(match[1], words(match[2], aliases)) for match in PLACE.finditer(asked.reference)}
    told |= {("fora", home) for home, _ in played} | {("em casa", away) for _, away in played}
    for match in PLACE.finditer(answer):
        place, club = match[1], words(match[2], aliases)
        if (place, club) not in told and any(club == other for _, other in told):
            return match[0]
    return ""


def _turned(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """A match with the sides changed over, where the reference has it the other way round only."""
    told = pairs(asked.reference, aliases)
    for home, away in pairs(re.sub(r" (?:contra|vs\.?) ", ", ", answer), aliases):
        if (away, home) in told and (home, away) not in told:
            return f"{' '.join(home)}-{' '.join(away)}"
    return ""


def _other_outcome(answer: str, asked: Asked, aliases: Aliases | None) -> str:
    """`desfecho: derrota` of a match that the reference has as won, in that word or by its score."""
    told = {match[1] for match in OUTCOME.finditer(asked.reference)} or _outcomes(asked.reference, aliases)
    wrong = [match[0] for match in OUTCOME.finditer(answer) if told and match[1] not in told]
    return wrong[0] if wrong else ""


def _outcomes(text: str, aliases: Aliases | None) -> set[str]:
    """How the matches of a text ended for the side that is not the opponent, where it names the opponent."""
    opponents, found = _opponents(text, aliases), set()
    for match in RESULT.finditer(text):
        sides = [any(same_club(words(match[side], aliases), club) for club in opponents) for side in (1, 4)]
        if sides.count(True) == 1:
            goals = [int(match[2]), int(match[3])]
            ours, theirs = goals[::-1] if sides[0] else goals
            found.add("vitória" if ours > theirs else "derrota" if ours < theirs else "empate")
    return found
