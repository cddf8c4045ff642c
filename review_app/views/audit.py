"""Audit: lengths, coverage, near-duplicates and splits of what was generated."""

import re
from typing import Any

import streamlit as st

from review_app import audit, charts, coverage, markup
from review_app.shell import Shell, enter
from review_app.visible import one_line, thousands

GROUPS = 100  # near-duplicate groups shown
NAMED = 12  # chapters without questions that are named
SHARES = ("other_language_share", "template_share", "refusal_share_most", "refusal_share_least")


def show(shell: Shell) -> None:
    t = shell.t
    if not shell.place.index.rows("SELECT 1 FROM examples LIMIT 1"):
        st.subheader(t("empty"))
        st.write(t("empty.how"))
        return
    drawn = (_lengths, _coverage, _near_duplicates, _splits, _faults)
    names = ("lengths", "coverage", "near", "splits", "faults")
    for tab, draw in zip(st.tabs([t(f"audit.{name}") for name in names]), drawn, strict=True):
        with tab:
            draw(shell)


def _lengths(shell: Shell) -> None:
    audited = audit.newest_audit(shell.place.data)
    if audited:
        _in_tokens(shell, audited)
    else:
        st.caption(shell.t("audit.no_tokens"))
        _in_characters(shell)


def _in_tokens(shell: Shell, audited: dict[str, Any]) -> None:
    """What `make audit` wrote down: lengths as training meets them, and whether to train on them."""
    t, limit = shell.t, int(audited["against_limit"]["limit"])
    version, latest = audit.audited_version(shell.place.data, audited)
    judged = audited["verdict"]["judgements"]
    kept = sum(one["passed"] for one in judged)
    passed = bool(audited["verdict"]["passed"])
    what = [t("audit.version", version=version, model=audited["model"])]
    what += [t("audit.over", count=audited["against_limit"]["rows_over"], limit=limit)]
    what += [] if latest else [t("audit.not_latest")]
    verdict = t("audit.train" if passed else "audit.do_not_train", kept=kept, of=len(judged))
    st.html(markup.text_html(verdict, "value") + markup.text_html(" ".join(what), "quiet"))
    titles = (t("audit.tokens"), t("audit.examples"))
    bars = [{**bar, "count": bar["rows"]} for bar in audited["histogram"]["train"]]
    charts.draw(charts.histogram(bars, titles, height=240), t("decimal"))
    header = ("", t("filter.builder"), t("audit.examples"), *_percentiles(shell))
    figures = [(shell.word("builder", name), at) for name, at in sorted(audited["lengths"]["builder"].items())]
    figures.append((t("audit.all"), audited["lengths"]["split"]["train"]))
    rows = [
        ("", name, thousands(at["rows"]), *(thousands(at[p]) for p in ("p50", "p90", "p99", "max")))
        for name, at in figures
    ]
    st.html(markup.table_html(header, rows, style="table numbers"))
    with st.expander(t("audit.limits"), expanded=not passed):
        _judgements(shell, judged)


def _judgements(shell: Shell, judged: list[dict[str, Any]]) -> None:
    t = shell.t

    def said(one: dict[str, Any], figure: str) -> str:
        return f"{shell.figure(100 * one[figure])} %" if one["what"] in SHARES else thousands(one[figure])

    rows = [
        ("✓" if one["passed"] else "✗", shell.word("judged", one["what"]), said(one, "value"), said(one, "limit"))
        for one in sorted(judged, key=lambda one: one["passed"])
    ]
    st.html(markup.table_html(("", t("audit.what"), t("audit.found"), t("audit.limit")), rows))


def _in_characters(shell: Shell) -> None:
    t, index = shell.t, shell.place.index
    found = audit.length_histogram(index)
    rows = [
        {"from": start, "to": start + 20, "what": shell.word("builder", builder), "count": count}
        for builder, start, count in found
    ]
    titles = (t("audit.characters"), t("audit.examples"))
    charts.draw(charts.histogram(rows, titles, "what"), t("decimal"))
    table = [
        ("", shell.word("builder", builder), thousands(count), *(thousands(at[p]) for p in audit.PERCENTILES))
        for builder, count, at in audit.length_percentiles(index)
    ]
    header = ("", t("filter.builder"), t("audit.examples"), *_percentiles(shell))
    st.html(markup.table_html(header, table, style="table numbers"))


def _percentiles(shell: Shell) -> tuple[str, ...]:
    return (shell.t("audit.half"), *(shell.t("audit.percentile", share=p) for p in (90, 99)), shell.t("audit.longest"))


