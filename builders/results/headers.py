"""Which column is what: headers in Portuguese and English, for matches and for league tables."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from builders.results.matches import Side
from records.accents import without_accents

MATCH_HEADERS: Mapping[str, str] = {
    "date": "data|dia|date|data do jogo|match date|dia do jogo|data jogo|quando",
    "time": "hora|time|hour|kick off|ko|horario",
    "side": "local|casa fora|c f|home away|h a|casa ou fora|condicao",
    "opponent": "equipa|equipa adversaria|adversario|opponent|opponents|oponente|rival|opposition|contra|equipe",
    "pair": "jogo|partida|encontro|match|game|fixture|confronto",
    "home": "home|home team|team 1|team1|casa|equipa da casa|equipa casa|visitado|equipa visitada|visitada|hometeam",
    "away": "away|away team|team 2|team2|fora|equipa de fora|equipa fora|visitante|equipa visitante|awayteam",
    "score": "resultado|score|ft|full time|marcador|resultado final|final|placar|final score|res",
    "home_goals": "fthg|home score|home goals|hg|golos casa|golos da casa|golos visitado|score1|goals home|gc",
    "away_goals": "ftag|away score|away goals|ag|golos fora|golos de fora|golos visitante|score2|goals away|gf fora",
    "goals_for": "golos marcados|marcados|goals for|gf|gm|golos a favor",
    "goals_against": "golos sofridos|sofridos|goals against|ga|gs|golos contra",
    "letter": "v e d|ved|v d e|w d l|wdl|result|outcome|desfecho|vitoria empate derrota|w l d",
    "round": "jornada|ronda|round|matchday|fase|eliminatoria|stage|jorn|week|fase jornada",
    "competition": "competicao|competition|prova|torneio|tournament|league|campeonato|comp|div|division|liga",
    "season": "epoca|season|temporada|epoca desportiva",
    "venue": "estadio|campo|stadium|venue|ground|recinto|estadio campo",
    "neutral": "neutral|neutro|campo neutro|neutral venue",
    "penalties": "g p|gp|penaltis|grandes penalidades|penalties|pens|shootout|desempate",
    "extra_time": "a p|ap|prolongamento|extra time|aet|et",
}
TABLE_HEADERS: Mapping[str, str] = {
    "position": "posicao|pos|lugar|classificacao|position|rank|place|class|classificacao final|n|po",
    "team": "equipa|clube|team|club|equipe",
    "points": "pontos|pts|points|p|pt|pontuacao",
    "played": "jogos|j|played|pld|mp|pj|games|matches played|jogos disputados",
    "won": "vitorias|v|won|w|wins|vit",
    "drawn": "empates|e|drawn|draws|emp|d",
    "lost": "derrotas|d|lost|l|losses|der",
    "goals_for": "gm|golos marcados|gf|goals for|marcados|f",
    "goals_against": "gs|golos sofridos|ga|goals against|sofridos|a|gc",
    "goal_difference": "dg|diferenca|gd|goal difference|diferenca de golos|dif",
    "season": MATCH_HEADERS["season"],
    "competition": MATCH_HEADERS["competition"] + "|divisao",
}
ROLES = frozenset(MATCH_HEADERS) | frozenset(TABLE_HEADERS)
"""Every name that a column can be given in NAME.yaml."""

_PLACES: tuple[tuple[Side, str], ...] = (
    ("home", "casa|c|home|h|em casa|visitado"),
    ("away", "fora|f|away|a|visitante"),
    ("neutral", "neutro|n|neutral|campo neutro"),
)
PLACE_WORDS: Mapping[str, Side] = {word: place for place, words in _PLACES for word in words.split("|")}
"""What stands in a `side` column, folded."""


@lru_cache(maxsize=4096)
def fold_header(text: str) -> str:
    """A header as it is compared: no case, accents, punctuation: "V-E-D" and "V/E/D" are "v e d"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", without_accents(spaced).lower()).split())


def match_columns(header: Sequence[str]) -> dict[str, int]:
    """Role -> column of a table of matches: only the roles that are recognised, the first column of each."""
    return _columns(header, MATCH_HEADERS)


def table_columns(header: Sequence[str]) -> dict[str, int]:
    """Role -> column of a league table or list of season records. A lone D is drawn beside W, lost beside V."""
    columns = _columns(header, TABLE_HEADERS)
    folded = [fold_header(text) for text in header]
    if "d" in folded:
        english = "w" in folded or "won" in folded or "wins" in folded
        columns["drawn" if english else "lost"] = folded.index("d")
        if not english and columns.get("drawn") == folded.index("d"):
            del columns["drawn"]
    return columns


def is_match_header(columns: Mapping[str, int]) -> bool:
    """Whether the columns say enough to make matches: who, and when or how it ended."""
    return bool(who(columns)) and ("date" in columns or has_score(columns)) and len(columns) >= 3


def is_table_header(columns: Mapping[str, int]) -> bool:
    """Whether the columns are a league table's or season records'."""
    return "position" in columns and len({"points", "won", "lost", "played", "season"} & set(columns)) >= 2


def who(columns: Mapping[str, int]) -> bool:
    """Whether the columns say who played: two clubs, or the other one."""
    return {"home", "away"} <= set(columns) or "opponent" in columns or "pair" in columns


def has_score(columns: Mapping[str, int]) -> bool:
    """Whether the columns hold a score, in one column or in two."""
    present = set(columns)
    return "score" in present or {"home_goals", "away_goals"} <= present or {"goals_for", "goals_against"} <= present


def _columns(header: Sequence[str], table: Mapping[str, str]) -> dict[str, int]:
    roles = {word: role for role, words in reversed(list(table.items())) for word in words.split("|")}
    found: dict[str, int] = {}
    for column, text in enumerate(header):
        role = roles.get(fold_header(text))
        if role:
            found.setdefault(role, column)
    return found
