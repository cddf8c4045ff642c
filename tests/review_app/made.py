"""Made-up examples that keep to the schema, as many as a test wants."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from records.files import write_jsonl

CLUBS = ["Benfica", "Sporting", "Porto", "Olhanense", "Vitória de Setúbal", "Académica", "Marítimo", "Estoril"]
MONTHS = ["janeiro", "fevereiro", "março", "abril", "maio", "setembro", "outubro", "novembro", "dezembro"]
ASKS = ["Qual foi o resultado do", "Como terminou o", "Como acabou o", "Que resultado teve o"]
SHA = hashlib.sha256(b"made up").hexdigest()


def example(number: int, **changes: Any) -> dict[str, Any]:
    """The row of a match's score. Every four rows are siblings: one match asked in four ways."""
    match, way = divmod(number, 4)
    club, month = CLUBS[match % 8], MONTHS[match // 8 % 9]
    day, year, score = match % 28 + 1, 1930 + match // 72 % 90, f"{match % 5}-{match % 3}"
    key = f"{year}-{match // 8 % 9 + 1:02}-{day:02}_farense_{CLUBS[match % 8].lower().replace(' ', '-')}_{match}"
    date = f"{day} de {month} de {year}"
    row = {
        "id": f"results/match.score/{key}/p{way}",
        "builder": "results",
        "template": "match.score",
        "phrasing": f"p{way}",
        "messages": [
            {"role": "user", "content": f"{ASKS[way]} Farense-{club}, de {date}?"},
            {"role": "assistant", "content": f"A {date}, o Farense-{club} terminou {score}."},
        ],
        "group": f"match/{key}",
        "facts": {"score": score},
        "sources": [
            {
                "file": "results/jogos.csv",
                "sha256": SHA,
                "locator": f"line {match + 2}",
                "quote": f"{date};Farense;{club};{score}",
            }
        ],
        "mentions": [],
        "refusal": f"Não tenho registo do Farense-{club} de {date}.",
        "held_out": way == 3,
        "unanswerable": False,
        "options": [],
        "flags": ["ocr"] if match % 50 == 7 and way == 0 else [],
    }
    return {**row, **changes}


def conflict(number: int = 0) -> dict[str, Any]:
    """A match to which two sources give two scores."""
    row = example(number * 4)
    sources = [
        {**row["sources"][0], "quote": f"1994-05-0{number + 1};Farense;Porto;2-1"},
        {**row["sources"][0], "file": "results/outros.csv", "quote": f"1994-05-0{number + 1};Farense;Porto;2-2"},
    ]
    answer = "As fontes não concordam quanto ao Farense-Porto: uma dá 2-1 e outra dá 2-2."
    return {
        **row,
        "id": f"results/match.score/conflito_{number}/p0",
        "group": f"match/conflito_{number}",
        "messages": [row["messages"][0], {"role": "assistant", "content": answer}],
        "facts": {},
        "refusal": None,
        "sources": sources,
        "options": [{"facts": {"score": "2-1"}, "sources": [0]}, {"facts": {"score": "2-2"}, "sources": [1]}],
        "flags": ["conflict"],
    }


def examples(count: int) -> Iterator[dict[str, Any]]:
    return (example(number) for number in range(count))


def generate(data: Path, rows: Any, name: str = "results.jsonl") -> Path:
    """Write rows as the builders would; returns the file."""
    path = data / "generated" / name
    write_jsonl(path, rows)
    return path
