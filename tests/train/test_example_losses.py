"""The loss of each example at each epoch, from the passes that train."""

from pathlib import Path

import numpy as np
import pytest

from records.errors import AcervoError
from records.files import read_jsonl
from tests.train.test_loop import examples, trainer
from train.batching import Pool, collate
from train.config import Batches, Config, merge
from train.encoding import Encoded
from train.example_losses import NAME, ExampleLosses

BEGINNING = tuple(range(5, 17))


def written(run: Path) -> dict[str, list[float]]:
    return {row["id"]: row["losses"] for _, row in read_jsonl(run / NAME)}


def told_alone(one, rows):
    """Each example's mean loss, computed by itself."""
    pool, plain = Pool(rows), Batches(packing=False)
    return [one.passes.loss(collate(((i,),), pool, plain)).sum().item() / row.targets for i, row in enumerate(rows)]


@pytest.mark.parametrize(
    "batches",
    [{"packing": True, "pack_to": 96}, {"packing": False, "micro_batch": 3}, {"share_prefix": True}],
    ids=str,
)
def test_each_examples_loss_is_that_of_the_example_alone(tmp_path, batches):
    rows = [Encoded(e.id, BEGINNING + e.ids, (False,) * 12 + e.learn) for e in examples(11)]
    one = trainer(tmp_path, rows, Config(batches=Batches(accumulation=99, **batches)))
    loss, _, losses = one.gradient(one.windows[0])
    order = [i for batch in one.windows[0] for row in batch for i in row]
    np.testing.assert_allclose(losses, np.array(told_alone(one, rows))[order], rtol=1e-4)
    weights = [rows[i].targets for i in order]
    assert np.average(losses, weights=weights) == pytest.approx(loss, rel=1e-5)


def test_wrong_example_keeps_a_higher_loss_than_its_siblings(tmp_path):
    """Ten questions in other words have one answer; one of them was given another."""

    def asked(number: int, *answer: int) -> Encoded:
        ids = (1, 40 + number, 60 + number, 9, *answer)
        return Encoded(f"match/{number}", ids, (False,) * 4 + (True,) * len(answer))

    rows = [asked(n, 20, 21, 22) for n in range(10)]
    rows[6] = asked(6, 20, 99, 22)
    settings = {"optimizer": {"epochs": 12, "learning_rate": 1e-2}, "batches": {"micro_batch": 3}}
    one = trainer(tmp_path, rows, merge(Config(), settings, "test"))
    one.train()
    losses = written(one.run)
    assert list(losses) == [row.id for row in rows]
    assert {len(told) for told in losses.values()} == {12}
    last = {name: told[-1] for name, told in losses.items()}
    assert last.pop("match/6") > 2 * max(last.values())


def test_epoch_under_way_is_not_in_the_file(tmp_path):
    losses = ExampleLosses(["a", "b"])
    losses.note(0, [1, 0], np.array([2.0, 1.0]))
    losses.note(1, [0], np.array([0.5]))
    losses.publish(tmp_path, 1)
    assert written(tmp_path) == {"a": [1.0], "b": [2.0]}


def test_checkpoint_of_other_examples_is_refused(tmp_path):
    ExampleLosses(["a", "b"]).save(tmp_path)
    with pytest.raises(AcervoError, match="holds no losses of these examples"):
        ExampleLosses(["a"]).load(tmp_path)
