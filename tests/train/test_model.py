"""The embedded model out of its wheel, and models by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from records.errors import AcervoError
from tests.train import tiny
from train import backend, embedded
from train.__main__ import main
from train.model import load_model, model_folder

pytestmark = pytest.mark.xdist_group("embedded")  # loaded once
QUESTION = [{"role": "user", "content": "Em 1995, 3-1?"}]


@pytest.fixture(scope="module")
def loaded():
    return load_model("embedded")


def test_embedded_tokenizer_takes_digits_one_by_one_and_returns_every_byte(loaded):
    _, tokenizer = loaded
    text = "Época 1994/95: São Luís, 3–1 ao Benfica ⚽"
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert [tokenizer.decode([i]) for i in tokenizer.encode("1995")] == ["1", "9", "9", "5"]


def test_embedded_chat_template_uses_the_markers_as_single_tokens(loaded):
    _, tokenizer = loaded
    ids = tokenizer.apply_chat_template(QUESTION, add_generation_prompt=True)
    assert ids[0] == 1 and ids.count(1) == 3 and ids.count(2) == 2  # <|im_start|>, <|im_end|>
    assert tokenizer.eos_token_ids == {2}


def test_on_the_cpu_every_quantized_layer_becomes_dense_float32(loaded):
    import mlx.core as mx
    from mlx.utils import tree_flatten

    model, _ = loaded
    weights: Any = tree_flatten(model.parameters())
    if mx.default_device() != mx.cpu:
        pytest.skip("not on the CPU")
    assert {value.dtype for _, value in weights} == {mx.float32}


def test_a_damaged_gguf_leaves_nothing_behind(tmp_path: Path):
    bad = tmp_path / "model.gguf"
    bad.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(AcervoError, match=r"model\.gguf: not a GGUF file|not a llama model"):
        embedded.prepare(bad, tmp_path / "made")
    assert [p.name for p in tmp_path.iterdir()] == ["model.gguf"]


def test_a_folder_that_does_not_exist_is_named():
    with pytest.raises(AcervoError, match=r"\./no-such: no such model folder; put it there, or give a folder"):
        model_folder("./no-such")


def test_a_folder_without_a_model_is_named(tmp_path: Path):
    with pytest.raises(AcervoError, match="not a model that mlx-lm reads"):
        load_model(str(tmp_path))


def test_an_adapter_folder_without_weights_is_named(tmp_path: Path, loaded):
    from train.tuned import add_adapter

    with pytest.raises(AcervoError, match=r"no adapters\.safetensors: not an adapter; `make train` makes one"):
        add_adapter(loaded[0], tmp_path)


def test_a_model_that_the_hub_cannot_give_is_a_plain_sentence(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(AcervoError, match=r"nobody/nothing: the model hub cannot be reached; .*MODEL=embedded"):
        model_folder("nobody/nothing")


def test_loading_the_backend_twice_does_nothing_more():
    assert backend.load() == backend.load()


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        ("config.json", "{}", "KeyError: 'model_type'"),
        ("config.json", "[]", "AttributeError"),
        ("config.json", '{"model_type": "llama"}', r"TypeError: .*missing .* required positional arguments"),
        ("config.json", json.dumps({**tiny.SHAPE, "eos_token_id": "</s>"}), "TypeError: eos_token_id is '</s>', not"),
        ("tokenizer.json", "{}", "KeyError: 'added_tokens'"),
    ],
)
def test_broken_file_of_a_model_is_named_and_no_traceback_by_train_and_audit(tmp_path, capsys, file, text, fault):
    folder = tiny.model_folder(tmp_path / "model")
    tiny.frozen_folder(tmp_path / "data", [tiny.row(1)], [])
    (folder / file).write_text(text)
    with pytest.raises(AcervoError, match=rf"model/{file}: not a model that mlx-lm reads \({fault}"):
        load_model(str(folder))
    asked = ["audit", "--data", str(tmp_path / "data"), "--model", str(folder), "--preset", "embedded"]
    assert main(asked) == 1
    assert f"model/{file}: " in capsys.readouterr().err


def test_model_file_that_was_cut_off_is_said_to_be_no_model(tmp_path):
    folder = tiny.model_folder(tmp_path / "model")
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(AcervoError, match="not a model that mlx-lm reads"):
        load_model(str(folder))
