"""An audit in the terminal: one screen for a person in a hurry."""

from collections.abc import Mapping, Sequence
from typing import Any

BAR = 30  # characters of the longest bar
BLOCKS = " ▏▎▍▌▋▊▉█"
ROWS = 12  # bars shown at most
Told = Mapping[str, Any]

MEANINGS = {
    "empty_text": "rows without a question or an answer",
    "duplicate_bos": "rows that begin with BOS twice",
    "answer_not_ended": "answers without their end token: the model would not stop",
    "no_targets": "rows with nothing to learn",
    "prompt_not_prefix": "rows asked otherwise than they are taught",
    "template_refuses": "rows that the chat template refuses",
    "rows_over_length": "rows over the length: the run stops at the first",
    "rows_dropped_share": "share of rows over the length, which are dropped",
    "answers_longer_than_limit": "answers longer than the length",
    "same_question_other_answer": "questions that have another answer elsewhere",
    "answer_contains_question": "answers that hold their whole question",
    "fact_not_in_answer": "answers without a fact that they should state",
    "control_characters": "rows with invisible characters",
    "special_token_in_text": "rows whose text the tokenizer takes for a marker",
    "other_language_share": "share of rows in another language",
    "same_answer_groups": "most facts that have one and the same answer",
    "template_share": "share of the largest template",
    "refusal_share_most": "share of refusals",
    "refusal_share_least": "share of refusals, which must be at least",
}


def screen(told: Told) -> list[str]:
    """The audit in some forty lines."""
    return [
        *_head(told),
        "",
        *bars(told["histogram"]["train"], told["against_limit"]["limit"]),
        "",
        *_fit(told),
        "",
        *_limits(told),
        "",
        *_verdict(told),
    ]


def bars(histogram: Sequence[Mapping[str, int]], limit: int) -> list[str]:
    """The lengths of train as bars, neighbours joined so that they fit, the limit marked where it falls."""
    step = -(-len(histogram) // ROWS) or 1
    joined = [histogram[i : i + step] for i in range(0, len(histogram), step)]
    counts = [sum(bar["rows"] for bar in group) for group in joined]
    most = max(counts, default=1)
    lines = []
    for group, count in zip(joined, counts, strict=True):
        low, high = group[0]["from"], group[-1]["to"] - 1
        mark = f"  <- limit {limit}" if low <= limit <= high else ""
        lines.append(f"  {low:>5}-{high:<5} {_bar(count / most)} {count:>8,}{mark}")
    return lines


def duration(hours: float | None) -> str:
    """Hours as people say them; empty where they are not known."""
    if hours is None:
        return ""
    return f"{hours:.1f} h" if hours >= 1.5 else f"{hours * 60:.0f} min"


def value(number: float) -> str:
    """A count with its thousands, a share in per cent."""
    return f"{number:.1%}" if isinstance(number, float) else f"{number:,}"


def _head(told: Told) -> list[str]:
    epoch, train = told["epoch"], told["lengths"]["split"].get("train", {"rows": 0})
    lines = [
        f"version {told['dataset']['version']}, {told['tokenizer']}, preset {told['preset']}",
        f"{train['rows']:,} rows to train on, {epoch['tokens']:,} tokens an epoch, {epoch['targets']:,} to be learned",
    ]
    if train["rows"]:
        names = ("min", "mean", "p50", "p90", "p95", "p99", "max")
        lines.append("tokens a row: " + ", ".join(f"{name} {train[name]}" for name in names))
    return lines


def _fit(told: Told) -> list[str]:
    a = told["against_limit"]
    lines = [
        f"length {a['limit']}: {a['rows_over']:,} rows over it ({a['overlong']}), {a['answers_cut']:,} answers would be"
        f" cut, {a['no_room_for_answer']:,} have no room at all; nothing is cut from {a['nothing_cut_from']} on"
    ]
    for name, way in told["padding"].items():
        shared = f", {way['shared']} shared tokens aside" if way["shared"] else ""
        lines.append(
            f"{name}: {way['fill']:.0%} of {way['computed']:,} tokens useful{shared}, {way['updates']:,} updates"
        )
    return [*lines, *(f"longest: {row['tokens']} tokens, {row['id']}" for row in told["longest"][:2])]


def _limits(told: Told) -> list[str]:
    room = f"of {told['memory_room_gb']} GB, {told['backend']}"
    lines = [f"  length   answers cut   memory {room:<22} time"]
    for row in told["limits"]:
        fits = "" if row["memory_gb"] <= told["memory_room_gb"] else "too much"
        hours = duration(row["hours"])
        mark = "*" if row["set"] else " "
        lines.append(
            f" {mark}{row['limit']:>6}   {row['answers_cut']:>11,}   {row['memory_gb']:>6.2f} GB {fits:<19} "
            f"x{row['time']:.2f} {hours}".rstrip()
        )
    return lines


def _verdict(told: Told) -> list[str]:
    judged = told["verdict"]["judgements"]
    lines = [_judgement(told, j) for j in judged if not j["passed"]]
    fine = sum(j["passed"] for j in judged)
    if told["verdict"]["passed"]:
        return [*lines, f"verdict: train on it ({fine} of {len(judged)} limits kept)"]
    return [*lines, f"verdict: do not train on it ({fine} of {len(judged)} limits kept)"]


def _judgement(told: Told, j: Mapping[str, Any]) -> str:
    sign = "FATAL" if j["fatal"] else "over" if j["what"] != "refusal_share_least" else "under"
    fault = told["faults"].get(j["what"].removesuffix("_share"), {"ids": []})
    first = f": {', '.join(fault['ids'][:2])}" if fault["ids"] else ""
    return f"{sign}: {MEANINGS[j['what']]}: {value(j['value'])} (limit {value(j['limit'])}){first}"


def _bar(share: float) -> str:
    eighths = round(share * BAR * 8)
    if share > 0:
        eighths = max(1, eighths)
    whole, rest = divmod(eighths, 8)
    return ("█" * whole + (BLOCKS[rest] if rest else "")).ljust(BAR)
