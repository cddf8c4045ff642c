"""What an adapter gains over its base model, and whether a fused model has kept it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from records.errors import AcervoError
from train.evaluation import perplexities
from train.judging import Judged, examined
from train.sampling import Row
from train.values import Aliases

TOLERATED = 0.05  # of the answers may be worse
KEPT = 0.9  # of the gain must be there after fusing
SLIGHT = 0.02  # nats a token: who gains less has nothing to keep


@dataclass(frozen=True, slots=True)
class Told:
    """How a model does on some rows."""

    judged: Sequence[Judged]
    loss: float
    """Of the reference answers, in nats a token."""

    @property
    def good(self) -> int:
        """Answers as they should be."""
        return sum(one.good for one in self.judged)


def told_by(model: Any, tokenizer: Any, rows: Sequence[Row], aliases: Aliases | None) -> Told:
    """Greedy answers, judged, and the loss."""
    return Told(examined(model, tokenizer, rows, aliases), loss_of(model, tokenizer, rows))


def loss_of(model: Any, tokenizer: Any, rows: Sequence[Row]) -> float:
    """The mean loss of the reference answers, in nats a token."""
    found = perplexities(model, tokenizer, rows).values()
    tokens = sum(one["tokens"] for one in found)
    return sum(math.log(one["perplexity"]) * one["tokens"] for one in found) / max(1, tokens)


def refuse_what_was_lost(base: float, adapter: Told, fused: Told) -> str:
    """What became of the gain, in a sentence. `base`: the loss of the model without the adapter.

    Raises AcervoError where the fused model answers worse than the adapter did, or where the gain over the base is
    gone. The loss tells where few answers are right: it sees every token of every answer.
    """
    asked, gain = len(adapter.judged), base - adapter.loss
    if not asked:
        return "Whether fusing has kept what was learnt could not be tried: the dataset's test split holds no rows."
    remedy = "use the adapter as it is, or --type float32"
    if adapter.good - fused.good > max(1, TOLERATED * asked):
        what = f"{adapter.good} of {asked} answers were as they should, {fused.good} are"
        raise AcervoError("export", f"fusing loses what was learnt: {what}", remedy)
    losses = f"the loss of an answer token is {base:.3f} without the adapter, {adapter.loss:.3f} with it, "
    if gain > SLIGHT and not base - fused.loss >= KEPT * gain:  # nor is it where the fused loss is not a number
        raise AcervoError("export", f"fusing loses what was learnt: {losses}{fused.loss:.3f} fused", remedy)
    answers = f"Of {asked} questions the adapter answers {adapter.good} as it should, the fused model {fused.good}"
    return f"{answers}; {losses}{fused.loss:.3f} fused."
