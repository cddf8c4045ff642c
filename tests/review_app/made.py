"""Made-up examples that keep to the schema, as many as a test wants."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from records.files import write_json, write_jsonl

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
        "options": [
            {"facts": {"score": score}, "sources": [source], "said": f"Farense {score} Porto"}
            for source, score in enumerate(("2-1", "2-2"))
        ],
        "flags": ["conflict"],
    }


def examples(count: int) -> Iterator[dict[str, Any]]:
    return (example(number) for number in range(count))


def generate(data: Path, rows: Any, name: str = "results.jsonl") -> Path:
    """Write rows as the builders would; returns the file."""
    path = data / "generated" / name
    write_jsonl(path, rows)
    return path


def run(data: Path, rows: list[dict[str, Any]], name: str = "2026-03-01_10-00") -> Path:
    """A training run as the trainer leaves it, evaluated on `rows`; every fourth answer is wrong."""
    folder = data / "runs" / name
    steps = [
        {
            "kind": "step",
            "step": n,
            "epoch": n // 50,
            "seconds": n * 1.5,
            "loss": 3 / n + 0.2,
            "learning_rate": 1e-3 * min(1, n / 10),
            "tokens_per_second": 900 + n % 7,
            "gradient_norm": 1 / n + 0.1,
        }
        for n in range(1, 121)
    ]
    judged = [
        {"kind": "evaluation", "step": n, "losses": {"known": 2 / n, "unseen": 3 / n, "unanswerable": 2.5 / n}}
        for n in (40, 80, 120)
    ]
    write_jsonl(folder / "training_metrics.jsonl", [*steps, *judged])
    answers = [_answer(number, row) for number, row in enumerate(rows)]
    good = sum(answer["good"] for answer in answers)
    probe = {"rows": len(answers), "right": good, "wrong": len(answers) - good, "declined": 0, "good": good}
    tally = {**probe, "share": good / len(answers), "interval": [0.6, 0.9]}
    write_json(folder / "evaluation.json", {"probes": {"known": tally}, "answers": answers})
    base = [{**answer, "answer": "Não sei.", "good": False} for answer in answers]
    write_json(folder / "evaluation_base.json", {"probes": {}, "answers": base})
    return folder


def _answer(number: int, row: dict[str, Any]) -> dict[str, Any]:
    reference, good = row["messages"][-1]["content"], number % 4 > 0
    return {
        "id": row["id"], "probe": "known", "question": row["messages"][-2]["content"], "reference": reference,
        "answer": reference if good else "O jogo terminou 9-9.", "good": good, "why": "" if good else "score: 9-9",
    }  # fmt: skip
