"""The one place where messages become token ids: audit, plan, train, evaluate and ask all come here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2.exceptions import TemplateError

from records.errors import AcervoError

Turns = Sequence[Mapping[str, str]]
"""Messages in order, each with its `role` and `content`."""


class EncodingError(AcervoError):
    """A conversation that cannot be trained on as the tokenizer writes it. `fault` is its name in an audit."""

    def __init__(self, where: object, fault: str, what: str, remedy: str) -> None:
        self.fault = fault
        super().__init__(where, what, remedy)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One conversation in tokens. `learn[i]` says whether the token `ids[i]` is to be learned."""

    id: str
    ids: tuple[int, ...]
    learn: tuple[bool, ...]

    @property
    def targets(self) -> int:
        """How many of its tokens are to be learned."""
        return sum(self.learn)


def encode(tokenizer: Any, messages: Turns, name: str = "example", prompt_loss: bool = False) -> Encoded:
    """Token ids of a conversation, and which of them are answers: every assistant turn, the end marker included.

    For a prompt of p tokens in a sequence of n, exactly the ids p <= i < n are learned. Raises AcervoError with the
    example's name when the template puts two BOS, writes a prompt that its answer does not continue, or leaves nothing
    to learn.
    """
    turns = as_template_takes(tokenizer, messages)
    ids = _ids(tokenizer, turns, name)
    learn = [prompt_loss] * len(ids)
    for turn, message in enumerate(turns):
        if message["role"] == "assistant":
            start, end = _answer_span(tokenizer, turns, turn, ids, name)
            learn[start:end] = [True] * (end - start)
    learn[0] = False  # nothing stands before it from which it could be told
    if not any(learn):
        remedy = "the last message must be the assistant's and not empty"
        raise EncodingError(name, "no_targets", "no token to learn", remedy)
    return Encoded(name, tuple(ids), tuple(learn))


def encode_prompt(tokenizer: Any, messages: Turns) -> list[int]:
    """Token ids up to where the answer begins: what a model is asked with. The last message is the user's."""
    return _ids(tokenizer, as_template_takes(tokenizer, messages), "prompt", prompt=True)


def encode_rows(
    tokenizer: Any, rows: Iterable[Mapping[str, Any]], length: int, overlong: str = "raise", prompt_loss: bool = False
) -> tuple[list[Encoded], list[str]]:
    """The rows of a frozen file in tokens, none longer than `length`; and the ids of those dropped for their length."""
    encoded = [encode(tokenizer, row["messages"], row["id"], prompt_loss) for row in rows]
    fitted = [fit(one, length, overlong, tokenizer.bos_token_id) for one in encoded]
    dropped = [one.id for one, kept in zip(encoded, fitted, strict=True) if kept is None]
    return [one for one in fitted if one is not None], dropped


def fit(encoded: Encoded, length: int, overlong: str, bos: int | None = None) -> Encoded | None:
    """The example in at most `length` tokens; None when it is to be dropped. An answer is never cut.

    Truncation takes tokens from the start of the prompt, after BOS. Raises AcervoError by the policy `raise`, and when
    the answer alone is too long.
    """
    extra = len(encoded.ids) - length
    if extra <= 0:
        return encoded
    if overlong == "drop":
        return None
    head = 1 if encoded.ids[0] == bos else 0
    first = encoded.learn.index(True)
    if overlong == "raise" or first - 1 < extra:  # a token must stand before the first that is learned
        even = "" if overlong == "raise" else " even without its prompt"
        what = f"is {len(encoded.ids)} tokens long, over {length}{even}"
        raise AcervoError(encoded.id, what, "raise batches.length or set batches.overlong: drop")
    cut = head + extra
    return Encoded(encoded.id, encoded.ids[:head] + encoded.ids[cut:], encoded.learn[:head] + encoded.learn[cut:])


def as_template_takes(tokenizer: Any, messages: Turns) -> list[dict[str, str]]:
    """The messages, the system's folded into the first user message where the template refuses one."""
    turns = [{"role": m["role"], "content": m["content"]} for m in messages]
    if turns[0]["role"] != "system" or _takes_system(tokenizer):
        return turns
    if len(turns) < 2 or turns[1]["role"] != "user":
        what = "a system message with no user message after it"
        raise EncodingError("messages", "template_refuses", what, "add the question")
    return [{"role": "user", "content": f"{turns[0]['content']}\n\n{turns[1]['content']}"}, *turns[2:]]


@lru_cache(maxsize=4)
def _takes_system(tokenizer: Any) -> bool:
    """Whether the chat template shows a system message and raises no error over it, with an answer or without.

    Mistral-7B-Instruct-v0.3's own shows it in a question and leaves it out where an answer stands after that.
    """
    asked = [{"role": "system", "content": "acervo-system"}, {"role": "user", "content": "x"}]
    try:
        prompt = tokenizer.apply_chat_template(asked, tokenize=False, add_generation_prompt=True)
        whole = tokenizer.apply_chat_template([*asked, {"role": "assistant", "content": "y"}], tokenize=False)
    except TemplateError:
        return False
    return "acervo-system" in prompt and "acervo-system" in whole


def _ids(tokenizer: Any, turns: Turns, name: str, prompt: bool = False) -> list[int]:
    try:
        told = tokenizer.apply_chat_template(list(turns), tokenize=True, add_generation_prompt=prompt)
    except TemplateError as error:
        what = f"refuses the messages ({error})"
        raise EncodingError("chat template", "template_refuses", what, "roles must alternate, user first") from error
    ids = list(told["input_ids"] if isinstance(told, Mapping) else told)
    if tokenizer.bos_token_id is not None and ids[:2] == [tokenizer.bos_token_id] * 2:
        remedy = "the chat template writes BOS and the tokenizer adds another"
        raise EncodingError(name, "duplicate_bos", "begins with BOS twice", remedy)
    return ids


def _answer_span(tokenizer: Any, turns: Turns, turn: int, ids: list[int], name: str) -> tuple[int, int]:
    """Where `turns[turn]` stands in `ids`: from the end of its prompt to the end of its turn."""
    prompt = _ids(tokenizer, turns[:turn], name, prompt=True)
    through = ids if turn == len(turns) - 1 else _ids(tokenizer, turns[: turn + 1], name)
    if ids[: len(prompt)] != prompt or ids[: len(through)] != through:
        what = "the prompt's tokens are not the beginning of the whole conversation's"
        remedy = "take another model: this one's chat template writes an answer otherwise when it asks for one"
        raise EncodingError(name, "prompt_not_prefix", what, remedy)
    return len(prompt), len(through)
