"""How long an example is in tokens, by the trainer's own encoding, once a model is there to count with."""

import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from records.errors import AcervoError
from records.example import Message
from review_app.audit import newest_audit

LIMIT = 512  # tokens: the row length of most of the trainer's presets, until an audit says the one in use
LATER = 2.0  # seconds after which a tokenizer begins to be read: the first example goes first

_loading = threading.Lock()
_loaded: dict[Path, Any] = {}


def count(data: Path, messages: Sequence[Message]) -> int | None:
    """Tokens of a conversation, or None where no model is prepared, or its tokenizer is still being read."""
    folder = model_folder(data)
    if folder is None:
        return None
    tokenizer = _loaded.get(folder)
    if tokenizer is None:
        _begin(folder)
        return None
    from train.encoding import encode

    try:
        return len(encode(tokenizer, [{"role": m["role"], "content": m["content"]} for m in messages]).ids)
    except AcervoError:
        return None


def limit(data: Path) -> int:
    """Tokens that a row may have: as the newest audit was told, else as most presets say."""
    audited = newest_audit(data)
    return int(audited.get("against_limit", {}).get("limit", LIMIT)) if audited else LIMIT


def model_folder(data: Path) -> Path | None:
    """The prepared model whose tokenizer counts: the first by name."""
    found = sorted(path.parent for path in data.glob("models/*/tokenizer.json"))
    return found[0] if found else None


def load(folder: Path) -> Any:
    """The tokenizer of a model, as the trainer loads it; takes seconds the first time."""
    with _loading:
        if folder not in _loaded:
            from mlx_lm.utils import load_tokenizer

            _loaded[folder] = load_tokenizer(folder)
    return _loaded[folder]


@cache
def _begin(folder: Path) -> None:
    """Read the tokenizer aside: nobody waits for it to see an example."""
    timer = threading.Timer(LATER, load, (folder,))
    timer.daemon = True
    timer.start()
