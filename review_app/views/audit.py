"""Audit: lengths, coverage, near-duplicates and splits of what was generated."""

import streamlit as st

from review_app import audit, charts, markup, tokens
from review_app.shell import Shell, enter
from review_app.visible import one_line

GROUPS = 100  # near-duplicate groups shown


def show(shell: Shell) -> None:
    t = shell.t
    if not shell.place.index.rows("SELECT 1 FROM examples LIMIT 1"):
        st.write(t("empty.how"))
        return
    lengths, coverage, doubles, parts, faults = st.tabs(
        [t(f"audit.{name}") for name in ("lengths", "coverage", "near", "splits", "faults")]
    )
    with lengths:
        _lengths(shell)
    with coverage:
        _coverage(shell)
    with doubles:
        _near_duplicates(shell)
    with parts:
        _splits(shell)
    with faults:
        _faults(shell)


def _lengths(shell: Shell) -> None:
    t, index = shell.t, shell.place.index
    found = audit.length_histogram(index)
    rows = [{"from": start, "what": shell.word("builder", builder), "count": count} for builder, start, count in found]
    st.altair_chart(
        charts.bars(rows, "from", "count", (t("audit.characters"), t("audit.examples")), "what"), width="stretch"
    )
    header = (
        "",
        t("filter.builder"),
        t("audit.examples"),
        *(f"P{p}" if p < 100 else t("audit.longest") for p in audit.PERCENTILES),
    )
    table = [
        (str(n), shell.word("builder", builder), str(count), *(str(at[p]) for p in audit.PERCENTILES))
        for n, (builder, count, at) in enumerate(audit.length_percentiles(index), start=1)
    ]
    st.html(markup.table_html(header, table))
    if tokens.model_folder(shell.place.data) is None:
        st.caption(t("audit.no_tokens"))
    elif st.button(t("audit.count_tokens"), key="count_tokens"):
        _token_table(shell)


def _token_table(shell: Shell) -> None:
    t, index = shell.t, shell.place.index
    folder = tokens.model_folder(shell.place.data)
    if folder:
        tokens.load(folder)
    rows = []
    for number, (builder, ids) in enumerate(audit.sample_ids(index).items(), start=1):
        examples = [example for name in ids if (example := index.example(name))]
        counted = [n for e in examples if (n := tokens.count(shell.place.data, e.messages)) is not None]
        at = audit.token_percentiles(counted)
        over = sum(n > tokens.LIMIT for n in counted)
        rows.append(
            (
                str(number),
                shell.word("builder", builder),
                str(len(counted)),
                *(str(at.get(p, "—")) for p in audit.PERCENTILES),
                str(over),
            )
        )
    header = (
        "",
        t("filter.builder"),
        t("audit.sample"),
        *(f"P{p}" if p < 100 else t("audit.longest") for p in audit.PERCENTILES),
    )
    st.html(markup.table_html((*header, t("audit.over", limit=tokens.LIMIT)), rows))


def _coverage(shell: Shell) -> None:
    t = shell.t
    found = audit.coverage(shell.place.index)
    for kind in sorted({kind for kind, *_ in found}):
        name, _, which = kind.partition(" ")
        title = f"{shell.word('kind', name)}: {one_line(which, 80)}" if which else shell.word("kind", name)
        st.html(markup.text_html(title, "eyebrow"))
        rows = [{"part": one_line(part, 40), "count": facts} for k, part, facts, _ in found if k == kind]
        chart = charts.bars(rows, "part", "count", ("", t("audit.facts")), height=220)
        st.altair_chart(chart, width="stretch")


def _near_duplicates(shell: Shell) -> None:
    groups = audit.near_duplicates(shell.place.data)
    if groups is None:
        st.caption(shell.t("audit.near.none_made"))
        return
    st.caption(shell.t("audit.near.count", count=len(groups)))
    for number, group in enumerate(groups[:GROUPS], start=1):
        examples = [example for name in group[:6] if (example := shell.place.index.example(name))]
        rows = [(str(number), one_line(e.prompt), one_line(e.answer), one_line(e.id, 100)) for e in examples]
        st.html(
            markup.table_html(("", shell.t("column.question"), shell.t("column.answer"), shell.t("column.id")), rows)
        )


def _splits(shell: Shell) -> None:
    t = shell.t
    rows = [
        (
            str(n),
            shell.word("builder", builder),
            shell.word("split", split) if split else t("audit.left_out"),
            str(count),
        )
        for n, (builder, split, count) in enumerate(audit.splits(shell.place.index), start=1)
    ]
    if all(row[2] == t("audit.left_out") for row in rows):
        st.caption(t("audit.not_frozen"))
        return
    st.html(markup.table_html(("", t("filter.builder"), t("filter.split"), t("audit.examples")), rows))


def _faults(shell: Shell) -> None:
    found = shell.place.index.fault_list()
    st.caption(shell.t("audit.faults.count", count=len(found)))
    if found:
        rows = [
            (str(n), one_line(place), one_line(what, 300)) for n, (place, what) in enumerate(found[:GROUPS], start=1)
        ]
        st.html(markup.table_html(("", shell.t("audit.place"), shell.t("audit.what")), rows))


show(enter())
