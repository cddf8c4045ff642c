"""A model and a dataset small enough to train in a second: random Llama, byte-level tokenizer, real files."""

from pathlib import Path
from typing import Any

import mlx.core as mx
from mlx.utils import tree_flatten
from mlx_lm.models import llama
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from tokenizers.pre_tokenizers import ByteLevel

from records.files import sha256_file, write_json, write_jsonl
from records.manifest import Manifest, addressed, write_manifest

MARKERS = ["<s>", "</s>", "<|user|>", "<|assistant|>", "<|system|>"]
TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% if m.role == 'assistant' %}</s>{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
SHAPE = {
    "model_type": "llama",
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "intermediate_size": 64,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "rms_norm_eps": 1e-5,
    "vocab_size": 261,
    "tie_word_embeddings": True,
}


def tiny_model(seed: int = 7, **shape: Any) -> Any:
    mx.random.seed(seed)
    model = llama.Model(llama.ModelArgs.from_dict({**SHAPE, **shape}))
    mx.eval(model.parameters())
    return model


def tiny_tokenizer(template: str = TEMPLATE) -> Any:
    from mlx_lm.tokenizer_utils import TokenizerWrapper
    from transformers import PreTrainedTokenizerFast

    words = MARKERS + sorted(ByteLevel.alphabet())
    core = Tokenizer(models.BPE(vocab={word: i for i, word in enumerate(words)}, merges=[]))
    core.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)  # type: ignore[assignment]
    core.decoder = decoders.ByteLevel()  # type: ignore[assignment]
    core.add_special_tokens(MARKERS)
    fast = PreTrainedTokenizerFast(tokenizer_object=core, bos_token=MARKERS[0], eos_token=MARKERS[1])
    fast.chat_template = template
    return TokenizerWrapper(fast)


def model_folder(folder: Path, **shape: Any) -> Path:
    """A model as mlx-lm reads it from the disk."""
    folder.mkdir(parents=True)
    model = tiny_model(**shape)
    mx.save_safetensors(str(folder / "model.safetensors"), dict(tree_flatten(model.parameters())), {"format": "mlx"})
    write_json(folder / "config.json", {**SHAPE, **shape, "eos_token_id": 1})
    tiny_tokenizer()._tokenizer.save_pretrained(str(folder))
    return folder


def row(number: int, probe: str = "train", answer: str = "") -> dict[str, Any]:
    answer = answer or f"O jogo {number} acabou {number % 5}-{number % 3}."
    return {
        "id": f"results/match.score/{number}/{probe}",
        "messages": [{"role": "user", "content": f"Jogo {number}?"}, {"role": "assistant", "content": answer}],
        "probe": probe,
        "builder": "results",
        "template": "match.score",
        "phrasing": "plain",
        "group": f"match/{number}",
        "facts": [],
        "source": "results.csv line 1",
    }


def frozen_folder(folder: Path, train_rows: list[dict[str, Any]], valid_rows: list[dict[str, Any]]) -> Path:
    """A frozen dataset with its manifest."""
    folder.mkdir(parents=True)
    for name, rows in (("train", train_rows), ("valid", valid_rows), ("test", [])):
        write_jsonl(folder / f"{name}.jsonl", rows)
    files = {p.name: sha256_file(p) for p in sorted(folder.glob("*.jsonl"))}
    write_manifest(folder, addressed(Manifest("", files, {}, {}, {}, {})))
    return folder
