"""Clubs, dates, seasons, scores and competitions as fields: the words that phrasings are filled with."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from builders.portuguese import (
    MONTHS,
    day_month,
    has_own_article,
    is_plural,
    join_list,
    long_date,
    month_year,
    name_field_names,
    name_fields,
    number_words,
    ordinal,
    plural,
    with_article,
)
from builders.profile import Profile
from builders.results.clubs import Club
from builders.results.matches import Match, Score

_WEEKDAYS = (
    "na segunda-feira",
    "na terça-feira",
    "na quarta-feira",
    "na quinta-feira",
    "na sexta-feira",
    "no sábado",
    "no domingo",
)
DATE_FIELDS = (
    frozenset({"data", "data_barras", "data_hifens", "data_iso", "data_pontos", "data_curta", "dia_mes", "ano_dito"})
    | {"data_abreviada", "data_dois", "data_hifens_dois", "data_pontos_dois"}
    | {"data_abreviada_dois", "dia_semana"}
)
PERIOD_FIELDS = frozenset({"mes_ano", "mes_ano_par", "ano", "ano_par", "epoca", "epoca_par"})
CLUB_FIELDS = name_field_names("clube") | {"assistente"}
OPPONENT_FIELDS = name_field_names("adv") | {"adv_sujeito"}
SAYS_ORDER = (
    *("par", "par_vs", "par_x", "rececao", "visita", "deslocacao"),
    *("ida", "no_campo_do_outro", "recebeu", "foi_a_casa"),
)
"""Fields that say who was at home, besides those named after a side."""
PAIR_FIELDS = (
    CLUB_FIELDS | OPPONENT_FIELDS | name_field_names("casa") | name_field_names("fora") | {"em_casa", *SAYS_ORDER}
)
SEASON_FIELDS = frozenset({"epoca", "longa", "curta"})


def club_fields(profile: Profile) -> dict[str, str]:
    """The profile's club and the assistant's name, which every question may use."""
    return name_fields("clube", profile.club.short, profile.club.article) | {"assistente": profile.assistant.name}


@lru_cache(maxsize=4096)  # a club, a pair and a day are asked about again and again; what is shared is never changed
def opponent_fields(opponent: Club) -> dict[str, str]:
    """The opponent's name; {adv_sujeito} with its article, empty where no verb in the singular goes with it."""
    fields = name_fields("adv", opponent.name, opponent.article)
    return fields | {"adv_sujeito": "" if is_plural(opponent.article, opponent.name) else fields["o_adv"]}


@lru_cache(maxsize=4096)
def order_fields(home: Club, away: Club, hosted: bool) -> dict[str, str]:
    """Who is named first, and on whose ground, where one of them played on its own."""
    casa, fora = name_fields("casa", home.name, home.article), name_fields("fora", away.name, away.article)
    signs = {"par": "-", "par_vs": " vs. ", "par_x": " x "}
    called = {name: called_match(home, away, sign) for name, sign in signs.items()}
    fields = casa | fora | called
    if hosted:
        fields["em_casa"] = f"em casa {casa['do_casa']}"
        fields["rececao"] = f"a receção {casa['do_casa']} {fora['ao_fora']}"
        fields["visita"] = f"a visita {fora['do_fora']} {casa['ao_casa']}"
        fields["deslocacao"] = f"a deslocação {fora['do_fora']} a casa {casa['do_casa']}"
        fields["ida"] = f"a ida {fora['do_fora']} a casa {casa['do_casa']}"
        fields["no_campo_do_outro"] = f"o jogo {fora['do_fora']} no campo {casa['do_casa']}"
        received = "receberam" if is_plural(home.article, home.name) else "recebeu"
        fields["recebeu"] = f"o jogo em que {casa['o_casa']} {received} {fora['o_fora']}"
        went = "foram" if is_plural(away.article, away.name) else "foi"
        fields["foi_a_casa"] = f"o jogo em que {fora['o_fora']} {went} a casa {casa['do_casa']}"
    return fields


@lru_cache(maxsize=4096)
def date_fields(day: date) -> dict[str, str]:
    """A day in every form in which a question may say it."""
    return {
        "data": long_date(day),
        "data_barras": f"{day.day:02}/{day.month:02}/{day.year}",
        "data_hifens": f"{day.day}-{day.month}-{day.year}",
        "data_iso": day.isoformat(),
        "data_pontos": f"{day.day}.{day.month}.{day.year}",
        "data_curta": f"{day.day}/{day.month}/{day.year}",
        "data_abreviada": f"{_abbreviated(day)} {day.year}",
        "dia_mes": day_month(day),
        "ano_dito": str(day.year),
        "dia_semana": _WEEKDAYS[day.weekday()],
    }


def two_digit_fields(day: date) -> dict[str, str]:
    """A day as people write it where the century needs no saying: "2/4/95", "2-4-95", "2.4.95", "2 abr. 95"."""
    year = f"{day.year % 100:02}"
    return {
        "data_dois": f"{day.day}/{day.month}/{year}",
        "data_hifens_dois": f"{day.day}-{day.month}-{year}",
        "data_pontos_dois": f"{day.day}.{day.month}.{year}",
        "data_abreviada_dois": f"{_abbreviated(day)} {year}",
    }


