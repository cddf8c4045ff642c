"""Exports: fused weights that give what the adapter gives, papers that say what they are, nothing half made."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from records.errors import AcervoError
from records.files import read_json, sha256_file
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from tests.train.tiny import TEMPLATE, tiny_tokenizer
from train import embedded
from train.__main__ import main
from train.card import modelfile
from train.export import fuse, refuse_what_was_lost
from train.generation import Generated
from train.gguf import _gguf_name, write_gguf
from train.judging import judge


@pytest.fixture
def exported(place: Path) -> Path:  # noqa: F811
    shutil.copyfile(place / "frozen" / "v1" / "valid.jsonl", place / "frozen" / "v1" / "test.jsonl")
    assert main(arguments(place, "export")) == 0
    return place / "runs" / "001-tiny" / "export"


def test_export_holds_adapter_fused_model_and_card_with_the_dataset_hash(exported: Path):
    assert {path.name for path in exported.iterdir()} == {"adapter", "fused", "README.md"}
    manifest = sha256_file(exported.parents[2] / "frozen" / "v1" / "manifest.json")
    card = (exported / "README.md").read_text()
    assert manifest in card and "Of 4 questions the adapter answers" in card
    assert "quantization" not in read_json(exported / "fused" / "config.json")


def test_mlx_lm_loads_the_fused_folder_unchanged(exported: Path):
    from mlx_lm import load

    loaded: Any = load(str(exported / "fused"))
    assert len(loaded[0].layers) == 3 and loaded[1].encode("Jogo")


def test_fused_layers_compute_what_the_adapter_computed():
    import mlx.core as mx

    from tests.train.tiny import tiny_model
    from train.config import Adapter
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


def test_a_fused_model_that_lost_the_gain_fails_the_export():
    refuse_what_was_lost(judged(18), judged(17))
    with pytest.raises(AcervoError, match="fusing loses what was learnt: 18 of 20 answers were as they should, 4 are"):
        refuse_what_was_lost(judged(18), judged(4))


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
