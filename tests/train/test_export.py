"""Exports: fused weights that give what the adapter gives, papers that say what they are, nothing half made."""

import math
import resource
import shutil
from pathlib import Path
from typing import Any

import pytest

from records.errors import AcervoError
from records.files import read_json, read_jsonl, sha256_file, write_json
from records.manifest import Manifest, addressed, write_manifest
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from tests.train.tiny import TEMPLATE, tiny_tokenizer
from train import embedded
from train.__main__ import main
from train.card import modelfile
from train.config import Adapter
from train.export import fuse
from train.gain import Told, refuse_what_was_lost
from train.generation import Generated
from train.gguf import _gguf_name, write_gguf
from train.judging import judge


def with_test_rows(place: Path) -> None:  # noqa: F811
    """Its dataset frozen again with rows to ask."""
    folder = place / "frozen" / "v1"
    shutil.copyfile(folder / "valid.jsonl", folder / "test.jsonl")
    files = {path.name: sha256_file(path) for path in sorted(folder.glob("*.jsonl"))}
    write_manifest(folder, addressed(Manifest("", files, {}, {}, {}, {})))


@pytest.fixture
def exported(place: Path) -> Path:  # noqa: F811
    with_test_rows(place)
    assert main(arguments(place, "export")) == 0
    return place / "runs" / "001-tiny" / "export"


def test_export_holds_adapter_fused_model_and_card_with_the_dataset_hash(exported: Path):
    assert {path.name for path in exported.iterdir()} == {"adapter", "fused", "README.md"}
    manifest = sha256_file(exported.parents[2] / "frozen" / "v1" / "manifest.json")
    card = (exported / "README.md").read_text()
    assert manifest in card and "Of 4 questions the adapter answers" in card
    assert "quantization" not in read_json(exported / "fused" / "config.json")


def test_export_without_rows_to_ask_says_that_nothing_could_be_tried(place: Path, capsys):  # noqa: F811
    assert main(arguments(place, "export")) == 0
    assert "could not be tried: the dataset's test split holds no rows" in capsys.readouterr().out


