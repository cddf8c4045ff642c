"""The server, really started: it lists its models, answers at once and in pieces, and ends by Ctrl-C."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.archive import ROOT
from tests.train.test_evaluation import arguments, place  # noqa: F401  # a fixture
from train.serve import greeting


@pytest.fixture
def server(place: Path, monkeypatch) -> Iterator[tuple[int, Any]]:  # noqa: F811
    """Its port and its process, the machine having no cache of the hub's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("HF_HUB_CACHE", str(place / "hub"))
    words = [sys.executable, "-m", "train", *arguments(place, "serve"), "--port", str(port)]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        assert any("Starting httpd" in line for line in process.stderr)
        yield port, process
    finally:
        process.kill()
        process.communicate()


def got(port: int, method: str, path: str, body: dict[str, Any] | None = None) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(method, f"/v1/{path}", json.dumps(body), {"Content-Type": "application/json"})
    return connection.getresponse().read().decode()


def test_server_lists_models_answers_at_once_and_in_pieces_and_ends_by_ctrl_c(server):
    port, process = server
    assert json.loads(got(port, "GET", "models"))["object"] == "list"
    question = {"messages": [{"role": "user", "content": "Jogo 1?"}], "max_tokens": 4, "temperature": 0}
    told = json.loads(got(port, "POST", "chat/completions", question))["choices"][0]["message"]["content"]
    streamed = got(port, "POST", "chat/completions", {**question, "stream": True})
    lines = [line[6:] for line in streamed.splitlines() if line.startswith("data: ")]
    pieces = [json.loads(line)["choices"][0]["delta"].get("content", "") for line in lines if line != "[DONE]"]
    assert lines[-1] == "[DONE]" and "".join(pieces) == told
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def test_greeting_holds_a_command_to_try_with_the_system_message_in_quotes():
    lines = greeting("127.0.0.1", 8080, "És o 'Mirobaldo'.")
    assert "curl http://127.0.0.1:8080/v1/chat/completions" in lines[1] and "Mirobaldo" in lines[1]
    assert len(greeting("127.0.0.1", 8080, None)) == 2
