"""A comparison in words: the table that is printed, the Markdown and the page, answers side by side."""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from train.evaluation_text import plain_line
from train.report import STYLE, html_table

if TYPE_CHECKING:
    from train.compare import Change

Names = tuple[str, str]
HEAD = ["probe", "rows", "before", "after", "won", "lost", "by chance"]


def table(names: Names, changes: "Sequence[Change]") -> str:
    """The changes in a table for the terminal."""
    lines = [f"before: {names[0]}; after: {names[1]}", "".join(f"{cell:<14}" for cell in HEAD)]
    return "\n".join([*lines, *("".join(f"{cell:<14}" for cell in row) for row in _rows(changes))])


def markdown(names: Names, changes: "Sequence[Change]") -> str:
    """The page in Markdown."""
    grid = [HEAD, ["---"] * len(HEAD), *_rows(changes)]
    parts = [
        f"# {plain_line(names[1])} against {plain_line(names[0])}",
        _explained(),
        "\n".join("| " + " | ".join(row) + " |" for row in grid),
        *(_listed(change, what) for change in changes for what in ("lost", "won")),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def html_page(names: Names, changes: "Sequence[Change]") -> str:
    """The page in HTML; what the models said is escaped."""
    title = html.escape(f"{names[1]} against {names[0]}")
    parts = [f"<h1>{title}</h1>", f'<p class="quiet">{_explained()}</p>', html_table(HEAD, _rows(changes))]
    for change in changes:
        for what in ("lost", "won"):
            if pairs := getattr(change, what):
                rows = [[_asked(pair), pair[0]["answer"], pair[1]["answer"]] for pair in pairs]
                parts.append(f"<h2>{change.probe}: {what}</h2>" + html_table(["asked, and expected", *names], rows))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _explained() -> str:
    return (
        "Before and after: answers as they should be (right for known, declined for the others). Won and lost: "
        "questions that changed sides. By chance: how likely so uneven a "
        "change is if both were equally good (McNemar, exact)."
    )


def _rows(changes: "Sequence[Change]") -> list[list[str]]:
    return [
        [
            change.probe,
            str(change.rows),
            f"{100 * change.before / change.rows:.1f} %",
            f"{100 * change.after / change.rows:.1f} %",
            str(len(change.won)),
            str(len(change.lost)),
            f"p = {change.chance:.2g}",
        ]
        for change in changes
    ]


def _asked(pair: tuple[Any, Any]) -> str:
    return f"{pair[0]['question']} — {pair[0]['reference']}"


def _listed(change: "Change", what: str) -> str:
    pairs = getattr(change, what)
    if not pairs:
        return ""
    lines = [f"## {change.probe}: {what}"]
    for before, after in pairs:
        lines.append(f"- {plain_line(before['question'])}")
        lines += [f"  - before: {plain_line(before['answer'])}", f"  - after: {plain_line(after['answer'])}"]
        lines.append(f"  - expected: {plain_line(before['reference'])}")
    return "\n".join(lines)