def _coverage(shell: Shell) -> None:
    t, found = shell.t, coverage.coverage(shell.place.index)
    read = coverage.parts_read(shell.place.data)
    books, names = coverage.books(shell.place.index, read), coverage.names(read)
    for kind in sorted({kind for kind, *_ in found}, key=lambda kind: (kind.startswith("no-"), kind)):
        tallies = [(part, facts) for k, part, facts, _ in found if k == kind]
        parts = [(_part(shell, names, kind, part), facts) for part, facts in tallies]
        count = t("audit.facts", count=sum(facts for _, facts in parts))
        drawn = kind in coverage.NAMED and len(parts) > 1 and not (kind == "book" and books)
        heading = markup.text_html(f"{shell.word('kind', kind)} · {count}", "eyebrow")
        st.html(heading + (markup.counts_html(parts) if drawn else ""))
        if kind in coverage.YEARLY:
            rows = [{"part": part, "count": facts} for part, facts in parts]
            charts.draw(charts.bars(rows, "part", "count", ("", ""), height=180), t("decimal"))
        if kind == "book":
            for book in books:
                _book(shell, book)


def _part(shell: Shell, names: dict[str, str], kind: str, part: str) -> str:
    """A part of what is covered: as the sources write its name, as the texts do, or as its slug lets one guess."""
    template = f"{kind}.{part}"
    said = shell.kind("", template)
    return one_line(names.get(f"{kind}/{part}") or (part.replace("-", " ").title() if said == template else said), 40)


def _book(shell: Shell, book: coverage.Book) -> None:
    """A book's chapters as small squares; those that nothing asks about stand out and are named."""
    t, names = shell.t, [one_line(chapter.name, 60) for chapter in book.chapters if not chapter.facts]
    said = [t("audit.facts", count=book.facts)]
    if book.chapters:
        text = "audit.chapters" if names else "audit.chapters.all"
        said.append(t(text, count=len(book.chapters), empty=_some(names)))
    cells = [(_short(c.name), t("audit.cell", name=c.name, count=c.facts), c.facts) for c in book.chapters]
    heading = markup.text_html(one_line(book.title, 80), "prose") + markup.text_html(" · ".join(said), "quiet")
    st.html(heading + markup.cells_html(cells))


def _short(name: str) -> str:
    """Of "capítulo II: A chegada" the number, of a chapter without one the beginning of its title."""
    numbered = re.match(r"\w+ (\d+|[IVXLCDM]+)\b", name)
    return numbered[1] if numbered else name if len(name) < 14 else f"{name[:12]}…"


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def _near_duplicates(shell: Shell) -> None:
    groups = audit.near_duplicates(shell.place.data)
    if groups is None:
        st.caption(shell.t("audit.near.none_made"))
        return
    st.caption(shell.t("audit.near.count", count=len(groups)) if groups else shell.t("audit.near.none"))
    if groups:
        st.caption(shell.t("audit.near.about"))
    header = ("", shell.t("column.question"), shell.t("column.answer"))
    for number, group in enumerate(groups[:GROUPS], start=1):
        examples = [example for name in group[:6] if (example := shell.place.index.example(name))]
        rows = [(str(number), one_line(e.prompt), one_line(e.answer)) for e in examples]
        st.html(markup.table_html(header, rows, style="table wrap"))


def _splits(shell: Shell) -> None:
    t = shell.t
    counted = {(builder, split): count for builder, split, count in audit.splits(shell.place.index)}
    names, builders = ("train", "valid", "test", ""), sorted({builder for builder, _ in counted})
    if not any(split for _, split in counted):
        st.caption(t("audit.not_frozen"))
        return
    header = ("", t("filter.builder"), *(shell.word("split", name) if name else t("audit.left_out") for name in names))
    rows = [
        ("", shell.word("builder", builder), *(thousands(counted.get((builder, name), 0)) for name in names))
        for builder in builders
    ]
    totals = (thousands(sum(counted.get((builder, name), 0) for builder in builders)) for name in names)
    rows.append(("", t("audit.all"), *totals))
    st.caption(t("audit.splits.about"))
    st.html(markup.table_html(header, rows, style="table numbers"))


def _faults(shell: Shell) -> None:
    found = shell.place.index.fault_list()
    st.caption(shell.t("audit.faults.count", count=len(found)) if found else shell.t("audit.faults.none"))
    if found:
        rows = [
            (str(n), one_line(place), one_line(what, 300)) for n, (place, what) in enumerate(found[:GROUPS], start=1)
        ]
        st.html(markup.table_html(("", shell.t("audit.place"), shell.t("audit.what")), rows))


show(enter())
