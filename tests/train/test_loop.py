"""One update is the gradient of the token mean over its window, whatever the micro-batches."""

import math
import random
import resource
import shutil
import signal
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from mlx.utils import tree_flatten
from mlx_lm.tuner.lora import LoRALinear

from records.errors import AcervoError, StorageError
from tests.train.tiny import tiny_model
from train import checkpoint, lora, memory, metrics
from train.batching import Pool, collate, epoch_windows
from train.config import Adapter, Batches, Config, Memory, Optimizer, Saving, merge
from train.encoding import Encoded
from train.loop import Data, Trainer
from train.loss import Segments, body_and_head

IDENTITY = {"version": "0123456789ab", "manifest_sha256": "0" * 64}


def examples(count: int, seed: int = 0, longest: int = 40) -> list[Encoded]:
    draw = random.Random(seed)
    made = []
    for number in range(count):
        size = draw.randint(6, longest)
        prompt = draw.randint(2, size - 2)
        ids = tuple(draw.randint(5, 260) for _ in range(size))
        made.append(Encoded(f"example/{number}", ids, tuple(i >= prompt for i in range(size))))
    return made


def model_with_adapters(adapter: Adapter, **shape):
    model = tiny_model(**shape)
    mx.random.seed(3)
    lora.add_adapters(model, adapter)
    for name, value in lora.adapter_weights(model).items():  # b starts at zero, where a has no gradient
        if name.endswith("lora_b"):
            model.load_weights([(name, mx.random.normal(value.shape) * 0.1)], strict=False)
    return model


def trainer(tmp_path, rows, config=None, valid=None, adapter=None):
    config = config or Config()
    model = model_with_adapters(adapter or config.adapter)
    run = tmp_path / f"run{len(list(tmp_path.iterdir()))}"
    run.mkdir()
    return Trainer(model, Data(rows, valid or {}, IDENTITY), config, run)


def gradient(tmp_path, rows, **batches):
    settings = Batches(**{"packing": False, "pack_to": 96, "accumulation": 99, "length": 96, **batches})
    one = trainer(tmp_path, rows, Config(batches=settings))
    windows = epoch_windows(one.pool.lengths, settings, 0, 0)
    assert len(windows) == 1
    loss, grads, _ = one.gradient(windows[0])
    return loss, {name: np.array(value) for name, value in tree_flatten(grads)}


def by_hand(tmp_path, rows):
    """Loss and gradient of the token mean, one example at a time through the plain model, weighted here."""
    one = trainer(tmp_path, rows)
    answers = sum(row.targets for row in rows)

    def mean(parameters):
        one.model.update(parameters)
        total = mx.array(0.0)
        for row in rows:
            logits = one.model(mx.array([row.ids[:-1]]))[0].astype(mx.float32)
            told = logits - mx.logsumexp(logits, axis=-1, keepdims=True)
            for i, learn in enumerate(row.learn):
                if learn:
                    total = total - told[i - 1, row.ids[i]]
        return total / answers

    loss, grads = mx.value_and_grad(mean)(one.model.trainable_parameters())
    return loss.item(), {name: np.array(value) for name, value in tree_flatten(grads)}


@pytest.mark.parametrize(
    "batches",
    [
        {"micro_batch": 1},
        {"micro_batch": 2},
        {"micro_batch": 4},
        {"micro_batch": 8},
        {"micro_batch": 1, "packing": True},
        {"micro_batch": 3, "packing": True},
    ],
    ids=str,
)
def test_micro_batches_and_packing_give_the_gradient_of_one_big_batch(tmp_path, batches):
    rows = examples(11)
    loss, expected = by_hand(tmp_path, rows)
    got, grads = gradient(tmp_path, rows, **batches)
    assert got == pytest.approx(loss, rel=1e-5)
    for name, value in expected.items():
        np.testing.assert_allclose(grads[name], value, rtol=2e-3, atol=2e-6 + 2e-4 * np.abs(value).max(), err_msg=name)


