"""`python -m train serve`: mlx-lm's OpenAI-compatible server, with the adapter."""

import argparse
import sys
from typing import Any

from train import ask
from train.model import model_folder
from train.tuned import add_place, dataset_of, system_message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_place(parser)
    ask.add_model(parser)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets the whole network ask")
    parser.add_argument("--port", type=int, default=8080)


def run(arguments: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Returns 0."""
    tuned = ask.chosen(arguments)
    words = ["--model", str(model_folder(tuned.model if tuned else arguments.model or "embedded"))]
    if tuned and not arguments.base:
        words += ["--adapter-path", str(tuned.adapter)]
    words += ["--host", arguments.host, "--port", str(arguments.port), "--allowed-origins", "http://localhost"]
    system = system_message(dataset_of(arguments, tuned)) if tuned else None
    print(f"http://{arguments.host}:{arguments.port}/v1/chat/completions; Ctrl-C ends it")
    if system:
        print(f"begin conversations with this system message, as training did: {system}")
    import mlx.core as mx
    from mlx_lm import server

    if mx.default_device() == mx.cpu:
        served: Any = server
        served.load = _loaded_dense  # it has no setting for this, and quantized products take minutes on a CPU
    sys.argv = ["mlx_lm.server", *words]  # its only way in that reads every option's default
    server.main()
    return 0


def _loaded_dense(*places: Any, **settings: Any) -> Any:
    """What mlx-lm loads, unpacked to float32."""
    import mlx.core as mx
    from mlx_lm import load

    from train.model import to_dense

    loaded: Any = load(*places, **settings)
    to_dense(loaded[0], mx.float32)
    return loaded
