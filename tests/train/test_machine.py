"""The preset that a machine gets without being asked for one."""

import pytest

from train import machine


@pytest.mark.parametrize(
    ("model", "here", "preset"),
    [
        (None, True, "m1-16gb"),
        (None, False, "embedded"),
        ("embedded", True, "embedded"),
        ("mlx-community/Qwen2.5-7B-Instruct-4bit", False, "m1-16gb"),
    ],
)
def test_mac_takes_the_preset_of_its_size_for_a_large_model_that_is_here_or_asked_for(monkeypatch, model, here, preset):
    monkeypatch.setattr(machine, "best_preset", lambda: "m1-16gb")
    monkeypatch.setattr(machine, "downloaded", lambda _: here)
    assert machine.choose_preset(model)[0] == preset
