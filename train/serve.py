"""`python -m train serve`: mlx-lm's OpenAI-compatible server, with the adapter."""

import argparse
import json
import os
import shlex
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from records.errors import AcervoError
from train import ask
from train.model import model_folder
from train.tuned import add_place, dataset_of, system_message


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    add_place(parser)
    ask.add_model(parser)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 lets the whole network ask")
    parser.add_argument("--port", type=int, default=8080)


def run(arguments: argparse.Namespace) -> NoReturn:
    """Serve until Ctrl-C, then end the process with status 0."""
    tuned = ask.chosen(arguments)
    _refuse_taken(arguments.host, arguments.port)
    words = ["--model", str(model_folder(tuned.model if tuned else arguments.model or "embedded"))]
    if tuned and not arguments.base:
        words += ["--adapter-path", str(tuned.adapter)]
    words += ["--host", arguments.host, "--port", str(arguments.port), "--allowed-origins", "http://localhost"]
    system = system_message(dataset_of(arguments, tuned)) if tuned else None
    print("\n".join(greeting(arguments.host, arguments.port, system)), flush=True)
    import mlx.core as mx
    from huggingface_hub.constants import HF_HUB_CACHE
    from mlx_lm import server

    Path(HF_HUB_CACHE).mkdir(parents=True, exist_ok=True)  # without it the server's list of models ends in an error
    if mx.default_device() == mx.cpu:
        served: Any = server
        served.load = _loaded_dense  # it has no setting for this, and quantized products take minutes on a CPU
    sys.argv = ["mlx_lm.server", *words]  # its only way in that reads every option's default
    with suppress(KeyboardInterrupt):
        server.main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # its generating thread has streams of MLX, and an interpreter that ends beside them is aborted


def _refuse_taken(host: str, port: int) -> None:
    """Raise AcervoError where the server could not listen: mlx-lm's would end in a traceback, and hang."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        remedy = f"end what listens there, or `.venv/bin/python -m train serve --port {port + 1}`"
        raise AcervoError(
            f"{host}:{port}", f"cannot be listened at ({os.strerror(error.errno or 0)})", remedy
        ) from error


def greeting(host: str, port: int, system: str | None) -> list[str]:
    """What is told at the start: where to ask, and a question to try, with the system message that training had."""
    messages = [*([{"role": "system", "content": system}] if system else []), {"role": "user", "content": "..."}]
    asked = shlex.quote(json.dumps({"messages": messages, "temperature": 0}, ensure_ascii=False))
    lines = [f"http://{host}:{port}/v1 speaks as OpenAI's server does; Ctrl-C ends it. Ask it:"]
    lines.append(f"  curl http://{host}:{port}/v1/chat/completions -H 'Content-Type: application/json' -d {asked}")
    return [*lines, "Begin conversations with that system message, as training did."] if system else lines


def _loaded_dense(*places: Any, **settings: Any) -> Any:
    """What mlx-lm loads, unpacked to float32."""
    import mlx.core as mx
    from mlx_lm import load

    from train.model import to_dense

    loaded: Any = load(*places, **settings)
    to_dense(loaded[0], mx.float32)
    return loaded