@pytest.mark.parametrize("micro_batch", [1, 3, 8])
def test_shared_beginning_computed_once_gives_the_same_gradient(tmp_path, micro_batch):
    beginning = tuple(range(5, 17))
    rows = [replace(e, ids=beginning + e.ids, learn=(False,) * 12 + e.learn) for e in examples(9)]
    loss, expected = by_hand(tmp_path, rows)
    got, grads = gradient(tmp_path, rows, micro_batch=micro_batch, share_prefix=True)
    assert got == pytest.approx(loss, rel=1e-5)
    for name, value in expected.items():
        np.testing.assert_allclose(grads[name], value, rtol=2e-3, atol=2e-6 + 2e-4 * np.abs(value).max(), err_msg=name)


def test_without_the_block_mask_packed_rows_see_each_other(tmp_path):
    rows = examples(6)
    one = trainer(tmp_path, rows)
    batch = collate(((0, 1, 2, 3),), Pool(rows), Batches(pack_to=192))
    right = one.passes.loss(batch).sum().item()
    assert abs(one.passes.loss(replace(batch, segments=None)).sum().item() - right) > 1e-3


def test_mask_of_packed_rows_is_causal_and_block_diagonal():
    mask = np.array(Segments(mx.array([[0, 0, 1, -1]])).make_mask(4))[0, 0].astype(int)
    assert mask.tolist() == [[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]


def test_model_that_is_more_than_body_and_head_is_computed_whole(tmp_path):
    model = tiny_model()
    assert body_and_head(model)[0] is model.model
    whole = type(model).__call__

    class Doubling(type(model)):
        def __call__(self, *args, **kwargs):
            return whole(self, *args, **kwargs) * 2

    model.__class__ = Doubling
    assert body_and_head(model)[0] is model
    rows = examples(2)
    odd = Trainer(model, Data(rows, {}, IDENTITY), Config(), tmp_path)
    batch = collate(((0,), (1,)), Pool(rows), Batches())
    logits = model(batch.ids).reshape(-1, 261)[batch.positions]
    told = (mx.logsumexp(logits, axis=-1) - logits[mx.arange(len(batch.targets)), batch.targets]) * batch.weights
    assert odd.passes.loss(batch).sum().item() == pytest.approx(told.sum().item(), rel=1e-5)


def test_a_wrong_label_changes_the_loss(tmp_path):
    rows = examples(5)
    one = rows[2]
    at = one.learn.index(True)
    wrong = replace(one, ids=(*one.ids[:at], 5 + (one.ids[at] - 4) % 250, *one.ids[at + 1 :]))
    right, _ = gradient(tmp_path, rows)
    changed, _ = gradient(tmp_path, [*rows[:2], wrong, *rows[3:]])
    assert abs(changed - right) > 1e-4


def test_last_window_is_applied_however_small(tmp_path):
    config = Config(batches=Batches(micro_batch=2, accumulation=2, packing=False), optimizer=Optimizer(epochs=2))
    one = trainer(tmp_path, examples(9), config)
    progress = one.train()
    assert [len(window) for window in one._windows(0)] == [2, 2, 1]
    assert (progress.step, progress.epoch, progress.finished) == (6, 2, True)


def test_same_run_twice_gives_the_same_bits_and_evaluation_changes_none(tmp_path):
    config = Config(
        adapter=Adapter(dropout=0.1), batches=Batches(micro_batch=2, pack_to=64), optimizer=Optimizer(epochs=2)
    )
    rows = examples(12)
    runs = [trainer(tmp_path, rows, config, valid) for valid in ({}, {}, {"known": examples(3, 5)})]
    for one in runs:
        one.train()
    first, *others = [lora.adapter_weights(one.model) for one in runs]
    for other in others:
        assert all(mx.array_equal(first[name], other[name]).item() for name in first)


def test_training_lowers_the_loss_and_mlx_lm_loads_what_is_saved(tmp_path):
    rows = examples(8)
    config = Config(batches=Batches(packing=True, pack_to=128), optimizer=Optimizer(epochs=15, warmup=2))
    one = trainer(tmp_path, rows, config, {"known": rows})
    before = one.evaluate()["known"]
    one.train()
    after = one.evaluate()["known"]
    assert after < before - 0.5
    from mlx_lm.tuner.utils import load_adapters

    loaded = tiny_model()
    load_adapters(loaded, str(one.run / "adapters"))
    ids = mx.array([rows[0].ids])
    assert mx.allclose(loaded(ids), one.model(ids), atol=1e-4).item()


def test_a_number_that_is_none_stops_the_run_and_names_step_examples_and_checkpoint(tmp_path):
    one = trainer(tmp_path, examples(6), Config(batches=Batches(micro_batch=2, packing=False)))
    one.config = merge(one.config, {"saving": {"save_every": 1}}, "test")

    def poison(row):
        if row["kind"] == "step" and row["step"] == 2:
            one.model.update({"model": {"norm": {"weight": mx.full((32,), float("nan"))}}})

    one.listeners.append(poison)
    with pytest.raises(AcervoError, match=r"update 3: the loss is nan .* on example/\d.*checkpoint_epoch0_step2"):
        one.train()
    assert checkpoint.all_of(one.run)[-1].name == "checkpoint_epoch0_step2"


def test_resumed_run_ends_with_the_same_bits(tmp_path):
    config = Config(
        adapter=Adapter(dropout=0.2),
        batches=Batches(micro_batch=2, accumulation=2, packing=False),
        optimizer=Optimizer(epochs=3),
        saving=Saving(save_every=1),
    )
    rows, valid = examples(9), {"known": examples(4, 5)}
    whole = trainer(tmp_path, rows, config, valid)
    whole.train()
    cut = trainer(tmp_path, rows, config, valid)

    def ask_to_stop(row):
        if row["step"] == 4 and row["kind"] == "step":
            signal.raise_signal(signal.SIGTERM)

    cut.listeners.append(ask_to_stop)
    stopped = cut.train()
    assert (stopped.step, stopped.finished, cut.stopping) == (4, False, "SIGTERM")
    again = Trainer(model_with_adapters(config.adapter), cut.data, config, cut.run)
    again.resume(checkpoint.all_of(cut.run)[-1])
    assert again.train().step == whole.progress.step
    files = ("adapters/adapters.safetensors", "checkpoint_epoch3_step9/optimizer.safetensors", "example_losses.jsonl")
    for file in files:
        assert (whole.run / file).read_bytes() == (cut.run / file).read_bytes(), file
    lines = [(run / "training_metrics.jsonl").read_text().count("\n") for run in (whole.run, cut.run)]
    assert lines[0] == lines[1]


def test_run_killed_between_its_last_checkpoint_and_its_adapter_publishes_that_without_validation_data_too(tmp_path):
    config = Config(batches=Batches(micro_batch=2, packing=False), optimizer=Optimizer(epochs=1))
    one = trainer(tmp_path, examples(6), config)
    progress = one.train()
    shutil.rmtree(one.run / "adapters")
    checkpoint.save(one.run, one.model, one.optimizer, config.adapter, replace(progress, finished=False), one.losses)
    again = Trainer(model_with_adapters(config.adapter), one.data, config, one.run)
    again.resume(checkpoint.all_of(one.run)[-1])
    assert again.train() == progress
    last = checkpoint.all_of(one.run)[-1]
    assert (last / lora.WEIGHTS).read_bytes() == (one.run / "adapters" / lora.WEIGHTS).read_bytes()


def test_whole_checkpoint_is_never_replaced_only_its_state_is_written_anew(tmp_path):
    one = trainer(tmp_path, examples(6), Config(optimizer=Optimizer(epochs=1)))
    one.update()
    one._save()
    (folder,) = checkpoint.all_of(one.run)
    files = {path.name: path.stat().st_ino for path in folder.iterdir()}
    one._save(finished=True)
    assert checkpoint.all_of(one.run) == [folder]
    changed = {path.name for path in folder.iterdir() if path.stat().st_ino != files[path.name]}
    assert changed == {"state.json"} and checkpoint.read_progress(folder).finished


@pytest.mark.parametrize("file", [lora.WEIGHTS, checkpoint.OPTIMIZER, "example_losses.npy"])
def test_checkpoint_that_was_cut_off_on_its_way_here_is_refused_in_words(tmp_path, file):
    one = trainer(tmp_path, examples(4))
    one.train()
    folder = checkpoint.all_of(one.run)[-1]
    path = folder / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AcervoError, match=rf"{folder.name}: cannot be read .*; copy it here again, or remove it"):
        trainer(tmp_path, examples(4)).resume(folder)


