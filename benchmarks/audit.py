"""`python -m benchmarks.audit [--rows N]`: an audit's tokens of Mistral v3 against raw sentencepiece on the same text.

Raw is sentencepiece's own list call, on one thread, on every text that has to become tokens, its own system message
with each question. Each side is timed several times in turn and the fastest of each counts.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from records.files import read_jsonl
from train.faults import Between, text_faults
from train.lengths import Lengths
from train.measuring import measured
from train.mistral_tokens import MistralTokens

AIM = 0.8
ROUNDS = 5
SYSTEM = "És o arquivista do SC Leões: respondes pelo arquivo do clube e dizes quando não há registo."


def made(number: int) -> Iterator[dict[str, Any]]:
    """Rows such as a frozen dataset holds, all different."""
    for n in range(number):
        day = f"{1 + n % 28} de maio de {1920 + n % 90}"
        asked = f"Diz-me, por favor: como terminou o Leões-Dragões número {n} de {day}?"
        answer = f"A {day}, o Leões-Dragões número {n} terminou {n % 7}-{n % 5}."
        texts = (("system", SYSTEM), ("user", asked), ("assistant", answer))
        yield {
            "id": f"results/match.score/{n}/x",
            "messages": [{"role": role, "content": text} for role, text in texts],
            "probe": "train",
            "builder": "results",
            "template": "match.score",
            "group": f"match/{n // 24}",
            "facts": [],
        }


def seconds(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--file", type=Path, help="a frozen train.jsonl rather than rows made for the purpose")
    arguments = parser.parse_args(words)
    rows = [row for _, row in read_jsonl(arguments.file)] if arguments.file else list(made(arguments.rows))
    rows = rows[: arguments.rows]
    tokens = MistralTokens()
    asked = ["\n\n".join(m["content"] for m in row["messages"][:-1]) for row in rows]
    answered = [row["messages"][-1]["content"] for row in rows]

    def raw() -> None:
        tokens.pieces.encode(asked, num_threads=1)
        tokens.pieces.encode(answered, num_threads=1)

    def ours() -> None:
        for _ in measured(tokens, rows):
            pass

    def whole() -> None:
        lengths, between = Lengths(), Between()
        for row, m in measured(tokens, rows):
            lengths.add("train", row, m)
            text_faults(row, "pt", None)
            between.see("train", row)

    times = [[seconds(work) for work in (raw, ours, whole)] for _ in range(ROUNDS)]
    best = [min(column) for column in zip(*times, strict=True)]
    ratio = best[0] / best[1]
    print(f"{len(rows):,} rows: sentencepiece {best[0]:.2f} s, the audit's encoding {best[1]:.2f} s")
    print(f"{ratio:.2f}x the speed of sentencepiece (aim {AIM}x)")
    print(f"with every fault looked for: {best[2]:.2f} s, {len(rows) / best[2]:,.0f} rows/s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(f"peak memory of this process, all rows held: {peak / 1e9:.2f} GB")
    return 0 if ratio >= AIM else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
