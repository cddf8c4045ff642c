"""Sighting: what one row says of one match of the profile's club, understood; or the reason why it says nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from builders.results.clubs import Club, Clubs, is_truncated
from builders.results.competitions import competition_of_file, open_competition, open_round
from builders.results.dates import SourceDate, read_date
from builders.results.headers import PLACE_WORDS, fold_header
from builders.results.matches import Score, Side
from builders.results.rows import Row
from builders.results.scores import WrittenScore, is_blank, letter_of, read_score, turned
from builders.results.seasons import find_season, is_within, season_name, season_of, start_of, start_year
from records.example import Source

_PAIR = re.compile(r" +(?:vs?\.?|x|–|—|-) +", re.IGNORECASE)
_CONTEST = re.compile(r"(.+?) \(((?:meia-)?final|[^()]*eliminatória) d[aoe] ([^()]+)\)", re.IGNORECASE)
_AWARDED = re.compile(r"DA|DV|F/?C|W\.?O\.?|falta de compar.*", re.IGNORECASE)
_NOT_PLAYED = re.compile(
    r"(?:jogo )?n\.?d\.?|adiado|anulado|n[aã]o (?:disputado|realizado)|postp\w*|abandoned", re.IGNORECASE
)
_LETTERS = {"V": "V", "E": "E", "D": "D", "W": "V", "L": "D", "T": "E"}
_TRUE = ("true", "1", "sim", "yes", "verdadeiro", "x", "s", "y")


@dataclass(frozen=True, slots=True)
class Customs:
    """How one file writes, learnt from its rows that leave no doubt."""

    away_order: Mapping[str, str]
    """Form of the date ("iso", "day_first", "none") -> whose goals come first in away rows: "own" or "other"."""
    draw_is_d: bool = False
    """The letters are W-D-L, where D is a draw."""
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """One row's word on one match. `score` is home goals first, as in Match."""

    day: date | None
    undated: str
    club: Club
    opponent: Club
    at_home: Side
    club_is_home: bool
    score: Score
    penalties: Score | None
    extra_time: bool
    competition: str
    season: str
    round: str
    venue: str
    source: Source
    place: int

    @property
    def home(self) -> Club:
        return self.club if self.club_is_home else self.opponent

    @property
    def away(self) -> Club:
        return self.opponent if self.club_is_home else self.club


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that makes no match: a reason in snake_case."""

    reason: str
    text: str = ""
    """A sentence for the report, where there is more to say than the row itself."""


@dataclass(frozen=True, slots=True)
class _Contest:
    """Who met whom and where."""

    opponent: str
    at_home: Side
    club_is_home: bool
    named: bool
    """The source names both sides in the order of the score, so that nothing has to be decided."""


def names_of(row: Row, clubs: Clubs) -> list[str]:
    """The names of clubs in a row, other than the profile's."""
    written = [row.get("home"), row.get("away"), *_PAIR.split(row.get("pair") or row.get("opponent"))]
    return [_CONTEST.sub(r"\1", name) for name in written if name and not clubs.is_own(name)]


def is_of_club(row: Row, clubs: Clubs) -> bool:
    """Whether a row is about the profile's club: it names it, or names only an opponent."""
    if "home" in row.fields and "away" in row.fields:
        return clubs.is_own(row.fields["home"]) or clubs.is_own(row.fields["away"])
    sides = _PAIR.split(row.get("pair") or row.get("opponent"))
    return "opponent" in row.fields or any(clubs.is_own(name) for name in sides)


def sight(row: Row, clubs: Clubs, customs: Customs) -> Sighting | Refused:
    """Understand one row that `is_of_club`. Raises ImpossibleDateError."""
    contest = _contest(row, clubs)
    score_text = _score_text(row)
    letter = _letter(row.get("letter"), customs)
    if isinstance(contest, Refused):
        return contest
    when = read_date(row.get("date"), _where(row), _year_hint(row), customs.month_first)
    if refused := _refuse_score(score_text, contest, letter):
        return refused
    written = read_score(score_text)
    if written is None:
        return Refused("unreadable_score")
    written = _with_extras(row, written)
    decided = _decide(written, letter, contest, _order(row, contest, customs))
    if isinstance(decided, Refused):
        return decided
    return _sighting(row, clubs, contest, decided, when)


