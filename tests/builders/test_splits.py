"""Splits that tell the truth."""

import random
from dataclasses import dataclass

from builders.hashing import unit_hash
from builders.profile import Splits
from builders.splits import Place, as_placed, candidate, place_all, withheld_in
from records.example import Example
from tests.making import example, messages

SPLITS = Splits(valid=0.2, test=0.2, known=0.4, probe_size=1000)


@dataclass(frozen=True)
class Placed:
    example: Example
    split: str
    probe: str
    reason: str


def place(examples: list[Example], splits: Splits) -> list[Placed]:
    places: list[Place] = place_all([candidate(example) for example in examples], splits)
    return [Placed(as_placed(e, p), *p) for e, p in zip(examples, places, strict=True)]


def archive(matches: int = 60) -> list[Example]:
    """For each match four questions in training words, two held out, a refusal, and a list that mentions it."""
    made = []
    for n in range(matches):
        refusal = f"Jogo {n}: não tenho registo desse jogo."
        for words in range(6):
            made.append(
                example(
                    f"Como acabou o jogo {n}, dito {words}?",
                    f"O jogo {n} acabou 2-1.",
                    group=f"match/{n}",
                    facts={"resultado": "2-1"},
                    refusal=refusal,
                    held_out=words > 3,
                )
            )
        made.append(
            example(
                f"E o jogo falso {n}?",
                f"Jogo falso {n}: não tenho registo desse jogo.",
                group=f"no-match/{n}",
                unanswerable=True,
                mentions=(f"match/{n}",),
            )
        )
        made.append(
            example(
                f"Lista {n}?", f"O jogo {n} acabou 2-1.", group=f"list/{n}", template="list", mentions=(f"match/{n}",)
            )
        )
    return made


def placed() -> list[Placed]:
    return place(archive(), SPLITS)


def test_nothing_that_is_withheld_has_a_trace_in_train() -> None:
    withheld = {p.example.group for p in placed() if p.probe == "unseen"}
    assert len(withheld) > 10
    for p in placed():
        if p.split == "train":
            assert p.example.group not in withheld
            assert not withheld.intersection(p.example.mentions)


def test_unseen_questions_are_answered_with_the_refusal_and_state_no_fact() -> None:
    unseen = [p.example for p in placed() if p.probe == "unseen"]
    assert unseen and all(e.answer == e.refusal and not e.facts for e in unseen)


def test_known_asks_in_held_out_words_only_what_train_teaches() -> None:
    taught = {p.example.group for p in placed() if p.split == "train"}
    known = [p.example for p in placed() if p.probe == "known"]
    assert known and all(e.held_out and e.group in taught for e in known)


def test_train_holds_no_held_out_words_and_both_answers_and_refusals() -> None:
    train = [p.example for p in placed() if p.split == "train"]
    assert not any(e.held_out for e in train)
    assert any(e.unanswerable for e in train) and any(not e.unanswerable for e in train)


def test_valid_and_test_each_hold_the_three_probes() -> None:
    found = {(p.split, p.probe) for p in placed() if p.split not in ("", "train")}
    assert found == {(s, p) for s in ("valid", "test") for p in ("known", "unseen", "unanswerable")}


def test_an_added_source_moves_no_group() -> None:
    before = {p.example.id: (p.split, p.probe) for p in place(archive(40), SPLITS)}
    after = {p.example.id: (p.split, p.probe) for p in place(archive(60), SPLITS)}
    assert before == {identifier: after[identifier] for identifier in before}


def test_the_order_in_which_examples_come_decides_nothing() -> None:
    shuffled = archive()
    random.Random(3).shuffle(shuffled)
    by_id = {p.example.id: p for p in place(shuffled, SPLITS)}
    assert by_id == {p.example.id: p for p in placed()}


def test_no_question_stands_in_two_splits() -> None:
    twice = [
        example("Mesma pergunta?", "Resposta um.", id="results/a/1", group="match/a"),
        example("mesma  pergunta", "Resposta um.", id="results/a/2", group="match/a", held_out=True),
    ]
    result = place(twice, Splits(valid=0.0, test=0.0, known=0.5))
    assert [(p.split, p.reason) for p in result] == [("train", ""), ("", "same_text_in_other_split")]


def test_a_question_that_cannot_be_refused_keeps_its_group_in_train() -> None:
    withheld = next(f"g/{n}" for n in range(100) if withheld_in(f"g/{n}", SPLITS))
    assert [p.split for p in place([example(group=withheld)], SPLITS)] == ["train"]


def test_a_full_probe_takes_every_group_before_any_twice() -> None:
    result = place(archive(), Splits(valid=0.0, test=0.0, known=0.5, probe_size=20))
    known = [p.example.group for p in result if (p.split, p.probe) == ("valid", "known")]
    assert len(known) == 20 == len(set(known))
    assert any(p.reason == "probe_full" for p in result)


def test_the_hash_is_uniform_enough_to_split_by() -> None:
    share = sum(unit_hash(f"name {n}") < 0.3 for n in range(5000)) / 5000
    assert abs(share - 0.3) < 0.02


def test_messages_keep_their_system_message_when_refused() -> None:
    withheld = next(f"g/{n}" for n in range(100) if withheld_in(f"g/{n}", SPLITS))
    made = example(group=withheld, refusal="Não tenho registo desse jogo.", messages=messages("P?", "R.", system="S"))
    (result,) = place([made], SPLITS)
    assert [m["content"] for m in result.example.messages] == ["S", "P?", "Não tenho registo desse jogo."]
