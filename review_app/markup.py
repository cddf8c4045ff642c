"""The only place where text becomes HTML or Markdown. All text is made visible and escaped before it meets a tag."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from itertools import takewhile
from string import punctuation

from review_app.places import hash30
from review_app.visible import shortened, thousands, visible

Piece = tuple[str, str]
"""A stretch of text and what it is: a key of TAGS, anything else being plain."""

LABEL = 60  # characters of a value on a button
HEADING = 'role="heading" aria-level="{}"'
ROLES = {"question": HEADING.format(1), "eyebrow": HEADING.format(2), "saved": 'role="status"'}
"""What a block is to who cannot see it, by the first of its CSS classes."""
TAGS = {"quote": "mark", "fact": "b", "gone": "del", "new": "ins", "quiet": "small"}


def pieces_html(pieces: Iterable[Piece], style: str) -> str:
    """A block of text in which some stretches are marked. `style` is one of this app's CSS classes."""
    inner = "".join(_piece(text, kind) for text, kind in pieces)
    return f'<div class="{escape(style)}" dir="ltr" {ROLES.get(style.split(" ")[0], "")}>{inner}</div>'


def text_html(text: str, style: str) -> str:
    """A block of plain text."""
    return pieces_html([(text, "")], style)


def chips_html(labels: Iterable[str], style: str = "chips") -> str:
    """A row of small labels."""
    return f'<div class="{escape(style)}">' + "".join(f"<span>{_safe(label)}</span>" for label in labels) + "</div>"


def table_html(header: Sequence[str], rows: Sequence[Sequence[str]], marked: int = -1, style: str = "table") -> str:
    """A table; row number `marked`, from 0, stands out."""
    head = "".join(f"<th>{_safe(cell)}</th>" for cell in header)
    body = "".join(
        f"<tr{' class=marked' if number == marked else ''}>"
        + "".join(f"<td>{_safe(cell)}</td>" for cell in row)
        + "</tr>"
        for number, row in enumerate(rows)
    )
    return f'<div class="{escape(style)}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def bar_html(label: str, parts: Sequence[tuple[str, str, int]], note: str) -> str:
    """One bar in parts (CSS class, what it is, how many), as wide as their share, with a label and a note."""
    total = max(1, sum(count for _, _, count in parts))
    shown = [(style, _safe(f"{what}: {thousands(count)}"), count) for style, what, count in parts if count]
    inner = "".join(
        f'<i class="{escape(style)}" style="width:{100 * count / total:.3f}%" title="{said}"></i>'
        for style, said, count in shown
    )
    said = ", ".join(said for _, said, _ in shown)
    drawn = f'<div role="img" aria-label="{said}">{inner}</div>'
    return f'<div class="bar"><span>{_safe(label)}</span>{drawn}<span>{_safe(note)}</span></div>'


def counts_html(rows: Sequence[tuple[str, int]]) -> str:
    """Bars one below the other (what, how many), as long as their share of the largest."""
    most = max((count for _, count in rows), default=0) or 1
    bars = "".join(
        f'<div class="bar"><span>{_safe(what)}</span><div class="bare"><i style="width:{100 * count / most:.3f}%"></i>'
        f"</div><span>{thousands(count)}</span></div>"
        for what, count in rows
    )
    return f'<div class="counts">{bars}</div>'


def cells_html(cells: Iterable[tuple[str, str, int]]) -> str:
    """Small squares in a row that wraps (label, what it is, how many): the more, the darker; none, an outline."""
    inner = "".join(
        f'<span class="{"none" if not count else "some"}" style="--share:{min(1.0, 0.25 + count / 8):.2f}"'
        f' title="{_safe(what)}">{_safe(label)}</span>'
        for label, what, count in cells
    )
    return f'<div class="cells">{inner}</div>'


def legend_html(parts: Sequence[tuple[str, str]]) -> str:
    """What the colours of bars mean: (CSS class, what it is)."""
    inner = "".join(f'<span><i class="{escape(style)}"></i>{_safe(what)}</span>' for style, what in parts)
    return f'<div class="legend">{inner}</div>'


def top_html(view: str) -> str:
    """A script that brings the head of the page into view, another for each view: its name is in it as a number."""
    return f"<script>/* {hash30(view)} */ document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)</script>"


def value_labels(values: Sequence[str]) -> list[str]:
    """Values as buttons say them: on one line each, cut where long; those that begin alike, from where they differ."""
    shown = [shortened(value, LABEL) for value in values]
    if len(set(shown)) < len(set(values)):
        words = [value.split() for value in values]
        alike = sum(1 for _ in takewhile(lambda same: len(set(same)) == 1, zip(*(w[:-1] for w in words), strict=False)))
        shown = [f"… {shortened(' '.join(w[alike:]), LABEL)}" for w in words]
    return [plain_markdown(text) for text in shown]


def plain_markdown(text: str) -> str:
    """Text for a label that Streamlit reads as Markdown, of which nothing is read so.

    A backslash is enough for Markdown itself. What Streamlit looks for afterwards, in the text that came out of it
    (":smile:", "->"), is parted by a word joiner, which nobody sees.
    """
    parted = re.sub(r"(?<=:)(?=\S)|(?<=[-<>~])(?=[-=>])", "\u2060", text)
    return "".join(f"\\{c}" if c in punctuation else c for c in parted)


def fact_pieces(answer: str, facts: Iterable[str]) -> list[Piece]:
    """The answer with each fact it gives marked, the longest first where one holds another."""
    pieces: list[Piece] = [(answer, "")]
    for fact in sorted(facts, key=lambda fact: (-len(fact), fact)):
        pieces = [part for piece in pieces for part in _split(piece, fact)]
    return pieces


def _split(piece: Piece, fact: str) -> list[Piece]:
    text, kind = piece
    if kind or not fact or fact not in text:
        return [piece]
    before, _, after = text.partition(fact)
    return [(before, ""), (fact, "fact"), (after, "")]


def _piece(text: str, kind: str) -> str:
    tag = TAGS.get(kind)
    return f"<{tag}>{_safe(text)}</{tag}>" if tag else _safe(text)


def _safe(text: str) -> str:
    return escape(visible(text))
