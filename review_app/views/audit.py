"""Audit: lengths, coverage, near-duplicates and splits of what was generated."""

from typing import Any

import streamlit as st

from review_app import audit, charts, markup
from review_app.shell import Shell, enter
from review_app.visible import one_line

GROUPS = 100  # near-duplicate groups shown
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
    st.altair_chart(charts.histogram(bars, titles, height=240), width="stretch")
    header = ("", t("filter.builder"), t("audit.examples"), *_percentiles(shell))
    figures = [(shell.word("builder", name), at) for name, at in sorted(audited["lengths"]["builder"].items())]
    figures.append((t("audit.all"), audited["lengths"]["split"]["train"]))
    rows = [
        (str(n), name, str(at["rows"]), *(str(at[p]) for p in ("p50", "p90", "p99", "max")))
        for n, (name, at) in enumerate(figures, start=1)
    ]
    st.html(markup.table_html(header, rows, style="table numbers"))
    with st.expander(t("audit.limits"), expanded=not passed):
        _judgements(shell, judged)


def _judgements(shell: Shell, judged: list[dict[str, Any]]) -> None:
    t = shell.t

    def said(one: dict[str, Any], figure: str) -> str:
        return f"{100 * one[figure]:.1f} %" if one["what"] in SHARES else str(one[figure])

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
    st.altair_chart(charts.histogram(rows, titles, "what"), width="stretch")
    table = [
        (str(n), shell.word("builder", builder), str(count), *(str(at[p]) for p in audit.PERCENTILES))
        for n, (builder, count, at) in enumerate(audit.length_percentiles(index), start=1)
    ]
    header = ("", t("filter.builder"), t("audit.examples"), *_percentiles(shell))
    st.html(markup.table_html(header, table, style="table numbers"))


def _percentiles(shell: Shell) -> tuple[str, ...]:
    return (shell.t("audit.half"), *(shell.t("audit.percentile", share=p) for p in (90, 99)), shell.t("audit.longest"))


def _coverage(shell: Shell) -> None:
    t = shell.t
    found = audit.coverage(shell.place.index)
    for kind in sorted({kind for kind, *_ in found}, key=lambda kind: (kind.startswith("no-"), kind)):
        name, _, which = kind.partition(" ")
        parts = [(one_line(part.replace("-", " "), 40), facts) for k, part, facts, _ in found if k == kind]
        title = (
            f"{shell.word('kind', name)}: {one_line(which.replace('-', ' '), 80)}"
            if which
            else shell.word("kind", name)
        )
        total = sum(facts for _, facts in parts)
        heading = markup.text_html(f"{title} · {t('audit.facts', count=total)}", "eyebrow")
        drawn = len(parts) > 1 and name not in audit.YEARLY and not name.startswith("no-")
        st.html(heading + (markup.counts_html(parts) if drawn else ""))
        if name in audit.YEARLY:
            rows = [{"part": part, "count": facts} for part, facts in parts]
            st.altair_chart(charts.bars(rows, "part", "count", ("", ""), height=180), width="stretch")


def _near_duplicates(shell: Shell) -> None:
    groups = audit.near_duplicates(shell.place.data)
    if groups is None:
        st.caption(shell.t("audit.near.none_made"))
        return
    st.caption(shell.t("audit.near.count", count=len(groups)) if groups else shell.t("audit.near.none"))
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
        (str(n), shell.word("builder", builder), *(str(counted.get((builder, name), 0)) for name in names))
        for n, builder in enumerate(builders, start=1)
    ]
    totals = (str(sum(counted.get((builder, name), 0) for builder in builders)) for name in names)
    rows.append((str(len(rows) + 1), t("audit.all"), *totals))
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
