"""Mistral v3's tokens are those of mistral-common, id for id."""

import random
from functools import cache
from typing import Any

import pytest
from jinja2.exceptions import TemplateError

from tests.archive import ARCHIVE, needs_archive
from train.encoding import encode, encode_prompt
from train.mistral_tokens import MistralTokens, is_mistral_v3, is_pair

PIECES = (
    "Como terminou o Farense-Benfica?", "2 de abril de 1995", "3–1", "Diz-me:", "à", "ação", "coração", "«Aspas»",
    "  dois espaços", "\n", "\n\n", "\t", "1.º", "€ 5", "日本", "🙂", "e\u0301", "</s>", "[INST]", "<s>", "…", "n.º 7",
    "O árbitro suspendeu o jogo aos 37 minutos.", "https://exemplo.pt/a?b=c", "ﬁm", "\u00a0", "a" * 50, "IIª Divisão",
)  # fmt: skip
SYSTEM = "És o arquivista do SC Leões: respondes pelo arquivo e dizes quando não há registo."


@pytest.fixture(name="tokens", scope="module")
def mistral_tokens() -> MistralTokens:
    return MistralTokens()


def conversations(number: int) -> list[list[dict[str, str]]]:
    """Texts of every sort, with a system message and without, with spaces and line ends at both ends."""
    made = []
    for n in range(number):
        draw = random.Random(n)
        question, answer = (
            draw.choice(("", " ", "\n")) + draw.choice((" ", "")).join(draw.choices(PIECES, k=draw.randint(1, 9)))
            for _ in range(2)
        )
        turns = [("user", question), ("assistant", answer + draw.choice(("", " ", "  ", "\n", "\n ")) + "x" * (n % 2))]
        if n % 3:
            turns = [("system", draw.choice((SYSTEM, "És.", "Linha\n", "dois  "))), *turns]
        made.append([{"role": role, "content": text} for role, text in turns])
    return made


@cache
def mistral_common() -> Any:
    from mistral_common.tokens.tokenizers.mistral import MistralTokenizer

    return MistralTokenizer.v3().instruct_tokenizer


def their_own(messages: list[dict[str, str]]) -> list[int]:
    """What mistral-common itself makes of a conversation."""
    from mistral_common.protocol.instruct.messages import AssistantMessage, UserMessage
    from mistral_common.protocol.instruct.request import InstructRequest

    system = messages[0]["content"] if messages[0]["role"] == "system" else None
    turns = [
        (UserMessage if m["role"] == "user" else AssistantMessage)(content=m["content"])
        for m in messages
        if m["role"] != "system"
    ]
    request = InstructRequest(messages=turns, system_prompt=system)
    return mistral_common().encode_instruct(request).tokens


def test_two_hundred_varied_conversations_are_encoded_as_mistral_common_does(tokens: MistralTokens) -> None:
    made = conversations(200)
    theirs = [their_own(messages) for messages in made]
    assert [list(encode(tokens, messages).ids) for messages in made] == theirs
    assert [[*prompt, *answer] for prompt, answer in tokens.encode_pairs(made)] == theirs


def test_answers_begin_where_the_prompt_ends(tokens: MistralTokens) -> None:
    for messages, (prompt, answer) in zip(conversations(50), tokens.encode_pairs(conversations(50)), strict=True):
        assert encode_prompt(tokens, messages[:-1]) == prompt
        assert encode(tokens, messages).targets == len(answer)


def test_two_questions_are_encoded_as_mistral_common_does(tokens: MistralTokens) -> None:
    turns = [("user", "Quem?"), ("assistant", "O Leões. "), ("user", "E quando?"), ("assistant", "Em 1912.")]
    messages = [{"role": role, "content": text} for role, text in turns]
    assert list(encode(tokens, messages).ids) == their_own(messages)
    assert not is_pair(messages)


def test_by_hand() -> None:
    ids = MistralTokens().encode_pairs([[{"role": "user", "content": "A"}, {"role": "assistant", "content": "A  "}]])
    assert ids == [([1, 3, 1098, 4], [1098, 2])]


def test_turns_out_of_order_are_refused(tokens: MistralTokens) -> None:
    with pytest.raises(TemplateError, match="must take turns"):
        tokens.apply_chat_template([{"role": "assistant", "content": "x"}])


def test_names_of_the_model_that_reads_so() -> None:
    names = ("mistral-v3", "mlx-community/Mistral-7B-Instruct-v0.3-4bit", "mistralai/Mistral-7B-Instruct-v0.2")
    assert [is_mistral_v3(name) for name in names] == [True, True, False]


@pytest.mark.slow
@needs_archive
def test_lines_of_the_archive_are_encoded_as_mistral_common_does(tokens: MistralTokens) -> None:
    """Questions and answers cut out of the archive's own texts, odd characters and all."""
    lines: list[str] = []
    for path in sorted(ARCHIVE.rglob("*")):
        if path.suffix in {".md", ".txt", ".csv"} and len(lines) < 4000:
            text = path.read_bytes()[:40_000].decode("utf-8", "replace")
            lines += [line for line in text.splitlines() if line.strip()][:200]
    pairs = [
        [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": asked},
            {"role": "assistant", "content": answered},
        ]
        for asked, answered in zip(lines[:4000:2], lines[1:4000:2], strict=False)
    ]
    assert len(pairs) > 100
    assert [[*prompt, *answer] for prompt, answer in tokens.encode_pairs(pairs)] == [their_own(p) for p in pairs]
