"""Matches and tables in JSON: season > competition > rows, openfootball, or any list of objects with known keys."""

import json
from collections.abc import Iterator
from typing import Any

from builders.results.headers import is_table_header, match_columns, table_columns, who
from builders.results.json_spans import JsonRow, json_rows
from builders.results.rows import Row
from builders.results.seasons import find_season, without_season
from builders.results.sidecar import Sidecar
from builders.sources import SourceError, SourceFile
from records.example import Source


def read_json_results(file: SourceFile, text: str, sidecar: Sidecar) -> Iterator[Row]:
    """A Row for each object that has the keys of a match or of a table's line.

    Raises SourceError for what is not JSON, or holds no such object.
    """
    found, line, at = 0, 1, 0
    try:
        for number, row in enumerate(json_rows(text, _is_row), start=1):
            line, at = line + text.count("\n", at, row.start), row.start
            found = number
            yield _row(file, text, row, line, sidecar)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{file.name}:{error.lineno}", f"not JSON ({error.msg})", "mend or export it again"
        ) from error
    except RecursionError as error:
        raise SourceError(file.name, "JSON nested too deeply", "export it again as a list of matches") from error
    if not found:
        remedy = "each match needs keys such as Data, Local, Equipa and Resultado, or date, team1, team2 and score"
        raise SourceError(file.name, "no object in it has the keys of a match or of a league table", remedy)


def _row(file: SourceFile, text: str, row: JsonRow, line: int, sidecar: Sidecar) -> Row:
    quote = " ".join(text[row.start : row.end].split())
    fields = {**sidecar.constants, **_context(row), **_fields(row.value)}
    return Row(Source(file.name, file.sha256, f"{row.locator}, line {line}", quote), line, fields)


def _is_row(value: dict[str, Any]) -> bool:
    keys = list(value)
    return who(match_columns(keys)) or is_table_header(table_columns(keys))


def _fields(value: dict[str, Any]) -> dict[str, str]:
    """Role -> text of an object's members; openfootball's nested clubs and scores are laid flat."""
    keys = list(value)
    standings = table_columns(keys)
    columns = standings if is_table_header(standings) and not who(match_columns(keys)) else match_columns(keys)
    fields = {role: _text(value[keys[column]]) for role, column in columns.items()}
    score = value.get("score")
    if isinstance(score, dict):
        fields |= _nested_score(score)
    elif isinstance(score, list):
        fields["score"] = _pair(score)
    return fields


def _nested_score(score: dict[str, Any]) -> dict[str, str]:
    """{"ft": [1, 1], "et": [2, 2], "p": [5, 4]}: the last goals played count, penalties apart."""
    fields = {"score": _pair(score.get("et") or score.get("ft"))}
    if score.get("et"):
        fields["extra_time"] = "true"
    if score.get("p"):
        fields["penalties"] = _pair(score["p"])
    return fields


def _pair(goals: Any) -> str:
    return "-".join(str(goal) for goal in goals) if isinstance(goals, list) else ""


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name", ""))
    text = "" if value is None else str(value)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # JSON can hold half a character


def _context(row: JsonRow) -> dict[str, str]:
    """Season, competition and round as the keys and names around a row say them."""
    fields: dict[str, str] = {}
    steps = [step for step in row.path if isinstance(step, str)]
    names = [text for key, text in row.context if key.lower() in ("name", "nome", "competition", "competicao")]
    for text in names:
        rest = without_season(text)
        if rest:
            fields.setdefault("round" if "competition" in fields else "competition", rest)
        fields["season"] = find_season(text) or fields.get("season", "")
    below_season = False
    for text in steps:
        season, rest = find_season(text), without_season(text)
        fields["season"] = season or fields.get("season", "")
        if rest and (season or below_season):
            fields["competition"] = rest
        below_season = below_season or bool(season)
    return {role: text for role, text in fields.items() if text}