def test_checkpoint_of_an_optimizer_that_named_its_values_otherwise_is_refused_in_words(tmp_path):
    one = trainer(tmp_path, examples(4))
    one.train()
    folder = checkpoint.all_of(one.run)[-1]
    mx.save_safetensors(str(folder / checkpoint.OPTIMIZER), {"another": mx.zeros(1)})
    with pytest.raises(AcervoError, match=r"cannot be read \(KeyError: .*NEW=1 starts afresh"):
        trainer(tmp_path, examples(4)).resume(folder)


def test_module_named_twice_carries_one_adapter():
    assert lora.module_paths(Adapter(modules=("q", "self_attn.q_proj", "up"))) == ["self_attn.q_proj", "mlp.up_proj"]


def test_full_disk_ends_the_run_in_words_and_leaves_the_last_checkpoint(tmp_path):
    one = trainer(tmp_path, examples(6), Config(optimizer=Optimizer(epochs=1), batches=Batches(packing=False)))
    one._save()
    kept = checkpoint.all_of(one.run)
    one.update()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))  # the system refuses longer files, as a full disk does
    try:
        with pytest.raises(StorageError, match=r"adapters.safetensors: cannot be written .*; free disk space"):
            one._save()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert checkpoint.all_of(one.run) == kept and not list(one.run.glob(".*"))


