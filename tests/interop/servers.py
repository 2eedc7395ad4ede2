"""Starts a server that `make interop` has installed, and ends it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the Makefile installs them.
ENVIRONMENTS = Path(__file__).parents[2] / ".interop"
START_SECONDS = 120
#: For a server that takes any.
KEY = "sk-of-no-account"
RIGHT = "def quick_sort(items):\n    return sorted(items)\n"
WRONG = "def quick_sort(items):\n    return sorted(set(items))\n"


@dataclass(frozen=True)
class Served:
    """A server that runs. `text` is what its `model` always says, `streamed` and `whole` the APIs that it has so."""

    url: str
    key: str
    model: str
    text: str
    streamed: tuple[str, ...]
    whole: tuple[str, ...]

    def settings(self, **more: str) -> dict[str, str]:
        """As environment variables."""
        own = {"BASE_URL": self.url, "API_KEY": self.key, "MODEL": self.model}
        return {f"CODEGEN_{name}": value for name, value in (own | more).items()}


@contextmanager
def litellm(home: Path) -> Iterator[Served]:
    """LiteLLM's proxy; besides `prose` it has `right` and `wrong`, which answer with a quick sort."""
    texts = {"prose": "This is a test.", "right": f"```python\n{RIGHT}```", "wrong": f"```python\n{WRONG}```"}
    config = [
        {"model_name": name, "litellm_params": {"model": f"openai/{name}", "api_key": "none", "mock_response": text}}
        for name, text in texts.items()
    ]
    (home / "config.yaml").write_text(json.dumps({"model_list": config}))  # JSON is YAML
    key, port = f"sk-{secrets.token_hex(24)}", free_port()
    own = {"LITELLM_MASTER_KEY": key, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_TELEMETRY": "False"}
    with running(home, "litellm", "--config", "config.yaml", "--host", "127.0.0.1", "--port", str(port), **own):
        url = f"http://127.0.0.1:{port}/v1"
        wait_for(url, key)
        # Its fixed replies cannot be streamed through the Responses API.
        yield Served(url, key, "prose", texts["prose"], ("chat", "completions"), ("chat", "completions", "responses"))


@contextmanager
def mock_ai_api(home: Path) -> Iterator[Served]:
    """A server that has the Responses API, and gives one answer, whatever is asked."""
    port = free_port()
    ports = ("--openai-port", str(port), "--anthropic-port", str(free_port()))
    with running(home, "mock-ai-api", *ports):
        url = f"http://127.0.0.1:{port}/v1"
        wait_for(url, KEY)
        apis = ("chat", "completions", "responses")
        yield Served(url, KEY, "gpt-4o-mini", "Hello. It's nice to meet you.", apis, apis)


SERVERS = {"litellm": litellm, "mock-ai-api": mock_ai_api}


@contextmanager
def running(home: Path, name: str, *arguments: str, **environment: str) -> Iterator[None]:
    """The command of that name, from the environment of that name; what it says goes to `log`."""
    command = [str(ENVIRONMENTS / name / "bin" / name), *arguments]
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **environment}
    with (
        (home / "log").open("wb") as log,
        subprocess.Popen(command, cwd=home, env=own, stdout=log, stderr=log) as server,
    ):
        try:
            yield
        finally:
            server.send_signal(signal.SIGINT)  # so that it ends what it has started
            with suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, key: str) -> None:
    """Until it answers. Raises HTTPError if it does not in time."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx2.get(f"{url}/models", headers={"Authorization": f"Bearer {key}"}, timeout=5).raise_for_status()
        except (httpx2.NetworkError, httpx2.TimeoutException, httpx2.HTTPStatusError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return
