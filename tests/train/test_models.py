"""The models recommended: what fits is said truly, one is converted, a hub that is away is told in words."""

from pathlib import Path

import pytest

from records.errors import AcervoError
from records.files import read_json, write_json
from tests.train.tiny import model_folder, tiny_model
from train import costs
from train.__main__ import main
from train.config import Config
from train.model import load_model
from train.models import convert, folder_of, get, listed


def test_on_a_mac_of_16_gb_mistral_fits_and_the_embedded_model_comes_along():
    text = "\n".join(listed("m1-16gb"))
    assert "fits           0.1 GB on disk" in text and "embedded (comes along)" in text
    mistral = next(line for line in text.splitlines() if costs.MISTRAL_7B in line)
    assert mistral.startswith("fits ") and "4.1 GB on disk" in mistral


def test_larger_models_take_more_and_a_mac_of_8_gb_holds_fewer():
    small, large = ([line.startswith("fits ") for line in listed(preset)] for preset in ("m1-8gb", "m1-max-32gb"))
    assert 0 < sum(small) < sum(large)


def test_the_outline_of_every_model_has_the_size_of_its_name():
    wanted = {"embedded": 0.135, "Qwen2.5-1.5B": 1.54, "EuroLLM-1.7B": 1.66, "Llama-3.2-3B": 3.2, "Mistral-7B": 7.25}
    wanted |= {"Qwen2.5-7B": 7.6, "Qwen2.5-14B": 14.8}
    sizes = {
        name: costs.outline_of(told["config"], Config()).values / 1e9 for name, told in costs.recommended().items()
    }
    for part, billions in wanted.items():
        assert next(size for name, size in sizes.items() if part in name) == pytest.approx(billions, rel=0.02)


def test_a_model_in_full_is_converted_to_one_that_loads(tmp_path: Path):
    source = model_folder(tmp_path / "full", hidden_size=128, intermediate_size=128)
    convert(source, tmp_path / "small", {"group_size": 32, "bits": 4})
    assert read_json(tmp_path / "small" / "config.json")["quantization"]["bits"] == 4
    assert len(load_model(str(tmp_path / "small"))[0].layers) == len(tiny_model().layers)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("config.json", r"holds no config\.json: not a model"),
        ("model.safetensors", r"cannot be made \(No safetensors found"),
        ("tokenizer.json", r"cannot be made \("),
    ],
)
def test_converting_what_is_no_whole_model_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, told: str
):
    monkeypatch.chdir(tmp_path)
    (model_folder(Path("full")) / broken).unlink()
    with pytest.raises(AcervoError, match=told):
        get("full")
    assert not folder_of("full").exists() and [path.name for path in tmp_path.rglob("*4bit*")] == []


def test_config_that_lacks_a_width_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    write_json(model_folder(Path("full")) / "config.json", {"model_type": "llama", "hidden_size": 32})
    with pytest.raises(AcervoError, match=r"cannot be made .*missing 5 required"):
        get("full")


def test_without_a_network_getting_a_model_says_what_to_do(monkeypatch, capsys):
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    assert main(["models", "--get", "utter-project/EuroLLM-1.7B-Instruct"]) == 1
    told = capsys.readouterr().err
    assert "the model hub cannot be reached" in told and "or use MODEL=embedded or a folder" in told