def test_signal_that_falls_into_an_evaluation_stops_the_run_right_after_it(tmp_path):
    config = Config(batches=Batches(micro_batch=2, packing=False), optimizer=Optimizer(epochs=3))
    one = trainer(tmp_path, examples(6), config, {"known": examples(2, 5)})
    one.listeners.append(lambda row: signal.raise_signal(signal.SIGTERM) if row["kind"] == "evaluation" else None)
    assert (one.train().step, one.stopping) == (3, "SIGTERM")


def test_metrics_that_lost_lines_with_the_power_are_not_filled_up(tmp_path):
    metrics.cut(tmp_path, 0)
    metrics.append(tmp_path, {"step": 1})
    metrics.cut(tmp_path, metrics.settled(tmp_path) + 100)
    assert (tmp_path / "training_metrics.jsonl").read_bytes() == b'{"step":1}\n'


def test_one_step_on_the_vector_of_all_values_is_adamws_step_on_each(tmp_path):
    config = Config(optimizer=Optimizer(learning_rate=0.01, warmup=0, schedule="constant", clip=0.0))
    one, other = (trainer(tmp_path, examples(6), config) for _ in range(2))
    adam = optim.AdamW(0.01, weight_decay=0.0, bias_correction=True)
    for _ in range(3):
        adam.update(other.model, other.gradient(one.windows[0])[1])
        one.apply(lora.joined(one.gradient(one.windows[0])[1]), 0.01)
    for name, value in lora.adapter_weights(other.model).items():
        assert mx.array_equal(value, lora.adapter_weights(one.model)[name]).item(), name


def test_a_validation_loss_that_is_no_number_stays_the_best_of_none(tmp_path):
    one = trainer(tmp_path, examples(4))
    assert [one._judge({"known": loss}) for loss in (math.nan, 2.0, math.nan, 1.0)] == [True, True, False, True]
    assert one.progress.best_loss == 1.0


def test_early_stop_keeps_the_best(tmp_path):
    settings = {"optimizer": {"epochs": 30, "learning_rate": 0.05, "schedule": "constant"}, "saving": {"patience": 2}}
    one = trainer(tmp_path, examples(6), merge(Config(), settings, "test"), {"known": examples(6, 8)})
    progress = one.train()
    assert progress.finished and progress.epoch < 30 and one.stopping == "no better"
    best = checkpoint.of_step(one.run, progress.best_step)
    assert best is not None
    assert (best / lora.WEIGHTS).read_bytes() == (one.run / "adapters" / lora.WEIGHTS).read_bytes()


