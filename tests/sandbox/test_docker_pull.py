"""A pull that comes to nothing is one clear line; the far end here is an engine that only knows how to pull badly."""

from __future__ import annotations

import contextlib
import gc
import json
import socketserver
import threading
import warnings
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Final

import pytest

from sandbox import SandboxUnavailable
from sandbox.backends import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest.importorskip("docker")

IMAGE: Final = "somewhere/slow:1"
STEP: Final = {"status": "Downloading", "id": "0a", "progressDetail": {"current": 5, "total": 10}}


@pytest.fixture(autouse=True)
def no_word_of_the_clients_sockets() -> Iterator[None]:
    """docker 7.2 leaves that of an answer which breaks off to the garbage collector, which warns."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Engine(BaseHTTPRequestHandler):
    """Has no image. Its last words about a pull are those of `pull`."""

    protocol_version = "HTTP/1.1"
    pull: Callable[[Engine], None]
    released: threading.Event

    def do_GET(self) -> None:
        known = {"/version": {"ApiVersion": "1.41", "MinAPIVersion": "1.24"}}
        self.answer(200 if self.path in known else 404, known.get(self.path, {"message": "no such image"}))

    def do_POST(self) -> None:
        type(self).pull(self)

    def answer(self, status: int, document: object) -> None:
        data = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def say(self, *steps: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for step in steps:
            self.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n")
        self.wfile.flush()

    def fall_silent(self) -> None:
        self.released.wait(60)
        self.close_connection = True

    def address_string(self) -> str:
        return "the client"

    def log_message(self, *_: object) -> None:
        pass


def says_nothing(far: Engine) -> None:
    far.fall_silent()


def stalls(far: Engine) -> None:
    far.say(json.dumps(STEP).encode())
    far.fall_silent()


def breaks_off(far: Engine) -> None:
    far.say(json.dumps(STEP).encode())
    far.close_connection = True


def breaks_off_in_a_word(far: Engine) -> None:
    far.say(json.dumps(STEP).encode(), b'{"status": "Downl')
    far.close_connection = True


def refuses(far: Engine) -> None:
    far.answer(404, {"message": "pull access denied,\nrepository does not exist"})


def fails_later(far: Engine) -> None:
    far.say(json.dumps(STEP).encode(), json.dumps({"error": "no space left on device"}).encode(), b"")


@contextlib.contextmanager
def serving(path: Path, pull: Callable[[Engine], None]) -> Iterator[str]:
    released = threading.Event()
    handler = type("Handler", (Engine,), {"pull": staticmethod(pull), "released": released})
    with socketserver.ThreadingUnixStreamServer(str(path), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"unix://{path}"
        finally:
            released.set()
            server.shutdown()


@pytest.mark.parametrize(
    ("pull", "why"),
    [
        (says_nothing, "the engine gave no answer for 1 s"),
        (stalls, "the engine gave no answer for 1 s"),
        (breaks_off, "the engine broke off the connection"),
        (breaks_off_in_a_word, "the engine broke off the connection"),
        (refuses, "pull access denied, repository does not exist"),
        (fails_later, "no space left on device"),
    ],
)
def test_a_pull_that_does_not_end_well_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pull: Callable[[Engine], None], why: str
) -> None:
    monkeypatch.setattr(engine, "_SILENCE_SECONDS", 1)
    told: list[tuple[int, int]] = []
    with serving(tmp_path / "s", pull) as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        with contextlib.closing(engine.connect()) as api, pytest.raises(SandboxUnavailable) as raised:
            engine.image_id(api, IMAGE, pull=True, on_progress=lambda done, total: told.append((done, total)))
    text = str(raised.value)
    assert text.startswith(f"Docker cannot pull the image {IMAGE!r}: {why}")
    assert "\n" not in text
    assert "Error" not in text
    assert told[0] == (0, 0)
    assert told[1:] == ([(5, 10)] if pull not in (says_nothing, refuses) else [])


def test_a_pull_that_goes_on_is_waited_for_however_long(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "_SILENCE_SECONDS", 2)

    def slow(far: Engine) -> None:
        far.say()
        for _ in range(8):
            far.released.wait(0.5)
            step = json.dumps(STEP).encode()
            far.wfile.write(f"{len(step):x}\r\n".encode() + step + b"\r\n")
            far.wfile.flush()
        far.wfile.write(b"0\r\n\r\n")

    told: list[tuple[int, int]] = []
    with serving(tmp_path / "s", slow) as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        with (
            contextlib.closing(engine.connect()) as api,
            pytest.raises(SandboxUnavailable, match="no such image"),  # which comes only after the last word
        ):
            engine.image_id(api, IMAGE, pull=True, on_progress=lambda done, total: told.append((done, total)))
    assert len(told) == 9


def test_an_id_is_not_asked_of_a_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serving(tmp_path / "s", refuses) as address:
        monkeypatch.setenv("DOCKER_HOST", address)
        with contextlib.closing(engine.connect()) as api, pytest.raises(SandboxUnavailable, match="it needs a name"):
            engine.image_id(api, f"sha256:{'0a' * 32}", pull=True)