def date_form(text: str) -> str:
    """Which form a date cell has, as far as it tells whose habit a row follows."""
    text = text.replace(" ", "")
    return "iso" if re.match(r"\d{4}-", text) else "day_first" if re.match(r"\d{1,2}[-/.]\d", text) else "none"


def is_after(row: Row, latest: date | None, customs: Customs) -> bool:
    """Whether a row without a score is of a later day than the last match that has one."""
    day = read_date(row.get("date"), _where(row), _year_hint(row), customs.month_first).day
    return day is not None and latest is not None and day > latest


def order_shown(row: Row, clubs: Clubs, customs: Customs) -> str:
    """Whose goals come first in an away row that its letter decides: "own", "other", or empty."""
    contest = _contest(row, clubs)
    written = read_score(_score_text(row))
    letter = _letter(row.get("letter"), customs)
    if isinstance(contest, Refused) or contest.at_home != "away" or contest.named or written is None:
        return ""
    first = letter_of(*written.goals)
    if letter not in ("V", "D") or first == "E":
        return ""
    return "own" if first == letter else "other"


def _contest(row: Row, clubs: Clubs) -> _Contest | Refused:
    home, away = row.get("home"), row.get("away")
    if home and away:
        own_home = clubs.is_own(home)
        neutral = row.get("neutral").lower() in _TRUE
        at_home: Side = "neutral" if neutral else "home" if own_home else "away"
        return _named(_Contest(away if own_home else home, at_home, own_home, True))
    at_home = _side(row)
    sides = _PAIR.split(row.get("pair") or row.get("opponent"))
    if len(sides) == 2 and any(clubs.is_own(side) for side in sides):
        first_is_own = clubs.is_own(sides[0])
        if at_home == "unknown" and row.get("pair"):
            return _named(_Contest(sides[not first_is_own], "home" if first_is_own else "away", first_is_own, True))
        return _named(_Contest(sides[first_is_own], at_home, at_home != "away", False))
    name = " ".join((row.get("opponent"), row.get("tail"))).strip()
    if row.get("tail") and not clubs.is_known(name):
        return Refused("shifted_row")
    return _named(_Contest(name, at_home, at_home != "away", False))


def _named(contest: _Contest) -> _Contest | Refused:
    if not contest.opponent.strip(" -?"):
        return Refused("no_opponent")
    return Refused("truncated_name") if is_truncated(contest.opponent) else contest


def _side(row: Row) -> Side:
    if row.get("neutral").lower() in _TRUE:
        return "neutral"
    return PLACE_WORDS.get(fold_header(row.get("side")), "unknown")


def _score_text(row: Row) -> str:
    if row.get("score"):
        return row.get("score")
    first, second = ("home_goals", "away_goals") if "home_goals" in row.fields else ("goals_for", "goals_against")
    return f"{row.get(first)}-{row.get(second)}".strip("-")


def _letter(text: str, customs: Customs) -> str:
    letter = text[:1].upper()
    return "E" if letter == "D" and customs.draw_is_d else _LETTERS.get(letter, "")


def _refuse_score(text: str, contest: _Contest, letter: str) -> Refused | None:
    if _AWARDED.fullmatch(text):
        return Refused("awarded_without_score")
    if _NOT_PLAYED.fullmatch(text):
        return Refused("not_played")
    if is_blank(text):
        return Refused("not_a_match" if contest.at_home == "unknown" and not letter else "no_score")
    return None


def _with_extras(row: Row, written: WrittenScore) -> WrittenScore:
    """Extra time and penalties that stand in columns of their own."""
    penalties = read_score(row.get("penalties"))
    extra_time = written.extra_time or row.get("extra_time").lower() in _TRUE
    return WrittenScore(written.goals, written.penalties or (penalties.goals if penalties else None), extra_time)


