"""The queue: what is worth a look first comes first, nothing twice, nothing never; shares cover it."""

from review_app.decisions import decide
from review_app.lessons import mark
from review_app.search import Filter
from review_app.worklist import Share, left, next_id
from tests.review_app.made import conflict, example, examples, generate


def walk(place, wanted, share=None, steps=60):
    """Ids in the order in which skipping meets them, until the first comes back."""
    share, seen, after = share or Share(), [], ""
    for _ in range(steps):
        after = next_id(place.index, wanted, share, after)
        if after is None or after in seen:
            return seen
        seen.append(after)
    return seen


def test_conflicts_come_first_then_flags_then_what_the_model_got_wrong_then_the_rest(place):
    mark(place.index, [example(30)["id"], example(20)["id"]])
    order = walk(place, Filter())
    assert order[0] == conflict(0)["id"]
    assert set(order[1:3]) == {example(4)["id"], example(8)["id"]}
    assert set(order[3:5]) == {example(30)["id"], example(20)["id"]}
    assert len(order) == 41


def test_the_sample_of_the_rest_does_not_ask_one_fact_over_and_over(tmp_path):
    from review_app.workplace import open_workplace

    generate(tmp_path, examples(400))
    place = open_workplace(tmp_path, tmp_path / "corpus")
    place.level()
    first = walk(place, Filter(), steps=53)[3:]
    assert len({name.rsplit("/", 1)[0] for name in first}) > 35


def test_what_is_decided_leaves_the_queue_and_a_filter_by_state_brings_it_back(place):
    first = next_id(place.index, Filter(), Share())
    example_now = place.index.example(first)
    decide(place.ledger, example_now, "approved", "Ana")
    place.level()
    assert first not in walk(place, Filter())
    assert walk(place, Filter(state="approved")) == [first]
    assert left(place.index, Filter(), Share()) == 40


def test_skipping_past_the_end_comes_round_and_a_lone_example_has_no_next(place):
    order = walk(place, Filter(text="olhanense"))
    assert len(order) == 4
    assert next_id(place.index, Filter(text="olhanense"), Share(), order[-1]) == order[0]
    assert next_id(place.index, Filter(flag="conflict"), Share(), conflict(0)["id"]) is None


def test_shares_deal_every_fact_to_somebody_whole_and_the_overlap_to_all(place):
    shares = [set(walk(place, Filter(), Share(number, 3))) for number in (1, 2, 3)]
    assert sum(map(len, shares)) == 41 and len(set.union(*shares)) == 41
    facts = [{place.index.example(name).group for name in share} for share in shares]
    assert not facts[0] & facts[1] and not facts[1] & facts[2] and not facts[0] & facts[2]
    assert set(walk(place, Filter(), Share(2, 3, overlap=100))) == set.union(*shares)


def test_what_all_see_waits_for_each_of_them_and_the_rest_for_one(place):
    alone, common = Share(1, 2), Share(1, 2, overlap=100)
    name = next_id(place.index, Filter(flag="ocr"), common, curator="Rui")
    decide(place.ledger, place.index.example(name), "approved", "Ana")
    place.level()
    assert left(place.index, Filter(flag="ocr"), common, "Ana") == 1
    assert left(place.index, Filter(flag="ocr"), common, "Rui") == 2
    assert left(place.index, Filter(flag="ocr"), alone, "Rui") + left(
        place.index, Filter(flag="ocr"), Share(2, 2), "Rui"
    ) == 1  # fmt: skip
    decide(place.ledger, place.index.example(name), "rejected", "Rui")
    place.level()
    assert left(place.index, Filter(flag="ocr"), common, "Rui") == 1