def _abbreviated(day: date) -> str:
    """A day without its year, the month in three letters: "2 abr."; May is short enough."""
    name = MONTHS[day.month - 1]
    return f"{day.day} {name if name == 'maio' else name[:3] + '.'}"


def season_fields(season: str, seasons: Iterable[str]) -> dict[str, str]:
    """A season as questions say it; the short form only where no other season of the archive shares it.

    A season that never was is asked for too: "10/11" is no name of 1910/11 in an archive that has 2010/11.
    """
    alone = all(other == season or other[2:] != season[2:] for other in seasons)
    said = season_name(season)
    return {
        "longa": long_season(season),
        "curta": said[2:] if alone else "",
        "epoca": said,
    }


def season_name(season: str) -> str:
    """`1994-95` -> "1994/95"."""
    return season.replace("-", "/")


def season_of(year: int) -> str:
    """The season that begins in a year: 1999 -> `1999-00`."""
    return f"{year}-{(year + 1) % 100:02}"


def long_season(season: str) -> str:
    """`1999-00` -> "1999/2000"."""
    return f"{season[:4]}/{int(season[:4]) + 1}"


def when_and_who(match: Match) -> str:
    """The canonical key of a match: "a 2 de abril de 1995, no Farense-Benfica"."""
    return f"{when(match)}, no {called(match)}"


def when(match: Match) -> str:
    """ "a 2 de abril de 1995", "na época de 1937/38"; where not even that is known "em 1929", or that no date is."""
    if match.date:
        return f"a {long_date(match.date)}"
    if match.season:
        return f"na época de {season_name(match.season)}"
    return f"em {match.undated}" if re.fullmatch(r"\d{4}", match.undated) else "em data não registada"


def called(match: Match) -> str:
    return called_match(match.home, match.away, "-")


def called_match(home: Club, away: Club, between: str) -> str:
    """A match as a noun, to follow an article: "Farense-Benfica"; "jogo O Elvas-Farense", lest two articles meet."""
    words = f"{home.name}{between}{away.name}"
    return f"jogo {words}" if has_own_article(home.name) else words


def score_text(score: Score) -> str:
    return f"{score[0]}-{score[1]}"


def result_text(match: Match) -> str:
    """The score and what followed it: "1-1 (4-5 nos penáltis)", "2-1 (após prolongamento)"."""
    assert match.score is not None
    if match.penalties:
        return f"{score_text(match.score)} ({score_text(match.penalties)} nos penáltis)"
    return score_text(match.score) + (" (após prolongamento)" if match.extra_time else "")


def outcome(match: Match) -> str:
    """How it ended for the club, by the goals of the match."""
    ours, theirs = match.goals_for, match.goals_against
    assert ours is not None and theirs is not None
    return "vitória" if ours > theirs else "derrota" if ours < theirs else "empate"


def score_line(match: Match) -> str:
    """The score between the clubs: "Farense 4-1 Benfica", "Farense 1-1 Lyon (4-5 nos penáltis)"."""
    assert match.score is not None
    after = result_text(match).removeprefix(score_text(match.score))
    return f"{match.home.name} {score_text(match.score)} {match.away.name}{after}"


def told_in_season(match: Match) -> str:
    """The canonical key where the season has been said already: "em data não registada, no Farense-Luso"."""
    return when_and_who(match) if match.date else f"em data não registada, no {called(match)}"


def match_line(match: Match) -> str:
    """A match in a list: "Farense-Benfica, 4-1, a 2 de abril de 1995"."""
    told = f"{match.home.name}-{match.away.name}, {result_text(match)}"
    return f"{told}, a {long_date(match.date)}" if match.date else f"{told}, em data não registada"


def goals_text(scored: int, conceded: int) -> str:
    """ "4 golos marcados e 1 sofrido", "1 golo marcado e nenhum sofrido", "sem golos marcados e com 3 sofridos"."""
    if not scored:
        return "sem golos marcados " + (f"e com {plural(conceded, 'sofrido')}" if conceded else "nem sofridos")
    own = plural(scored, "golo marcado", "golos marcados")
    return f"{own} e {plural(conceded, 'sofrido') if conceded else 'nenhum sofrido'}"


def with_goals(goals: str) -> str:
    """Goals as they end a sentence: "com 4 golos marcados e 1 sofrido"."""
    return goals if goals.startswith("sem ") else f"com {goals}"


def listed(items: list[str]) -> str:
    """Items that hold commas themselves: "a; e b", "a; b; e c"."""
    return "; ".join([*items[:-1], f"e {items[-1]}"] if len(items) > 1 else items)


def position_text(position: int) -> str:
    return f"{ordinal(position)} lugar"


def named(club: Club) -> str:
    return with_article(club.article, club.name)


def month_text(day: date) -> str:
    return month_year(day)


def versions(told: Sequence[tuple[int, str]]) -> str:
    """What sources that differ say: "uma fonte diz 4-1 e outra diz 3-1", "duas fontes dizem 4-1 e outra diz 3-1"."""
    return join_list([_sources_say(count, text, first=not place) for place, (count, text) in enumerate(told)])


def _sources_say(count: int, text: str, first: bool) -> str:
    number = number_words(count, feminine=True)
    if first:
        return f"{number} {'fonte diz' if count == 1 else 'fontes dizem'} {text}"
    return f"outra diz {text}" if count == 1 else f"outras {number} dizem {text}"