def test_disk_that_is_full_before_the_fused_model_is_written_leaves_nothing_and_is_said_so(place: Path, capsys):  # noqa: F811
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = (place / "runs" / "001-tiny" / "adapters" / "adapters.safetensors").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))  # the fused weights are larger
    try:
        assert main([*arguments(place, "export"), "--type", "float32"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "cannot be written (" in capsys.readouterr().err
    assert not list((place / "runs" / "001-tiny").glob("*export*"))


def test_card_tells_what_was_trained_and_not_what_was_planned(place: Path):  # noqa: F811
    from train.card import card
    from train.tuned import find_tuned

    tuned, dataset = find_tuned(place / "runs"), place / "frozen" / "v1"
    assert "epochs planned, not ended" in card(tuned, dataset, "")
    ran = {"examples": 1200, "step": 60, "epoch": 1, "tokens": 41000, "updates_planned": 120}
    write_json(tuned.folder / "training_summary.json", ran | {"finished": False, "stopped_by": "SIGINT"})
    stopped = "1,200 examples, 60 updates of 120 planned (epochs: 1), 41,000 tokens, stopped by SIGINT"
    assert stopped in card(tuned, dataset, "")
    write_json(tuned.folder / "training_summary.json", ran | {"finished": True, "stopped_by": ""})
    assert "41,000 tokens; learning rate" in card(tuned, dataset, "")


def test_mlx_lm_loads_the_fused_folder_unchanged(exported: Path):
    from mlx_lm import load

    loaded: Any = load(str(exported / "fused"))
    assert len(loaded[0].layers) == 3 and loaded[1].encode("Jogo")


def test_fused_layers_compute_what_the_adapter_computed():
    import mlx.core as mx

    from tests.train.tiny import tiny_model
    from train.lora import add_adapters

    model = tiny_model()
    add_adapters(model, Adapter(rank=4))
    for name, layer in model.named_modules():
        if name.endswith("q_proj"):
            layer.lora_b = mx.random.normal(layer.lora_b.shape) * 0.1
    model.eval()
    ids = mx.array([[5, 6, 7]])
    before = model(ids)
    fuse(model, "float32")
    assert not any(hasattr(layer, "lora_b") for _, layer in model.named_modules())
    assert mx.allclose(model(ids), before, atol=1e-5)


def judged(good: int, of: int = 20) -> list[Any]:
    row = {
        "probe": "known",
        "facts": [{"slot": "s", "value": "3-1"}],
        "messages": [{"content": "q"}, {"content": "Acabou 3-1."}],
    }
    texts = ["Acabou 3-1."] * good + ["Acabou 0-0."] * (of - good)
    return judge([row] * of, [Generated(text, 3, True) for text in texts])


def test_a_fused_model_whose_answers_are_worse_is_refused():
    adapter = Told(judged(18), 0.2)
    assert "answers 18 as it should, the fused model 17" in refuse_what_was_lost(3.0, adapter, Told(judged(17), 0.2))
    with pytest.raises(AcervoError, match="fusing loses what was learnt: 18 of 20 answers were as they should, 4 are"):
        refuse_what_was_lost(3.0, adapter, Told(judged(4), 0.2))


def test_a_gain_that_is_gone_is_seen_in_the_loss_where_no_answer_is_right():
    adapter = Told(judged(0), 1.0)
    refuse_what_was_lost(3.0, adapter, Told(judged(0), 1.1))
    with pytest.raises(AcervoError, match=r"3\.000 without the adapter, 1\.000 with it, 2\.900 fused"):
        refuse_what_was_lost(3.0, adapter, Told(judged(0), 2.9))
    with pytest.raises(AcervoError, match="nan fused"):  # as half precision gives where its range is passed
        refuse_what_was_lost(3.0, adapter, Told(judged(0), math.nan))


def learn(place: Path) -> None:  # noqa: F811
    """Train the run's adapter for a moment: enough to be told from none."""
    import mlx.core as mx
    import mlx.nn as nn
    from mlx import optimizers

    from tests.train.tiny import tiny_model
    from train.encoding import encode
    from train.lora import add_adapters, save_adapter

    model, tokenizer, adapter = tiny_model(), tiny_tokenizer(), Adapter(rank=2)
    add_adapters(model, adapter)
    rows = [row for _, row in read_jsonl(place / "frozen" / "v1" / "valid.jsonl")]
    ids = mx.array([encode(tokenizer, rows[0]["messages"], "x").ids])
    step = nn.value_and_grad(model, lambda m: nn.losses.cross_entropy(m(ids[:, :-1]), ids[:, 1:], reduction="mean"))
    optimizer = optimizers.Adam(0.05)
    for _ in range(20):
        optimizer.update(model, step(model)[1])
        mx.eval(model.parameters())
    save_adapter(place / "runs" / "001-tiny" / "adapters", model, adapter)


def test_an_export_whose_fused_model_lacks_the_adapter_fails_and_leaves_nothing(place: Path, capsys, monkeypatch):  # noqa: F811
    from mlx.utils import tree_unflatten

    def forgetful(model: Any, _: str) -> None:
        bare = [(name, layer.linear) for name, layer in model.named_modules() if hasattr(layer, "fuse")]
        model.update_modules(tree_unflatten(bare))

    with_test_rows(place)
    learn(place)
    assert main(arguments(place, "export")) == 0
    shutil.rmtree(place / "runs" / "001-tiny" / "export")
    monkeypatch.setattr("train.export.fuse", forgetful)
    assert main(arguments(place, "export")) == 1
    assert "fusing loses what was learnt" in capsys.readouterr().err
    assert not (place / "runs" / "001-tiny" / "export").exists()


def test_names_of_the_embedded_model_return_to_those_of_its_gguf():
    import mlx.core as mx

    weights: Any = mx.load(str(embedded.gguf_file()))
    for name in weights:
        if name.endswith(".weight"):
            assert _gguf_name(embedded._renamed(name)) == name


def test_the_header_of_a_gguf_reads_back_with_tokenizer_shape_and_the_type_of_its_weights(tmp_path: Path):
    import mlx.core as mx

    (tmp_path / "fused").mkdir()
    weights = {"model.norm.weight": mx.ones(576), "model.layers.0.self_attn.q_proj.weight": mx.ones((576, 576))}
    mx.save_safetensors(str(tmp_path / "fused" / "model.safetensors"), weights)
    assert write_gguf(tmp_path, embedded.NAME, "bfloat16") == ""
    read: Any = mx.load(str(tmp_path / "model.gguf"), return_metadata=True)
    assert {name: str(value.dtype) for name, value in read[0].items()} == {
        "output_norm.weight": "mlx.core.float32",
        "blk.0.attn_q.weight": "mlx.core.float16",
    }
    assert read[1]["general.architecture"] == "llama" and read[1]["general.file_type"].item() == 1
    assert read[1]["llama.block_count"].item() == 30 and len(read[1]["tokenizer.ggml.tokens"]) == 49152


def test_modelfile_holds_the_system_message_and_decodes_greedily():
    text = modelfile(tiny_tokenizer(TEMPLATE), 'És o "Mirobaldo".')
    assert text.splitlines()[:2] == ["FROM ./model.gguf", "PARAMETER temperature 0"]
    assert 'SYSTEM """És o "Mirobaldo"."""' in text


def test_serving_without_a_run_says_what_to_do(tmp_path: Path, capsys):
    assert main(arguments(tmp_path, "serve")) == 1
    assert "no run has an adapter yet" in capsys.readouterr().err
