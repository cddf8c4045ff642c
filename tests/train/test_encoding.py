"""What the loss sees: token ids and which of them are answers."""

import pytest

from records.errors import AcervoError
from tests.train.tiny import TEMPLATE, tiny_tokenizer
from train.encoding import Encoded, encode, encode_prompt, encode_rows, fit

USER, ANSWER = {"role": "user", "content": "ab"}, {"role": "assistant", "content": "cd"}
SYSTEM = {"role": "system", "content": "S"}


def word(tokenizer, text):
    return tokenizer.encode(text, add_special_tokens=False)


def test_mask_of_a_row_computed_by_hand():
    tokenizer = tiny_tokenizer()
    encoded = encode(tokenizer, [USER, ANSWER])
    # <|user|> a b <|assistant|> c d </s>: a prompt of 4 in a sequence of 7, so the ids 4, 5 and 6 are learned
    assert list(encoded.ids) == [2, *word(tokenizer, "ab"), 3, *word(tokenizer, "cd"), 1]
    assert encoded.learn == (False, False, False, False, True, True, True)


def test_prompt_asked_is_the_prompt_trained_on():
    tokenizer = tiny_tokenizer()
    assert encode_prompt(tokenizer, [USER]) == list(encode(tokenizer, [USER, ANSWER]).ids[:4])


def test_every_assistant_turn_is_learned_and_no_question():
    tokenizer = tiny_tokenizer()
    encoded = encode(tokenizer, [USER, ANSWER, USER, ANSWER])
    one = (False, False, False, False, True, True, True)
    assert encoded.learn == one + one


def test_prompt_loss_learns_all_but_the_first_token():
    assert encode(tiny_tokenizer(), [USER, ANSWER], prompt_loss=True).learn == (False, *[True] * 6)


def test_system_message_is_folded_where_the_template_refuses_it():
    refusing = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE
    encoded = encode(tiny_tokenizer(refusing), [SYSTEM, USER, ANSWER])
    folded = encode(tiny_tokenizer(), [{"role": "user", "content": "S\n\nab"}, ANSWER])
    assert encoded.ids == folded.ids


def test_system_message_is_folded_where_the_template_ignores_it():
    ignoring = TEMPLATE.replace("<|{{ m.role }}|>", "{% if m.role != 'system' %}<|{{ m.role }}|>").replace(
        "{{ m.content }}", "{{ m.content }}{% endif %}"
    )
    assert encode(tiny_tokenizer(ignoring), [SYSTEM, USER, ANSWER]).ids[1] == word(tiny_tokenizer(), "S")[0]


def test_system_message_is_folded_where_the_template_leaves_it_out_before_an_answer():
    """Mistral-7B-Instruct-v0.3 writes it into the last message only, and only if that is the user's."""
    own = (
        "<s>{% set system = messages[0].content if messages[0].role == 'system' else '' %}"
        "{% for m in messages if m.role != 'system' %}"
        "{% if m.role == 'user' %}<|user|>{% if loop.last and system %}{{ system }}\n\n{% endif %}{{ m.content }}"
        "<|assistant|>{% else %}{{ m.content }}</s>{% endif %}{% endfor %}"
    )
    encoded = encode(tiny_tokenizer(own), [SYSTEM, USER, ANSWER])
    assert encoded.ids == encode(tiny_tokenizer(own), [{"role": "user", "content": "S\n\nab"}, ANSWER]).ids
    assert encode_prompt(tiny_tokenizer(own), [SYSTEM, USER]) == list(encoded.ids[: encoded.learn.index(True)])


def test_system_message_stays_where_the_template_takes_it():
    assert encode(tiny_tokenizer(), [SYSTEM, USER, ANSWER]).ids[0] == 4


def test_two_bos_are_an_error():
    twice = tiny_tokenizer("<s><s>" + TEMPLATE)
    with pytest.raises(AcervoError, match="results/7: begins with BOS twice"):
        encode(twice, [USER, ANSWER], "results/7")


def test_prompt_that_its_answer_does_not_continue_is_an_error():
    other = TEMPLATE.replace("{% if add_generation_prompt %}<|assistant|>", "{% if add_generation_prompt %}<|system|>")
    with pytest.raises(AcervoError, match="results/7: the prompt's tokens are not the beginning"):
        encode(tiny_tokenizer(other), [USER, ANSWER], "results/7")


def test_row_without_an_answer_is_an_error_with_its_id():
    with pytest.raises(AcervoError, match="results/7: no token to learn"):
        encode(tiny_tokenizer(), [USER], "results/7")


def test_overlong_example_stops_the_run_unless_told_otherwise():
    rows = [{"id": "long", "messages": [USER, ANSWER]}, {"id": "short", "messages": [{**USER, "content": "a"}, ANSWER]}]
    with pytest.raises(AcervoError, match="long: is 7 tokens long, over 6"):
        encode_rows(tiny_tokenizer(), rows, 6)
    kept, dropped = encode_rows(tiny_tokenizer(), rows, 6, "drop")
    assert ([e.id for e in kept], dropped) == (["short"], ["long"])


def test_truncation_takes_the_prompt_and_never_the_answer():
    example = Encoded("x", (0, 10, 11, 12, 20, 21), (False, False, False, False, True, True))
    cut = fit(example, 4, "truncate_prompt", bos=0)
    assert cut is not None
    assert (cut.ids, cut.learn) == ((0, 12, 20, 21), (False, False, True, True))
    with pytest.raises(AcervoError, match="is 6 tokens long, over 2 even without its prompt"):
        fit(example, 2, "truncate_prompt", bos=0)


def test_truncation_leaves_a_token_before_the_answer_where_there_is_no_bos():
    example = Encoded("x", (10, 11, 20, 21), (False, False, True, True))
    cut = fit(example, 3, "truncate_prompt")
    assert cut is not None and (cut.ids, cut.learn) == ((11, 20, 21), (False, True, True))
    with pytest.raises(AcervoError, match="over 2 even without its prompt"):
        fit(example, 2, "truncate_prompt")  # the first token of a row is told from nothing
