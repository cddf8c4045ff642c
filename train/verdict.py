"""The verdict of an audit: its figures against stated limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.settings import filled, read_yaml
from train.config import Config
from train.faults import FATAL
from train.languages import small_words


@dataclass(frozen=True)
class Limits:
    """The most that passes. A YAML file given with --limits changes some of them."""

    language: str = "pt"
    """The language of questions and answers, two letters: one of `languages.yaml`."""
    dropped_share: float = 0.01
    """Share of train's rows that may be over the length, where the settings drop those."""
    other_language_share: float = 0.01
    """Share of all rows that may be in another language."""
    same_question_other_answer: int = 0
    """Rows whose question was answered otherwise before."""
    same_answer_groups: int = 20
    """Groups (matches, persons, passages) that may all have one and the same answer."""
    answer_contains_question: int = 0
    fact_not_in_answer: int = 0
    control_characters: int = 0
    special_token_in_text: int = 0
    template_share: float = 0.7
    """Share of train that one template may have; the profile's balance allows as much unless it says otherwise."""
    refusal_share_most: float = 0.5
    refusal_share_least: float = 0.05
    """With fewer a model is not taught to decline what it was never told."""


@dataclass(frozen=True)
class Judgement:
    """One figure against its limit."""

    what: str
    value: float
    limit: float
    passed: bool
    fatal: bool = False
    """`make train` refuses over it."""


def read_limits(path: Path | None) -> Limits:
    """The limits of a YAML file over the defaults. Raises AcervoError for unknown names and wrong types."""
    if path is None:
        return Limits()
    if not path.is_file():
        raise AcervoError(path, "no such file", "give a YAML file with limits such as `template_share: 0.5`")
    limits = filled(Limits(), read_yaml(path) or {}, path)
    known = sorted(set(small_words().values()))
    if limits.language not in known:
        raise AcervoError(path, f"no small words of the language {limits.language!r}", f"there are {', '.join(known)}")
    return limits


def judge(figures: Mapping[str, Any], config: Config, limits: Limits) -> list[Judgement]:
    """Every figure that has a limit, the fatal ones first."""
    faults, balance = figures["faults"], figures["balance"]
    rows = max(1, figures["rows"])
    judged = [_most(name, faults[name]["count"], 0, fatal=True) for name in FATAL]
    judged.append(_length(figures, config, limits))
    counted = (
        "same_question_other_answer",
        "answer_contains_question",
        "fact_not_in_answer",
        "control_characters",
        "special_token_in_text",
    )
    judged += [_most(name, faults[name]["count"], getattr(limits, name)) for name in counted]
    other = faults["other_language"]["count"] / rows
    refusals = balance["refusals"]["share"]
    least = limits.refusal_share_least
    return [
        *judged,
        _most("other_language_share", round(other, 4), limits.other_language_share),
        _most("same_answer_groups", balance["same_answer"]["groups"], limits.same_answer_groups),
        _most("template_share", balance["largest_template"]["share"], limits.template_share),
        _most("refusal_share_most", refusals, limits.refusal_share_most),
        Judgement("refusal_share_least", refusals, least, refusals >= least),
    ]


def passes(judged: list[Judgement], strict: bool) -> bool:
    """Whether training may go on; with `strict` every limit counts, else only what is fatal."""
    return all(j.passed for j in judged if strict or j.fatal)


def _length(figures: Mapping[str, Any], config: Config, limits: Limits) -> Judgement:
    """By the settings' own policy: rows over the length stop the run, are dropped, or lose the start of a prompt."""
    against = figures["against_limit"]
    if config.batches.overlong == "drop":
        share = against["rows_over"] / max(1, against["rows"])
        return _most("rows_dropped_share", round(share, 4), limits.dropped_share)
    if config.batches.overlong == "truncate_prompt":
        return _most("answers_longer_than_limit", against["answers_longer"], 0, fatal=True)
    return _most("rows_over_length", against["rows_over"], 0, fatal=True)


def _most(what: str, value: float, limit: float, fatal: bool = False) -> Judgement:
    return Judgement(what, value, limit, value <= limit, fatal)
