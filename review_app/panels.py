"""What stands beside a question and its answer: why it is here, its source, its siblings, what was decided before."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import streamlit as st

from records.errors import AcervoError
from records.example import Example, Source
from records.verdicts import Settlement, Verdict
from review_app import markup, tokens
from review_app.json_objects import ObjectView, quote_in_short
from review_app.lesson_panel import reasons as lesson_reasons
from review_app.pdf_pages import PageView
from review_app.places_in_words import place_in_words
from review_app.search import siblings
from review_app.shell import Shell
from review_app.sources import TextView, View, look_at
from review_app.tables import TableView
from review_app.visible import one_line

LONG = 420  # characters beyond which an answer is set smaller
WIDE = 6  # columns beyond which a row is shown cell below cell: none may be out of sight
MANY, MOST = 4, 40  # sources beyond which each is its quote alone, and beyond which they are counted
FAR, NEAR = 320, 110  # characters shown around a quote, of the first source and of the others


def sheet(shell: Shell, example: Example) -> None:
    """The question and the answer, large."""
    size = " long" if len(example.answer) > LONG else ""
    with st.container(key="sheet"):
        why(shell, example)
        st.html(markup.text_html(example.prompt, f"question{size}"))
        pieces = markup.fact_pieces(example.answer, example.facts.values())
        st.html(markup.pieces_html(pieces, f"answer{size}"))
    st.html(markup.text_html(caption(shell, example), "quiet"))


def why(shell: Shell, example: Example) -> None:
    """The reasons for which a person should look, in plain words."""
    reasons = [shell.word("flag", flag) for flag in example.flags]
    reasons += lesson_reasons(shell, example)
    found = shell.place.index.rows("SELECT state FROM examples WHERE id = ?", example.id)
    state = found[0][0] if found else "new"
    if state != "new":
        reasons.append(shell.t("why.state", state=shell.word("state", state)))
    if example.unanswerable:
        reasons.append(shell.t("why.unanswerable"))
    st.html(markup.chips_html(reasons or [shell.t("why.sample")], "chips why" if reasons else "chips"))


def caption(shell: Shell, example: Example) -> str:
    """What it is, in quiet lines: builder, kind of question, length in characters and in tokens; its name."""
    kind = f"{shell.word('builder', example.builder)}: {shell.kind(example.builder, example.template)}"
    length = shell.t("length", characters=len(example.prompt) + len(example.answer))
    return f"{kind} · {length} · {_in_tokens(shell, example)}\n{example.id}"


def _in_tokens(shell: Shell, example: Example) -> str:
    data = shell.place.data
    if tokens.model_folder(data) is None:
        return shell.t("tokens.none")
    counted = tokens.count(data, example.messages)
    return shell.t("tokens.soon") if counted is None else shell.t("tokens", tokens=counted, limit=tokens.limit(data))


def source_panel(shell: Shell, example: Example) -> None:
    """The sources of an example, one below the other, the first with more around it."""
    denying = denying_sources(example)
    if denying:
        st.html(markup.text_html(shell.t("sources.table"), "eyebrow against"))
        _sources(shell, denying)
        st.html(markup.text_html(shell.t("sources.biography"), "eyebrow"))
    else:
        st.html(markup.text_html(shell.t("sources", count=len(example.sources)), "eyebrow"))
    _sources(shell, [source for source in example.sources if source not in denying])


def denying_sources(example: Example) -> list[Source]:
    """Where a table denies an answer, the lines of the table: not of the folder that the answer was taken from."""
    if "against_table" not in example.flags:
        return []
    own = PurePosixPath(example.sources[0].file).parts[0]
    return [source for source in example.sources if PurePosixPath(source.file).parts[0] != own]


def _sources(shell: Shell, sources: Sequence[Source]) -> None:
    if len(sources) > MANY:
        _listed(shell, sources)
        return
    for number, source in enumerate(sources):
        one_source(shell, source, around=FAR if number == 0 else NEAR)


def _listed(shell: Shell, sources: Sequence[Source]) -> None:
    """So many sources that each is given by its quote alone: an answer of several lines has one for every line."""
    shown = [
        markup.text_html(f"{source.file} · {place_in_words(source.locator, shell.word)}", "quiet")
        + markup.text_html(quote_in_short(source.quote), "paper")
        for source in sources[:MOST]
    ]
    st.html("".join(shown))
    if len(sources) > MOST:
        st.caption(shell.t("sources.more", count=len(sources) - MOST))


def one_source(shell: Shell, source: Source, narrow: bool = False, around: int = NEAR) -> None:
    """A source with what stands around its quote. `narrow`: of a table only the row, cell below cell."""
    st.html(markup.text_html(f"{source.file} · {place_in_words(source.locator, shell.word)}", "quiet"))
    corrections = tuple((c.before, c.after) for c in shell.place.ledger.corrections() if c.file == source.file)
    try:
        view = look_at(shell.place.corpus, source, corrections, around)
    except AcervoError as error:
        st.html(markup.text_html(shell.word("source", error.what), "saved"))
        st.html(markup.text_html(source.quote, "paper"))
        return
    if view.changed:
        st.caption(shell.t("source.changed"))
    _show(shell, view, narrow)


def options(shell: Shell, example: Example) -> None:
    """The values of a conflict side by side, each with its sources."""
    columns = st.columns(max(2, len(example.options)), border=True)
    differing = differing_slots(example)
    for number, (column, option) in enumerate(zip(columns, example.options, strict=False), start=1):
        with column:
            st.html(markup.text_html(shell.t("option", number=number), "eyebrow"))
            st.html(markup.text_html(option.said, "value"))
            same = ", ".join(v for slot, v in option.facts.items() if slot not in differing and v not in option.said)
            if same:
                st.html(markup.text_html(same, "quiet"))
            for at in option.sources[:4]:
                if at < len(example.sources):
                    one_source(shell, example.sources[at], narrow=True)


def differing_slots(example: Example) -> set[str]:
    """The slots to which the options of a conflict do not all give the same value."""
    slots = {slot for option in example.options for slot in option.facts}
    return {slot for slot in slots if len({option.facts.get(slot) for option in example.options}) > 1}


def siblings_panel(shell: Shell, example: Example) -> None:
    """Other examples on the same fact."""
    found = siblings(shell.place.index, example.group, example.id)
    if not found:
        return
    with st.expander(shell.t("siblings", count=len(found))):
        rows = [
            (str(n), f"{one_line(f.prompt)}\n{one_line(f.answer)}", shell.word("state", f.state))
            for n, f in enumerate(found, start=1)
        ]
        header = ("", shell.t("column.question"), shell.t("column.state"))
        st.html(markup.table_html(header, rows, style="table wrap"))


def history_panel(shell: Shell, example: Example) -> None:
    """What was decided on this example and its fact before."""
    ledger = shell.place.ledger
    past = [*ledger.history("verdict", example.id), *ledger.history("settlement", example.group)]
    if not past:
        return
    with st.expander(shell.t("history", count=len(past))):
        header = ("", shell.t("column.when"), shell.t("column.curator"), shell.t("column.decision"))
        rows = [(str(n), shell.when(p.at), p.curator, decided(shell, p)) for n, p in enumerate(past, 1)]
        st.html(markup.table_html(header, rows))


def decided(shell: Shell, record: object) -> str:
    """A decision in words."""
    match record:
        case Verdict(verdict=verdict, reason=reason, note=note):
            parts = [shell.word("state", verdict), shell.word("reason", reason) if reason else "", note]
            return " · ".join(part for part in parts if part)
        case Settlement(withdrawn=True):
            return shell.t("state.withdrawn")
        case Settlement(facts=facts):
            return shell.t("settled.as", value=", ".join(facts.values())) if facts else shell.t("settled.neither")
    return ""


def _show(shell: Shell, view: View, narrow: bool) -> None:
    match view.shown:
        case TextView(before=before, quote=quote, after=after, found=found):
            st.html(markup.pieces_html([(before, "quiet"), (quote, "quote"), (after, "quiet")], "paper"))
            if not found:
                st.caption(shell.t("source.not_found"))
        case TableView(header=header, rows=rows, marked=marked) if narrow or len(header) > WIDE:
            pairs = [(name, cell) for name, cell in zip(header[1:], rows[marked][1:], strict=True) if cell]
            st.html(markup.table_html(("", ""), pairs, style="table wrap pairs"))
        case TableView(header=header, rows=rows, marked=marked):
            st.html(markup.table_html(header, rows, marked))
        case ObjectView(pairs=pairs, marked=marked):
            st.html(markup.table_html(("", ""), pairs, marked, style="table wrap pairs"))
        case PageView(png=png, number=number, pages=pages, found=found):
            st.image(png, width="stretch")
            st.caption(shell.t("page", number=number, pages=pages))
            if not found:
                st.caption(shell.t("source.not_found"))
