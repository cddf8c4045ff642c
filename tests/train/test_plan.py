"""The plan measures, says what fits, and is right about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from records.errors import AcervoError
from records.files import read_jsonl
from tests.train.test_loop import examples, trainer
from train import lora, memory
from train.config import Config, Memory, merge
from train.curves import duration
from train.plan import describe, refuse_what_does_not_fit
from train.planning import make_plan, padded_sizes


def test_plan_measures_the_longest_micro_batch_and_changes_nothing(tmp_path):
    one = trainer(tmp_path, [*examples(12), *examples(1, longest=400)])
    before = {name: value.tolist() for name, value in lora.adapter_weights(one.model).items()}
    plan = make_plan(one)
    assert not one.pool.kept
    assert plan.measured > plan.predicted / 3 and plan.fits
    assert plan.rows * plan.length == max(padded_sizes(one).values())
    assert {name: value.tolist() for name, value in lora.adapter_weights(one.model).items()} == before
    assert one.progress.step == 0
    assert describe(plan)[0].endswith("fits")


def test_what_does_not_fit_is_refused_with_settings_that_take_less(tmp_path):
    settings = {"memory": {"limit_gb": 0.006}, "batches": {"micro_batch": 8, "pack_to": 128, "packing": True}}
    plan = make_plan(trainer(tmp_path, examples(60), merge(Config(), settings, "test")))
    with pytest.raises(AcervoError, match=r"batches\.micro_batch=") as refused:
        refuse_what_does_not_fit(plan)
    assert "--anyway trains nevertheless" in str(refused.value)


def test_room_is_left_for_what_the_optimizer_keeps_from_the_first_update_on(tmp_path):
    one = trainer(tmp_path, examples(20), merge(Config(), {"memory": {"limit_gb": 1}}, "test"))
    adapters = sum(value.nbytes for value in lora.adapter_weights(one.model).values())
    assert make_plan(one).room == 10**9 - 2 * adapters


def test_hopeless_run_is_not_even_measured(tmp_path):
    plan = make_plan(trainer(tmp_path, examples(60), merge(Config(), {"memory": {"limit_gb": 0.0001}}, "test")))
    assert plan.measured == 0 and not plan.fits
    assert "too much to try" in describe(plan)[0]


def test_mistral_in_four_bits_fits_sixteen_gigabytes_by_formula_as_the_preset_says():
    shape = memory.Shape(
        weights=4_080_000_000, adapters=84_000_000, layers=32, hidden=4096, kv_width=1024, intermediate=14336,
        heads=32, vocabulary=32768, number=2, rows=1, length=512, answers=256,
    )  # fmt: skip
    config = Config().memory
    one, four = (memory.peak(replace(shape, rows=n, answers=256 * n), config, "metal") for n in (1, 4))
    assert 6e9 < one < 10.9e9 < four


MEASURED = [row for _, row in read_jsonl(Path(__file__).parent / "measured_peaks.jsonl")]


@pytest.mark.parametrize("backend", ["cpu", "cuda"])
@pytest.mark.parametrize("checkpointing", [False, True])
def test_formula_is_within_ten_percent_of_each_peak_that_was_measured(backend, checkpointing):
    rows = [row for row in MEASURED if (row["backend"], row["checkpointing"]) == (backend, checkpointing)]
    told = [memory.peak(memory.Shape(**r["shape"]), Memory(checkpointing=checkpointing), backend) for r in rows]
    assert len(rows) >= 10
    assert max(abs(peak / row["peak"] - 1) for peak, row in zip(told, rows, strict=True)) < 0.1


def test_one_measured_step_corrects_what_lies_above_the_weights():
    shape, config = memory.Shape(**MEASURED[0]["shape"]), Memory()
    factor = memory.beyond(1.2 * memory.peak(shape, config) - 0.2 * shape.weights, shape, config)
    assert factor == pytest.approx(1.2)
    above = memory.peak(shape, config, factor=factor) - shape.weights
    assert above == pytest.approx(1.2 * (memory.peak(shape, config) - shape.weights))


def test_durations_read_as_people_say_them():
    assert [duration(s) for s in (7, 89, 100, 5340, 7384)] == ["7 s", "89 s", "2 min", "89 min", "2 h 03 min"]
