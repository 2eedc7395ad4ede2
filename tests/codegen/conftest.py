"""What tests share: a command line, a sandbox, a history, servers that answer in turn, chats at terminals of their own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from codegen.history import History
from sandbox import Sandbox
from tests.codegen import server
from tests.codegen.chat_terminal import Terminal
from tests.codegen.command_line import CommandLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("restricted") as opened:
        yield opened


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History(tmp_path / "history.db") as opened:
        yield opened


@pytest.fixture(name="server")
def model_server() -> Iterator[server.ModelServer]:
    with server.serving() as running:
        yield running


@pytest.fixture
def models() -> Iterator[server.ModelServer]:
    with server.serving() as serving:
        serving.replies = [server.say("The first."), server.say("The second."), server.say("The third.")]
        yield serving


@pytest.fixture
def release(models: server.ModelServer) -> Iterator[threading.Event]:
    """Ends what the server holds back."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def start(cli: CommandLine, models: server.ModelServer) -> Iterator[Any]:
    started: list[Terminal] = []

    def begin(*arguments: str, **more: str) -> Terminal:
        started.append(Terminal(cli, models, *arguments, **more))
        return started[-1]

    yield begin
    for terminal in started:
        if not terminal.child.closed:
            terminal.child.close(force=True)