def _order(row: Row, contest: _Contest, customs: Customs) -> str:
    """Whose goals stand first: "own", "other", or empty where only a letter can say."""
    if contest.named:
        return "own" if contest.club_is_home else "other"
    if "goals_for" in row.fields and not row.get("score"):
        return "own"
    stated = {"home_first": "other", "club_first": "own"}.get(row.get("away_score"), "")
    if contest.at_home == "home":
        return "own"
    return (stated or customs.away_order.get(date_form(row.get("date")), "")) if contest.at_home == "away" else ""


def _decide(written: WrittenScore, letter: str, contest: _Contest, order: str) -> WrittenScore | Refused:
    """The figures with the profile's club first. Home rows and named sides have an order; a letter decides the rest."""
    fixed = contest.named or contest.at_home == "home"
    first = letter_of(*written.goals)
    if first == "E":
        won_on_penalties = written.penalties is not None
        if letter in ("V", "D") and not won_on_penalties:
            return Refused("score_contradicts_letter")
        return _draw(written, order)
    if letter == "E":
        return Refused("score_contradicts_letter")
    if fixed:
        own = written if order == "own" else _turned(written)
        return own if letter in ("", letter_of(*own.goals)) else Refused("score_contradicts_letter")
    if not letter and not order:
        return Refused("away_order_unknown")
    as_written = first == letter if letter else order == "own"
    return written if as_written else _turned(written)


def _draw(written: WrittenScore, order: str) -> WrittenScore:
    """A draw reads the same either way; its penalties do not, and are left out where nothing tells their order."""
    if order == "other":
        return _turned(written)
    return written if order == "own" else WrittenScore(written.goals, None, written.extra_time)


def _turned(written: WrittenScore) -> WrittenScore:
    goals = (written.goals[1], written.goals[0])
    return WrittenScore(goals, turned(written.penalties), written.extra_time)


def _sighting(row: Row, clubs: Clubs, contest: _Contest, own_first: WrittenScore, when: SourceDate) -> Sighting:
    home_first = own_first if contest.club_is_home else _turned(own_first)
    opponent, competition, round_ = _named_in_brackets(contest.opponent)
    season = _season(row, when)
    day, undated = when.day, when.undated
    if day and season and not is_within(day, season):
        day, undated = None, f"{day.isoformat()}, fora da época de {season}"
    return Sighting(
        day=day,
        undated=f"{undated} ({row.get('year')})" if undated and row.get("year") and not when.year else undated,
        club=clubs.own,
        opponent=clubs.resolve(opponent),
        at_home=contest.at_home,
        club_is_home=contest.club_is_home,
        score=home_first.goals,
        penalties=home_first.penalties,
        extra_time=home_first.extra_time,
        competition=competition or open_competition(row.get("competition")) or competition_of_file(row.source.file),
        season=season,
        round=round_ or open_round(row.get("round")),
        venue=row.get("venue") or _venue_in_side(row),
        source=row.source,
        place=row.place,
    )


def _named_in_brackets(name: str) -> tuple[str, str, str]:
    """Opponent, competition and round of "Sport Lisboa e Faro (Final da Taça Sagres)"."""
    found = _CONTEST.fullmatch(name)
    return (found[1], found[3], found[2].lower()) if found else (name, "", "")


def _venue_in_side(row: Row) -> str:
    """A "Local" column that holds the name of a ground instead of Casa or Fora."""
    text = row.get("side")
    return "" if fold_header(text) in PLACE_WORDS else text


def _season(row: Row, when: SourceDate) -> str:
    """Stated by the row or its headings; else of the date, exact or approximate; else of the file's name."""
    stated = find_season(row.get("season")) or find_season(row.get("competition"))
    if stated:
        return stated
    if when.day:
        return season_of(when.day)
    year = when.year or (int(row.get("year")) if row.get("year") else None)
    if year and when.month:
        return season_name(start_of(year, when.month))
    return "" if year else find_season(row.source.file.rpartition("/")[2])


def _year_hint(row: Row) -> int | None:
    if row.get("year"):
        return int(row.get("year"))
    season = find_season(row.get("season"))
    return start_year(season) if season else None


def _where(row: Row) -> str:
    """`results.csv:7`, as errors say it."""
    return f"{row.source.file}:{row.place}"
