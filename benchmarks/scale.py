"""`python -m benchmarks.scale [EXAMPLES ...]`: an archive made to give so many examples, built, frozen and audited.

Each stage runs in a process of its own: seconds of processor time (not of the clock: the machine may be busy), the
peak of its resident memory, and how both grow from one size to the next: 1 is as the rows do, less is slower.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from math import log
from pathlib import Path

from builders.building import build
from builders.freeze import freeze
from builders.profile import load_profile

EXAMPLES_PER_MATCH = 42  # with the draws of a profile that states none
YEARS = 150
MATCHES_PER_OPPONENT = 40
SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "ja")
PROFILE = """\
club: {name: SC Leões, short: Leões}
assistant: {system: "És o arquivista do SC Leões: respondes pelo arquivo e dizes quando não há registo."}
"""
GROWING = ("seconds", "megabytes")
HEADER = "Data;Casa;Fora;Resultado;Competição;Época"


def write_corpus(folder: Path, examples: int) -> None:
    """An archive of matches of a club that does not exist, as many as give about this many examples."""
    (folder / "results").mkdir(parents=True)
    (folder / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    lines = [HEADER, *_lines(max(1, round(examples / EXAMPLES_PER_MATCH)))]
    (folder / "results" / "jogos.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(matches: int) -> Iterator[str]:
    opponents = max(20, matches // MATCHES_PER_OPPONENT)
    for n in range(matches):
        day = date(1860, 8, 15) + timedelta(days=n * YEARS * 365 // matches)
        year = day.year if day.month >= 8 else day.year - 1
        home, away = ("Leões", _opponent(n * 7919 % opponents))[:: 1 if n % 2 else -1]
        yield f"{day:%d-%m-%Y};{home};{away};{n % 5}-{n * 7 % 4};I Divisão;{year}-{(year + 1) % 100:02}"


def _opponent(number: int) -> str:
    """A name for each number, no two alike."""
    letters = "".join(SYLLABLES[number // 15**place % 15] for place in range(3))
    return f"{letters}nense".capitalize()


def run_build(folder: Path) -> int:
    built = build(folder / "corpus", load_profile(folder / "corpus" / "profile.yaml"), folder / "data")
    return sum(json.loads((built.folder / "build.json").read_text(encoding="utf-8"))["made"].values())


def run_freeze(folder: Path) -> int:
    profile = load_profile(folder / "corpus" / "profile.yaml")
    frozen = freeze(build(folder / "corpus", profile, folder / "data"), profile, folder / "data", "flagged")
    return sum(frozen.manifest.counts["splits"].values())


def run_audit(folder: Path) -> int:
    from train.__main__ import main as train  # the trainer's imports are no part of what builds

    frozen = folder / "data" / "frozen" / "latest"
    arguments = ["audit", "--data", str(frozen), "--runs", str(folder / "data" / "runs"), "--model", "mistral-v3"]
    if train([*arguments, "--json"]):
        raise SystemExit("the audit failed")
    return sum(1 for split in ("train", "valid", "test") for _ in (frozen / f"{split}.jsonl").open("rb"))


STAGES: dict[str, Callable[[Path], int]] = {"build": run_build, "freeze": run_freeze, "audit": run_audit}


def measure(stage: str, folder: Path) -> dict[str, float]:
    """Run one stage here: rows, seconds of processor time and of the clock, peak memory in MB."""
    began = time.perf_counter()
    rows = STAGES[stage](folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)  # kB on Linux, bytes on macOS
    seconds = used.ru_utime + used.ru_stime
    return {"rows": rows, "seconds": seconds, "clock": time.perf_counter() - began, "megabytes": peak}


def measure_apart(stage: str, folder: Path) -> dict[str, float]:
    """The same in a process of its own, so that its peak is its own."""
    command = [sys.executable, "-m", "benchmarks.scale", "--stage", stage, "--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--stage", choices=list(STAGES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.stage:
        print(json.dumps(measure(options.stage, options.folder)))
        return 0
    before: dict[str, dict[str, float]] = {}
    for examples in options.examples:
        with tempfile.TemporaryDirectory() as folder:
            write_corpus(Path(folder) / "corpus", examples)
            for stage in STAGES:
                found = measure_apart(stage, Path(folder))
                print(_line(stage, found, before.get(stage)), flush=True)
                before[stage] = found
    return 0


def _line(stage: str, found: dict[str, float], before: dict[str, float] | None) -> str:
    per_row = 1e6 * found["seconds"] / found["rows"]
    text = (
        f"{stage:7} {found['rows']:>10,.0f} rows  {found['seconds']:7.1f} s of a core"
        f"  {per_row:6.0f} µs a row  {found['megabytes']:6.0f} MB"
    )
    if before is None:
        return text
    growth = {what: log(found[what] / before[what]) / log(found["rows"] / before["rows"]) for what in GROWING}
    return f"{text}  growth: {', '.join(f'{what} {power:.2f}' for what, power in growth.items())}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
