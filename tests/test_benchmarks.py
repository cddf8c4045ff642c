"""Benchmarks that must give their figures in a stated time: run whole, on a shape that takes a second."""

import json

from benchmarks import training
from benchmarks.contenders import first_values, of_every_shape, our_trainer
from benchmarks.models import made_examples

import mlx.core as mx  # isort: skip
import numpy as np

from train import lora

TINY = ["--model", "tiny-shape", "--examples", "24", "--rank", "2", "--seconds", "30", "--turns", "2"]


def test_each_contender_tells_its_figures_as_they_come_and_both_are_judged_on_the_same_targets(capsys):
    assert training.main(TINY) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    for name in ("mlx_lm", "acervo"):
        warmed, _, turns, judged = (line for line in told if line.get("contender") == name)
        assert "warmed after s" in warmed
        assert turns["epochs"] == 1
        assert turns["useful tokens/s"] > 0
        assert judged["valid loss"] > 0
    assert told[-2]["acervo"] > 0


def test_warming_leaves_the_first_values():
    arguments = training.parse(TINY)
    trainer = our_trainer(arguments, made_examples(arguments)[0], dense=False)
    before = {name: np.array(value) for name, value in lora.adapter_weights(trainer.model).items()}
    put_back = first_values(trainer.model, trainer.optimizer)
    trainer.update()
    put_back()
    assert all((np.array(value) == before[name]).all() for name, value in lora.adapter_weights(trainer.model).items())
    assert int(trainer.optimizer.state["step"]) == 0


def test_a_batch_of_each_shape_comes_as_often_as_there_are_batches_in_an_update():
    batches = [(mx.zeros((2, width)), None) for width in (33, 65, 33)]
    assert [batch.shape[1] for batch, _ in of_every_shape(iter(batches), 3)] == [33] * 3 + [65] * 3
