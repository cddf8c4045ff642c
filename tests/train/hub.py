"""A hub on this machine: it serves a folder's files over HTTP as huggingface_hub asks for them."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlparse

OWNER = "acervo-tests/tiny"
COMMIT = "c" * 40


class Hub(ThreadingHTTPServer):
    """Serves one model, and keeps what it is asked for.

    `breaks` says how many times it sends only half of a file and hangs up, `claims` how large it says that a file is.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.asked: list[tuple[str, str, str]] = []
        self.breaks: dict[str, int] = {}
        self.claims: dict[str, int] = {}
        self.gated = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def got(self, name: str) -> list[str]:
        """The ranges that were asked for of a file, empty for the whole."""
        return [span for method, path, span in self.asked if method == "GET" and path.endswith(f"/{name}")]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hub  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        path = unquote(urlparse(self.path).path)
        self.server.asked.append((self.command, path, self.headers.get("Range", "")))
        api = f"/api/models/{OWNER}"
        if self.server.gated and path.startswith((api, f"/{OWNER}/")):
            self._send(403, b'{"error": "restricted"}', {"X-Error-Code": "GatedRepo"})
        elif path == api or path.startswith(f"{api}/revision/"):
            files = [{"rfilename": one.name} for one in sorted(self.server.folder.iterdir())]
            self._json({"id": OWNER, "modelId": OWNER, "sha": COMMIT, "private": False, "siblings": files, "tags": []})
        elif path.startswith(f"{api}/tree/"):
            files = sorted(self.server.folder.iterdir())
            self._json(
                [{"type": "file", "path": one.name, "size": self._size(one), "oid": digest(one)} for one in files]
            )
        elif path.startswith(f"/{OWNER}/resolve/"):
            self._file(self.server.folder / path.rsplit("/", 1)[1])
        else:
            self._send(404, b'{"error": "Repository not found"}', {"X-Error-Code": "RepoNotFound"})

    def _size(self, file: Path) -> int:
        return self.server.claims.get(file.name, file.stat().st_size)

    def _file(self, file: Path) -> None:
        if not file.is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
            return
        data, span = file.read_bytes(), self.headers.get("Range", "")
        start = int(span.removeprefix("bytes=").partition("-")[0]) if span else 0
        told = {"ETag": f'"{digest(file)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if span:
            told["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        if file.name in self.server.claims:
            told["X-Linked-Size"] = str(self.server.claims[file.name])
        half = self.command == "GET" and self.server.breaks.get(file.name, 0) > 0
        self._send(206 if span else 200, data[start:], told, len(data[start:]) // 2 if half else None)
        if half:
            self.server.breaks[file.name] -= 1
            self.wfile.flush()
            self.connection.shutdown(2)
            self.close_connection = True

    def _json(self, value: object) -> None:
        self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    def _send(self, status: int, data: bytes, headers: dict[str, str], only: int | None = None) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data[:only])


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextmanager
def hub(folder: Path) -> Iterator[Hub]:
    """Within this a hub is there."""
    server = Hub(folder)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