def test_warm_up_then_the_schedule_falls_to_nothing(tmp_path):
    config = Config(optimizer=Optimizer(learning_rate=1.0, warmup=2, epochs=4), batches=Batches(packing=False))
    one = trainer(tmp_path, examples(12), config)
    rates = [one.rate(step) for step in range(one.steps)]
    assert rates[:3] == [0.5, 1.0, 1.0]
    assert rates[2:] == sorted(rates[2:], reverse=True) and 0 < rates[-1] < 0.1


def test_warm_up_takes_a_fifth_of_a_short_run(tmp_path):
    config = Config(optimizer=Optimizer(learning_rate=1.0, warmup=100, epochs=4), batches=Batches(packing=False))
    one = trainer(tmp_path, examples(12), config)
    assert max(one.rate(step) for step in range(one.steps)) == 1.0 == one.rate(one.steps // 5)


def test_short_memory_halves_the_micro_batch_and_the_update_stays_the_same(tmp_path, monkeypatch):
    settings = {"batches": {"micro_batch": 4, "packing": False}, "optimizer": {"epochs": 2}}
    config = merge(Config(), settings, "test")
    rows = examples(8)
    plain, pressed = trainer(tmp_path, rows, config), trainer(tmp_path, rows, config)
    moments = iter([0.0, 0.0])  # too little, twice: once more after the cache is cleared; then enough
    plain.train()
    monkeypatch.setattr(memory, "available", lambda: next(moments, 1e12))
    progress = pressed.train()
    assert (progress.micro_batch, progress.step, progress.finished) == (2, plain.progress.step, True)
    for name, value in lora.adapter_weights(plain.model).items():
        assert mx.allclose(value, lora.adapter_weights(pressed.model)[name], atol=1e-4).item(), name


def test_where_halving_cannot_help_the_run_stops_with_a_checkpoint(tmp_path, monkeypatch):
    one = trainer(tmp_path, examples(8), merge(Config(), {"batches": {"micro_batch": 2}}, "test"))
    monkeypatch.setattr(memory, "available", lambda: 0.0)
    progress = one.train()
    assert one.stopping.startswith("memory: less than 1.0 GB left") and not progress.finished
    assert checkpoint.all_of(one.run)


def keep_frozen(one):
    for pool in (one.pool, *one.judged.values()):
        one.keep_frozen(pool, range(len(pool.examples)))


@pytest.mark.parametrize("batches", [{"packing": True, "pack_to": 96}, {"share_prefix": True}], ids=str)
def test_kept_activations_of_frozen_layers_give_the_same_gradient(tmp_path, batches):
    beginning = tuple(range(5, 17))
    rows = [replace(e, ids=beginning + e.ids, learn=(False,) * 12 + e.learn) for e in examples(9)]
    adapter = Adapter(layers=1)
    plain_settings = Batches(packing=False, accumulation=99)
    plain = trainer(tmp_path, rows, Config(adapter=adapter, batches=plain_settings), {"known": rows[2:6]})
    config = Config(adapter=adapter, batches=Batches(accumulation=99, **batches), memory=Memory(cache_frozen=True))
    kept = trainer(tmp_path, rows, config, {"known": rows[2:6]})
    keep_frozen(kept)
    assert len(kept.judged["known"].kept) == 4
    assert kept.evaluate()["known"] == pytest.approx(plain.evaluate()["known"], rel=1e-5)
    (loss, grads, _), (kept_loss, kept_grads, _) = plain.gradient(plain.windows[0]), kept.gradient(kept.windows[0])
    assert kept_loss == pytest.approx(loss, rel=1e-5)
    flat = dict(tree_flatten(kept_grads))
    for name, value in tree_flatten(grads):
        np.testing.assert_allclose(np.array(flat[name]), np.array(value), rtol=2e-3, atol=2e-5, err_msg=name)


def test_activations_too_many_for_memory_lie_in_a_file_that_goes_with_the_process(tmp_path, monkeypatch):
    config = Config(adapter=Adapter(layers=1), memory=Memory(cache_frozen=True))
    held, filed = (trainer(tmp_path, examples(9), config, {"known": examples(4, 8)}) for _ in range(2))
    keep_frozen(held)
    monkeypatch.setattr(memory, "available", lambda: 0.0)
    keep_frozen(filed)
    for pool in (filed.pool, filed.judged["known"]):
        assert pool.kept and all(isinstance(one, np.memmap) for one in pool.kept.values())
    assert not list(filed.run.iterdir())
    assert filed.evaluate() == held.evaluate()
    assert filed.gradient(filed.windows[0])[0] == held.gradient(held.windows[0])[0]


def test_activations_too_many_for_the_disk_are_refused_in_words(tmp_path, monkeypatch):
    one = trainer(tmp_path, examples(9), Config(adapter=Adapter(layers=1), memory=Memory(cache_frozen=True)))
    monkeypatch.setattr(memory, "available", lambda: 0.0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(AcervoError, match=r"free; free disk space, or set memory.cache_frozen: false"):
        one.train()


def test_kept_activations_are_refused_where_every_layer_trains(tmp_path):
    with pytest.raises(AcervoError, match="every layer carries adapters"):
        trainer(tmp_path, examples(3), Config(memory=Memory(cache_frozen=True)))


def peak_of(tmp_path, checkpointing):
    """Bytes at the peak of one step above what lies there before it."""
    model = model_with_adapters(Adapter(), num_hidden_layers=8, hidden_size=128, intermediate_size=512)
    run = tmp_path / f"checkpointing-{checkpointing}"
    run.mkdir()
    config = Config(memory=Memory(checkpointing=checkpointing), batches=Batches(packing=True, pack_to=512))
    one = Trainer(model, Data(examples(40), {}, IDENTITY), config, run)
    window = one._windows(0)[0]
    mx.synchronize()
    mx.clear_cache()
    mx.reset_peak_memory()
    before = mx.get_active_memory()
    loss, grads, _ = one.gradient(window)
    return mx.get_peak_memory() - before, loss, dict(tree_flatten(grads))


def test_gradient_checkpointing_lowers_the_peak_and_changes_no_gradient(tmp_path):
    plain, loss, grads = peak_of(tmp_path, checkpointing=False)
    less, same_loss, same = peak_of(tmp_path, checkpointing=True)
    assert less < plain / 2
    assert same_loss == pytest.approx(loss, rel=1e-6)
    for name, value in grads.items():
        np.testing.assert_allclose(np.array(same[name]), np.array(value), rtol=1e-3, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("kind", ["lora", "dora"])
def test_cast_adapters_give_mlx_lms_results_and_keep_their_masters_in_float32(kind):
    adapter = Adapter(kind=kind, modules=("q", "down"), layers=2)
    ids = mx.array([[1, 2, 3, 4]])
    cast, plain = model_with_adapters(adapter), model_with_adapters(adapter)
    layers: list[Any] = [layer for _, layer in plain.named_modules() if isinstance(layer, lora.CastLoRA)]
    for layer in layers:
        layer.__class__ = LoRALinear
    assert mx.allclose(cast(ids), plain(ids), atol=1e-4).item()
    cast.set_dtype(mx.bfloat16, lambda dtype: dtype == mx.float32)
    cast.load_weights([(n, v.astype(mx.float32)) for n, v in lora.adapter_weights(plain).items()], strict=False)
    grads = mx.grad(lambda p: (cast.update(p), cast(ids).astype(mx.float32).sum())[1])(cast.trainable_parameters())
    assert all(str(mx.array(v).dtype) == "mlx.core.float32" for v in dict(tree_flatten(grads)).values())
    assert cast(ids).dtype == mx.bfloat16


def test_run_killed_just_after_its_early_stop_stops_there_again(tmp_path):
    settings = {"optimizer": {"epochs": 30, "learning_rate": 0.05, "schedule": "constant"}, "saving": {"patience": 2}}
    config = merge(Config(), settings, "test")
    one = trainer(tmp_path, examples(6), config, {"known": examples(6, 8)})
    progress = one.train()
    unfinished = replace(progress, finished=False)
    checkpoint.save(one.run, one.model, one.optimizer, config.adapter, unfinished, one.losses)
    again = Trainer(model_with_adapters(config.adapter), one.data, config, one.run)
    again.resume(checkpoint.all_of(one.run)[-1])
    assert again.train() == progress
