"""Mistral's v3 tokenizer, that of Mistral-7B-Instruct-v0.3, from mistral-common's own file: nothing is downloaded.

`[1, 3] + question + [4] + answer + [2]`, the answer without the spaces at its end, as mistral-common writes it.
"""

import importlib.metadata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2.exceptions import TemplateError

from records.errors import AcervoError

NAME = "mistral-v3"
PACKAGE = "mistral-common"
FILE = "mistral_instruct_tokenizer_240323.model.v3"
BOS, EOS, BEGIN, END = 1, 2, 3, 4
ROLES = ("user", "assistant")

Messages = Sequence[Mapping[str, str]]


class MistralTokens:
    """What `train.encoding` asks of a tokenizer, and a quicker way for many short conversations."""

    bos_token_id = BOS
    eos_token_ids = frozenset((EOS,))
    all_special_tokens: tuple[str, ...] = ()
    """None that a text could hold: sentencepiece reads `</s>` in a text as four letters."""

    def __init__(self) -> None:
        from sentencepiece import SentencePieceProcessor

        self.pieces: Any = SentencePieceProcessor(model_file=str(tokenizer_file()))
        # `encode_pairs` cuts texts at a line's end: sound only as long as no piece of the vocabulary runs across one
        if any("\n" in self.pieces.id_to_piece(i) for i in range(self.pieces.vocab_size())):
            raise AcervoError(FILE, "holds pieces with line ends", "install the mistral-common of requirements.lock")
        self._folded = lru_cache(maxsize=64)(self._encode_folded)

    def apply_chat_template(
        self, messages: Messages, tokenize: bool = True, add_generation_prompt: bool = False
    ) -> list[int]:
        """The token ids of a conversation. Raises TemplateError where user and assistant do not take turns.

        Like the template that comes with the model for MLX it refuses a system message; `train.encoding` then puts it
        before the first question, which for one question is what mistral-common does.
        """
        if not tokenize:
            raise TemplateError("only token ids can be had")
        ids = [BOS]
        for turn, message in enumerate(messages):
            if message["role"] != ROLES[turn % 2]:
                raise TemplateError("after <s> a user's and an assistant's message must take turns")
            if message["role"] == "user":
                ids += [BEGIN, *self.pieces.encode(message["content"]), END]
            else:
                ids += [*self.pieces.encode(message["content"].rstrip(" ")), EOS]
        return ids

    def encode_pairs(self, conversations: Sequence[Messages]) -> list[tuple[list[int], list[int]]]:
        """(prompt ids, answer ids) of conversations of one question and one answer, a system message before or not.

        The same ids as `apply_chat_template` gives, but all texts are handed over at once and a system message that
        comes again and again is encoded once.
        """
        systems = [c[0]["content"] if len(c) == 3 else None for c in conversations]
        questions = [
            c[-2]["content"] if system is None else f"\n{c[-2]['content']}"
            for c, system in zip(conversations, systems, strict=True)
        ]
        asked = self.pieces.encode(questions, num_threads=1)
        answered = self.pieces.encode([c[-1]["content"].rstrip(" ") for c in conversations], num_threads=1)
        pairs = []
        for system, question, answer in zip(systems, asked, answered, strict=True):
            # [1:] leaves out the space that sentencepiece puts before any text
            head = [BOS, BEGIN, *question] if system is None else self._folded(system) + question[1:]
            head.append(END)
            answer.append(EOS)
            pairs.append((head, answer))
        return pairs

    def decode(self, ids: Sequence[int]) -> str:
        """The text of ids."""
        return self.pieces.decode(list(ids))

    def _encode_folded(self, system: str) -> list[int]:
        """The ids of a system message folded into the question after it, up to the second of the two line ends."""
        return [BOS, BEGIN, *self.pieces.encode(f"{system}\n")]


def is_pair(messages: Messages) -> bool:
    """Whether `encode_pairs` takes this conversation."""
    roles = tuple(m["role"] for m in messages)
    return roles in (("user", "assistant"), ("system", "user", "assistant"))


def is_mistral_v3(model: str) -> bool:
    """Whether a model's name says that it reads with this tokenizer."""
    return model == NAME or "mistral-7b-instruct-v0.3" in model.lower()


def tokenizer_file() -> Path:
    """Where mistral-common keeps the file; the package itself, slow to import, is not imported."""
    for file in importlib.metadata.files(PACKAGE) or []:
        if file.name == FILE:
            return Path(str(file.locate()))
    raise AcervoError(PACKAGE, f"does not hold {FILE}", "install the mistral-common of requirements.lock")
