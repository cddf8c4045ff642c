"""The fields that code fills, by kind of question: what a phrasing may name in braces."""

from builders.results.questions.wording import (
    CLUB_FIELDS,
    DATE_FIELDS,
    OPPONENT_FIELDS,
    PAIR_FIELDS,
    PERIOD_FIELDS,
    SEASON_FIELDS,
)

_MATCH = PAIR_FIELDS | DATE_FIELDS | PERIOD_FIELDS | {"quando", "resultado", "chave", "com_quem", "marcador"}
_AGAINST = CLUB_FIELDS | OPPONENT_FIELDS
_SEASON = CLUB_FIELDS | SEASON_FIELDS
_IN_COMPETITION = _SEASON | {"na_prova", "na_prova_exata", "epoca_unica", "versoes"}
_TOTALS = frozenset({"numero", "saldo", "golos"})
_EXTREME = frozenset({"jogo", "jogos", "vezes"})
_RUN = frozenset({"numero", "series", "vezes"})

FIELDS: dict[str, frozenset[str]] = {
    "match.score": _MATCH | {"versoes"},
    "match.reversed": _MATCH | {"versoes"},
    "match.day": _MATCH,
    "match.days": CLUB_FIELDS | {"dias", "linhas"},
    "match.periods": CLUB_FIELDS | {"jogos", "linhas"},
    "match.winner": _MATCH | {"ganhou", "o_vencedor"},
    "match.venue": _MATCH | {"no_campo", "local", "versoes"},
    "opponent.season": _AGAINST | SEASON_FIELDS | {"numero", "jogos"},
    "opponent.month": _AGAINST | {"mes_ano", "numero", "jogos"},
    "opponent.record": _AGAINST | _TOTALS,
    "opponent.first": _AGAINST | {"quando", "par", "resultado"},
    "opponent.last": _AGAINST | {"quando", "par", "resultado"},
    "opponent.biggest-win": _AGAINST | _EXTREME,
    "opponent.heaviest-defeat": _AGAINST | _EXTREME,
    "season.position": _IN_COMPETITION | {"lugar", "pontos"},
    "season.record": _IN_COMPETITION | _TOTALS | {"marcou_e_sofreu"},
    "season.balance": _SEASON | _TOTALS,
    "season.biggest-win": _SEASON | _EXTREME,
    "season.heaviest-defeat": _SEASON | _EXTREME,
    "season.unbeaten": _SEASON | _RUN,
    "club.biggest-win": CLUB_FIELDS | _EXTREME,
    "club.heaviest-defeat": CLUB_FIELDS | _EXTREME,
    "club.unbeaten": CLUB_FIELDS | _RUN,
}
