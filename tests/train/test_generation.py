"""Batched greedy answers are those of one question at a time."""

from typing import Any

import mlx.core as mx
import pytest
from mlx.utils import tree_map
from mlx_lm.generate import generate_step

from tests.train.tiny import tiny_model, tiny_tokenizer
from train.generation import generate_answers, stream_answer

QUESTIONS = ["Jogo 1?", "Como acabou o jogo 2, em casa?", "E o 3?", "Jogo 1?", "x"]
SYSTEM = "Responde pelo arquivo."


@pytest.fixture(scope="module")
def machine():
    return tiny_model(vocab_size=261), tiny_tokenizer()


def prompts_of(tokenizer, system: str | None) -> list[list[int]]:
    first = [{"role": "system", "content": system}] if system else []
    return [
        list(tokenizer.apply_chat_template([*first, {"role": "user", "content": q}], add_generation_prompt=True))
        for q in QUESTIONS
    ]


def one_by_one(model: Any, tokenizer: Any, prompt: list[int], limit: int) -> str:
    ids = []
    for token, _ in generate_step(mx.array(prompt), model, max_tokens=limit):
        if int(token) in tokenizer.eos_token_ids:
            break
        ids.append(int(token))
    return tokenizer.decode(ids, skip_special_tokens=True).strip()


@pytest.mark.parametrize("system", [None, SYSTEM])
@pytest.mark.parametrize("batch", [2, 8])
def test_batched_answers_equal_those_one_by_one_in_the_order_of_the_questions(machine, system, batch):
    model, tokenizer = machine
    prompts = prompts_of(tokenizer, system)
    together = generate_answers(model, tokenizer, prompts, max_tokens=12, batch=batch)
    assert [a.text for a in together] == [one_by_one(model, tokenizer, p, 12) for p in prompts]


def test_an_answer_cut_at_the_limit_says_so(machine):
    model, tokenizer = machine
    answers = generate_answers(model, tokenizer, prompts_of(tokenizer, None), max_tokens=3)
    assert [(a.tokens, a.finished) for a in answers if a.tokens == 3] and not any(
        a.finished for a in answers if a.tokens == 3
    )


def test_progress_counts_every_answer_once(machine):
    model, tokenizer = machine
    counted = []
    generate_answers(model, tokenizer, prompts_of(tokenizer, SYSTEM), max_tokens=4, done=counted.append)
    assert sum(counted) == len(QUESTIONS)


def test_no_questions_no_answers(machine):
    assert generate_answers(machine[0], machine[1], []) == []


def test_streamed_answer_is_the_same_answer(machine):
    model, tokenizer = machine
    prompt = prompts_of(tokenizer, SYSTEM)[1]
    assert "".join(stream_answer(model, tokenizer, prompt, 12)).strip() == one_by_one(model, tokenizer, prompt, 12)


def test_each_question_may_have_its_own_limit(machine):
    model, tokenizer = machine
    prompts = prompts_of(tokenizer, SYSTEM)
    limits = [1, 2, 3, 4, 5]
    answers = generate_answers(model, tokenizer, prompts, max_tokens=limits)
    assert [a.text for a in answers] == [
        one_by_one(model, tokenizer, prompt, limit) for prompt, limit in zip(prompts, limits, strict=True)
    ]


def test_what_fails_in_one_share_ends_all_and_is_told(machine):
    model, tokenizer = machine

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate_answers(model, tokenizer, prompts_of(tokenizer, SYSTEM), max_tokens=12, done=interrupted)


def test_a_model_whose_weights_are_not_computed_yet_answers_too(machine):
    model, tokenizer = tiny_model(vocab_size=261), machine[1]
    model.update(tree_map(lambda weight: weight * 1.0, model.parameters()))
    prompts = prompts_of(tokenizer, None)
    assert generate_answers(model, tokenizer, prompts, 4) == generate_answers(machine[0], tokenizer, prompts, 4)
