"""Which examples are computed together, and that none is left out."""

import random

import numpy as np
import pytest

from train.batching import STEP, Pool, collate, epoch_windows, row_shape, split_window
from train.config import Batches
from train.encoding import Encoded


def lengths(count: int, longest: int = 90) -> list[int]:
    draw = random.Random(count)
    return [draw.randint(5, longest) for _ in range(count)]


@pytest.mark.parametrize("packing", [True, False])
@pytest.mark.parametrize("count", [1, 3, 7, 64, 101])
@pytest.mark.parametrize("micro_batch", [1, 4])
def test_every_example_once_an_epoch_whatever_divides(packing, count, micro_batch):
    settings = Batches(micro_batch=micro_batch, accumulation=3, packing=packing, pack_to=128)
    windows = epoch_windows(lengths(count), settings, seed=1, epoch=0)
    seen = [i for window in windows for batch in window for row in batch for i in row]
    assert sorted(seen) == list(range(count))


def test_order_is_a_function_of_seed_and_epoch_alone():
    settings, sizes = Batches(), lengths(50)
    first = epoch_windows(sizes, settings, 1, 0)
    random.seed(99)
    np.random.seed(99)  # others' generators are not ours
    assert epoch_windows(sizes, settings, 1, 0) == first
    assert epoch_windows(sizes, settings, 1, 1) != first
    assert epoch_windows(sizes, settings, 2, 0) != first


def test_packed_rows_hold_no_more_than_their_room_and_are_well_filled():
    sizes = lengths(400, 60)
    settings = Batches(packing=True, pack_to=128, micro_batch=4)
    batches = [batch for window in epoch_windows(sizes, settings, 0, 0) for batch in window]
    rows = [sum(sizes[i] for i in row) for batch in batches for row in batch]
    assert max(rows) <= 128
    assert sum(rows) / (128 * len(rows)) > 0.95


def test_long_example_has_its_row_and_its_micro_batch_is_no_larger_in_tokens():
    sizes = [20] * 30 + [300, 310]
    settings = Batches(packing=True, pack_to=128, micro_batch=4)
    for batch in (batch for window in epoch_windows(sizes, settings, 0, 0) for batch in window):
        rows, width = row_shape(batch, sizes, settings)
        assert rows * width <= 4 * 128


def test_sorted_micro_batches_pad_little():
    sizes = lengths(400)
    settings = Batches(packing=False, micro_batch=8)
    batches = [batch for window in epoch_windows(sizes, settings, 0, 0) for batch in window]
    padded = sum(np.prod(row_shape(batch, sizes, settings)) for batch in batches)
    assert sum(sizes) / padded > 0.7  # what is left is rounding up to STEP
    assert {row_shape(batch, sizes, settings)[1] % STEP for batch in batches} == {0}


def test_halved_micro_batches_hold_the_same_examples():
    window = (((0, 1), (2,), (3,)), ((4,), (5,)))
    halves = split_window(window, 2)
    assert halves == [((0, 1), (2,)), ((3,),), ((4,), (5,))]


def test_arrays_of_a_packed_row_computed_by_hand():
    examples = [Encoded("a", (5, 6, 7), (False, True, True)), Encoded("b", (8, 9), (False, True))]
    batch = collate(((0, 1),), Pool(examples), Batches(packing=True, pack_to=8))
    assert np.array(batch.ids).tolist() == [[5, 6, 7, 8, 9, 0, 0, 0]]
    assert batch.segments is not None
    assert np.array(batch.segments).tolist() == [[0, 0, 0, 1, 1, -1, -1, -1]]
    assert np.array(batch.positions)[:3].tolist() == [0, 1, 3]
    assert np.array(batch.targets)[:3].tolist() == [6, 7, 9]
    assert np.array(batch.weights).tolist() == [1, 1, 1] + [0] * (STEP - 3)


def test_what_all_examples_begin_with_is_left_out_of_the_rows_but_for_where_an_answer_is_told_from():
    examples = [
        Encoded("a", (5, 6, 7, 8, 9), (False, False, False, True, True)),
        Encoded("b", (5, 6, 7, 10), (False, False, False, True)),
    ]
    pool = Pool(examples, share_prefix=True)
    assert (pool.shared, pool.lengths) == (2, [3, 2])
    batch = collate(((0,), (1,)), pool, Batches(share_prefix=True))
    assert batch.prefix is not None
    assert np.array(batch.prefix).tolist() == [[5, 6]]
    assert np.array(batch.ids)[:, :4].tolist() == [[7, 8, 9, 0], [7, 10, 0, 0]]
    assert np.array(batch.targets)[:3].tolist() == [8, 9, 10]
