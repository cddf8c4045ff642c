"""Settings: a preset is a difference, and what cannot be meant is said."""

from argparse import Namespace

import pytest

from records.errors import AcervoError
from train.config import PRESETS, Config, config_row, difference, load_preset, merge, with_change
from train.inputs import settings


@pytest.mark.parametrize("name", sorted(path.stem for path in PRESETS.glob("*.yaml")))
def test_preset_is_read_and_comes_back_from_its_record(name):
    config = settings(Namespace(preset=name, model=None, epochs=None, set=[]))
    assert config.preset == name
    assert merge(Config(), config_row(config), "training_config.json") == config


def test_owners_sixteen_gigabytes_keep_the_guides_numbers():
    config = load_preset("m1-16gb")
    assert config.batches.micro_batch * config.batches.accumulation == 4 * 2
    assert (config.batches.length, config.adapter.rank, config.adapter.scale) == (512, 8, 16.0)
    assert (len(config.adapter.modules), config.optimizer.learning_rate, config.optimizer.warmup) == (7, 2e-4, 100)
    assert (config.optimizer.epochs, config.saving.save_every, config.saving.log_every) == (3, 200, 10)


def test_unknown_preset_names_those_there_are():
    with pytest.raises(AcervoError, match=r"preset m2: there is no such preset; there are cuda, embedded, emb"):
        load_preset("m2")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"optimiser": {}}, "x: optimiser: unknown key; the keys here are preset, model, adapter"),
        ({"optimizer": {"lr": 1.0}}, "x: optimizer: lr: unknown key; the keys here are learning_rate"),
        ({"optimizer": {"learning_rate": "1,5"}}, r"'1,5' is not a number; write one, such as 0.5 or 1e-5"),
        ({"optimizer": 3}, "x: optimizer: expected keys and values, found 3; the keys here are learning_rate"),
        ({"batches": {"packing": 1}}, "1 is not true or false"),
        ({"batches": {"micro_batch": True}}, "True is not a whole number"),
        ({"batches": {"micro_batch": 0}}, "micro_batch is 0; it must be 1 or more"),
        ({"saving": {"save_every": 0}}, "save_every is 0; it must be 1 or more"),
        ({"batches": {"overlong": "cut"}}, "'cut' is none of the choices; choose raise, drop, truncate_prompt"),
        ({"adapter": {"modules": "q"}}, "'q' is not a list"),
        ({"adapter": {"alpha": 32, "scale": 2.0}}, "alpha and scale are the same setting twice"),
        ({"adapter": {"dropout": 1.0}}, "dropout is 1.0; it must be below 1"),
        ({"adapter": {"modules": []}}, "modules is empty; name some of q, k, v"),
        ({"optimizer": {"learning_rate": float("nan")}}, "learning_rate is nan; it must be 0 or more"),
    ],
)
def test_what_cannot_be_meant_is_said(changes, message):
    with pytest.raises(AcervoError, match=message):
        merge(Config(), changes, "x")


@pytest.mark.parametrize("written", ["1e-5", "1E-05", "+1.0e-5", "1.e-5"])
def test_a_power_of_ten_is_a_number_however_it_is_written(written):
    assert with_change(Config(), f"optimizer.learning_rate={written}").optimizer.learning_rate == 1e-5


def test_alpha_is_converted_by_the_rank():
    assert merge(Config(), {"adapter": {"rank": 16, "alpha": 32}}, "x").adapter.scale == 2.0


def test_difference_names_the_field_and_both_values():
    new = merge(Config(), {"optimizer": {"epochs": 3}}, "x")
    assert difference(config_row(Config()), config_row(new)) == ["optimizer.epochs: 8 then, 3 now"]


def test_settings_that_exclude_each_other_are_refused():
    changes = ["batches.share_prefix=true", "memory.checkpointing=true"]
    with pytest.raises(AcervoError, match=r"share_prefix: cannot be had with memory\.checkpointing"):
        settings(Namespace(preset="m1-16gb", model=None, epochs=None, set=changes))


@pytest.mark.parametrize("change", ["preset=m1-16gb", "=3", "optimizer.epochs"])
def test_change_that_changes_no_setting_is_refused(change):
    with pytest.raises(AcervoError, match=rf"--set {change}: is not NAME=VALUE of a setting; for example"):
        with_change(Config(), change)


def test_value_that_is_no_yaml_is_said_to_be():
    with pytest.raises(AcervoError, match=r"--set adapter.modules=\[q: is not YAML .*for example"):
        with_change(Config(), "adapter.modules=[q")
