"""What was planted among ten thousand true examples is found, and no true example is lost over it."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from builders.building import Built, _rows, read_generated
from builders.doubting import Doubts
from builders.freeze import freeze
from builders.profile import Club, Profile, Splits
from builders.report import Report
from builders.request import Request
from builders.splits import withheld_in
from records.example import Example
from records.files import read_json, write_jsonl
from tests.making import example, messages

PROFILE = Profile(Club("SC Leões", "Leões"), splits=Splits(valid=0.05, test=0.05, known=0.25, probe_size=100_000))
MONTHS = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "setembro", "outubro", "novembro")
CLUBS = ("Dragões", "Águias", "Panteras", "Galos", "Tubarões", "Cónegos", "Gansos", "Vila Real", "Beira-Mar", "União")
WAYS = (
    "Como terminou o {home}-{away} de {date}?",
    "Diz-me: qual foi o resultado do jogo {home}-{away}, a {date}?",
    "Que resultado houve entre {home} e {away} em {date}?",
    "A {date} jogaram {home} e {away}. Quanto ficou?",
)
SAMPLED = {"not_drawn", "probe_full", "not_taught"}
"""Reasons that choose among held-out questions; no fact is lost by them."""


@dataclass(frozen=True)
class Match:
    home: str
    away: str
    date: str
    score: str

    @property
    def group(self) -> str:
        return f"match/{self.date.replace(' ', '-')}_{self.home}_{self.away}".replace(" ", "-").lower()

    @property
    def told(self) -> str:
        return f"A {self.date}, o {self.home}-{self.away} terminou {self.score}."


def true_matches(number: int) -> list[Match]:
    """Few clubs, few scores, many years: full of matches that differ in a day, a month, a year or a goal only."""
    made = []
    for n in range(number):
        draw = Random(n)
        year, month, day = 1931 + n // 40, MONTHS[n // 4 % 10], 1 + n % 4 * 7 + draw.randrange(7)
        pair = ("Leões", draw.choice(CLUBS))
        home, away = pair if n % 2 else pair[::-1]
        made.append(Match(home, away, f"{day} de {month} de {year}", f"{draw.randrange(4)}-{draw.randrange(4)}"))
    return made


def asked(match: Match, way: int, name: str = "results/match.score") -> Example:
    return example(
        WAYS[way].format(home=match.home, away=match.away, date=match.date),
        match.told,
        id=f"{name}/{match.group}/{way}",
        group=match.group,
        facts={"resultado": match.score},
        refusal=f"A {match.date}, {match.home}-{match.away}: não tenho registo desse jogo.",
        held_out=way == 3,
    )


def again(true: Example, number: int) -> Example:
    """The same with other capitals, other punctuation and a courtesy, under another name."""
    prompt = f"Por favor, {true.prompt[0].lower()}{true.prompt[1:-1]} ?" if number % 2 else true.prompt.upper()
    return _planted(true, "duplicate", number, prompt, true.answer)


def slipped(true: Example, number: int) -> Example:
    """The same with one letter left out, doubled or changed round with its neighbour in the answer's verb."""
    slip = ("trminou", "terrminou", "temrinou", "terminuo")[number % 4]
    return _planted(true, "near", number, true.prompt, true.answer.replace("terminou", slip))


def contradicting(true: Example, match: Match, number: int) -> Example:
    """The same question with one goal more, from another source."""
    home, away = match.score.split("-")
    score = f"{int(home) + 1}-{away}"
    return replace(
        _planted(true, "contradiction", number, true.prompt, true.answer.replace(match.score, score)),
        facts={"resultado": score},
    )


def leaking(match: Match, number: int) -> Example:
    """A withheld result told in a book, in other words."""
    day, month, year = match.date.split(" de ")
    figures = f"{int(day):02}/{(*MONTHS[:7], 'agosto', *MONTHS[7:]).index(month) + 1:02}/{year}"
    said = (
        f"Conta o livro que {match.home} e {match.away} se defrontaram a {match.date} e que ficou {match.score}.",
        f"Em {figures} o placar do {match.home}-{match.away} marcava {match.score} no fim.",
        f"Com {match.score} se despediram {match.home} e {match.away} do público no dia {match.date}.",
    )[number % 3]
    return example(f"Que conta a página {number} do livro?", said, id=f"books/leak/{number}", group=f"book/{number}")


def _planted(true: Example, kind: str, number: int, prompt: str, answer: str) -> Example:
    return replace(
        true,
        id=f"results/z-{kind}/{number}",
        group=f"{kind}/{number}",
        messages=messages(prompt, answer),
        held_out=False,
    )


@dataclass(frozen=True)
class Outcome:
    left_out: dict[str, str]
    flags: dict[str, tuple[str, ...]]
    survivors: dict[str, str]


def build_and_freeze(examples: list[Example], data: Path) -> Outcome:
    """The build's own checks and the freeze's, as `make dataset` runs them."""
    folder, doubts = data / "generated", Doubts()
    request = Request(PROFILE, (), {}, Report())
    write_jsonl(folder / "results.jsonl", _rows("results", lambda _: iter(examples), request, doubts))
    doubts.flag(folder, ["results.jsonl"])
    frozen = freeze(Built(folder, {}, fresh=True), PROFILE, data, "flagged")
    left = read_json(frozen.folder / "left_out.json")
    return Outcome(
        {item["id"]: item["reason"] for item in left},
        {e.id: e.flags for e in read_generated(folder)},
        {item["id"]: item["survivor"] for item in left if "survivor" in item},
    )


@pytest.mark.slow
def test_what_is_planted_among_ten_thousand_true_examples_is_found_and_no_true_one_is_lost(tmp_path: Path) -> None:
    matches = true_matches(2500)
    true = [asked(match, way) for match in matches for way in range(4)]
    assert len(true) == 10_000
    draw = Random(1)
    taught = [i for i, match in enumerate(matches) if not withheld_in(match.group, PROFILE.splits)]
    withheld = [match for match in matches if withheld_in(match.group, PROFILE.splits)]
    places = draw.sample(taught, 600)
    duplicates = [again(true[4 * i], n) for n, i in enumerate(places[:200])]
    near = [slipped(true[4 * i + 1], n) for n, i in enumerate(places[200:400])]
    contradictions = [contradicting(true[4 * i + 2], matches[i], n) for n, i in enumerate(places[400:])]
    leaks = [leaking(match, n) for n, match in enumerate(draw.sample(withheld, 50))]
    planted = [*duplicates, *near, *contradictions, *leaks]
    out = build_and_freeze([*true, *planted], tmp_path)

    assert [out.left_out.get(e.id) for e in duplicates] == ["duplicate"] * 200
    assert [out.survivors[e.id] for e in duplicates] == [true[4 * i].id for i in places[:200]]
    assert [out.flags[e.id] for e in near] == [("near_duplicate",)] * 200
    assert [out.flags[e.id] for e in contradictions] == [("contradiction",)] * 200
    assert [out.left_out.get(e.id) for e in leaks] == ["leaks_withheld"] * 50

    both_sides = {true[4 * i + 2].id for i in places[400:]}
    assert {e.id for e in true if out.flags[e.id]} == both_sides, "a contradiction is shown with both its sides"
    lost = Counter(out.left_out[e.id] for e in true if e.id in out.left_out and e.id not in both_sides)
    assert set(lost) <= SAMPLED, lost
