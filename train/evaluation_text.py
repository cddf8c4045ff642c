"""An evaluation in words: the table that is printed, and the page that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

Result = Mapping[str, Any]
OFTEN = 5  # questions with a piece of phrasing, from which its share of good answers says something


def table(result: Result) -> str:
    """The probes in a table for the terminal."""
    head = f"{'probe':<14}{'rows':>6}{'right':>7}{'wrong':>7}{'declined':>10}   {'as it should':<24}{'perplexity':>10}"
    lines = [head, "-" * len(head)]
    for probe, counts in result["probes"].items():
        cells = f"{counts['rows']:>6}{counts['right']:>7}{counts['wrong']:>7}{counts['declined']:>10}"
        lines.append(f"{probe:<14}{cells}   {share(counts):<24}{_perplexity(result, probe):>10}")
    return "\n".join([*lines, *_left_out(result)])


def _left_out(result: Result) -> list[str]:
    """A line where not all rows of the split were asked."""
    asked = {probe: counts["rows"] for probe, counts in result["probes"].items()}
    some = [f"{asked[probe]} of {rows} {probe}" for probe, rows in result["split_rows"].items() if asked[probe] < rows]
    return [f"a sample was asked: {', '.join(some)} (LIMIT=0 asks all)"] if some else []


def share(counts: Mapping[str, Any]) -> str:
    """`77.0 % (61.2 to 87.9)`: the share of answers as they should be and its 95 % interval."""
    low, high = counts["interval"]
    return f"{100 * counts['share']:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def markdown(result: Result) -> str:
    """The page: probes, builders, templates, and the worst answers in full."""
    asked = sum(counts["rows"] for counts in result["probes"].values())
    who = "with the adapter of " + result["run"] if result["adapter"] else "without an adapter"
    parts = [
        f"# Evaluation: {result['model']} {who}",
        f"Split `{result['split']}` of dataset `{result['dataset']['version']}`; greedy answers to {asked} rows, "
        f"{result['seconds']:.0f} s. *As it should*: right for `known`, declined for `unseen` and `unanswerable`; "
        "in brackets the 95 % interval (Wilson). Perplexity is over the answer tokens of all the split.",
        *_left_out(result),
        _probes(result),
        _section("By builder", result["builders"]),
        _section("By template", result["templates"]),
        _section(f"Words with which most fail (in {OFTEN} questions at least)", _failing(result["pieces"])),
        f"## The worst {len(result['worst'])} in full",
        *(_answer(one) for one in result["worst"]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _probes(result: Result) -> str:
    head = ["probe", "rows", "right", "wrong", "declined", "as it should", "perplexity"]
    rows = [[probe, *_cells(counts), _perplexity(result, probe)] for probe, counts in result["probes"].items()]
    return _grid(head, rows)


def _section(title: str, groups: Mapping[str, Mapping[str, Any]]) -> str:
    if not groups:
        return ""
    rows = [[name, *_cells(counts)] for name, counts in groups.items()]
    return f"## {title}\n\n" + _grid(["", "rows", "right", "wrong", "declined", "as it should"], rows)


def _failing(pieces: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The pieces of `known` questions that surely fail most: those whose interval ends lowest."""
    asked = [(name, counts) for name, counts in pieces.items() if name.startswith("known ") and counts["rows"] >= OFTEN]
    bad = [(name, counts) for name, counts in asked if counts["good"] < counts["rows"]]
    return dict(sorted(bad, key=lambda item: (item[1]["interval"][1], item[0]))[:12])


def _cells(counts: Mapping[str, Any]) -> list[str]:
    return [*(str(counts[key]) for key in ("rows", "right", "wrong", "declined")), share(counts)]


def _answer(one: Mapping[str, Any]) -> str:
    return "\n".join(
        [
            f"### `{one['id']}` ({one['probe']}: {one['outcome']}{', ' + one['why'] if one['why'] else ''})\n",
            f"- asked: {plain_line(one['question'])}",
            f"- answered: {plain_line(one['answer']) or '(nothing)'}",
            f"- reference: {plain_line(one['reference'])}",
            f"- source: {plain_line(one['source'])}",
        ]
    )


def plain_line(text: str) -> str:
    """Corpus text and answers as one line in which Markdown and HTML mean nothing."""
    line = " ".join(text.split())
    for character in "\\`*_[]<>#|":
        line = line.replace(character, "\\" + character)
    return line


def _perplexity(result: Result, probe: str) -> str:
    found = result["perplexity"].get(probe)
    return f"{found['perplexity']:.2f}" if found else "-"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
