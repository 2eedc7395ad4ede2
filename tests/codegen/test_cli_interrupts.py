"""Ctrl-C at any moment of a request: the command ends at once with 130, and what had come is kept."""

from __future__ import annotations

import os
import select
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from codegen.history import History
from tests.codegen.far_end import (
    FOR_EVER,
    FarEnd,
    failing,
    far_end,
    http,
    said,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.codegen.command_line import CommandLine

KEY = "sk-test-0123456789abcdef"


@pytest.fixture
def server() -> Iterator[FarEnd]:
    with far_end() as running:
        yield running


def interrupted(cli: CommandLine, server: FarEnd, command: list[str], until: Callable[[str], bool]) -> tuple[str, str]:
    """stdout and stderr of a command that gets Ctrl-C once it has said so much."""
    running = cli.start(*command, "--base-url", server.url, OPENAI_API_KEY=KEY)
    try:
        assert running.stderr is not None
        seen, deadline = "", time.monotonic() + 60
        while not (server.requests and until(seen)):
            assert time.monotonic() < deadline, seen
            if select.select([running.stderr], [], [], 0.05)[0]:
                seen += os.read(running.stderr.fileno(), 4096).decode()
        start = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
        running.communicate()
    assert time.monotonic() - start < 10
    assert running.returncode == 130
    assert "Traceback" not in err
    return out, seen + err


def kept(cli: CommandLine) -> list[str]:
    with History(cli.home / "codegen" / "history.db") as history:
        return sorted(reply.text for reply in history.show(1).replies)


@pytest.mark.parametrize("command", [["chat", "hi"], ["complete", "hi"], ["models"], ["models", "m"], ["run", "sort"]])
@pytest.mark.parametrize("row", [[FOR_EVER], [http(None), FOR_EVER]], ids=["no head", "no body"])
def test_ctrl_c_while_nothing_comes(cli: CommandLine, server: FarEnd, command: list[str], row: Any) -> None:
    server.play(row)
    out, _ = interrupted(cli, server, command, lambda _: True)
    assert out == ""


def test_ctrl_c_in_the_pause_before_another_try(cli: CommandLine, server: FarEnd) -> None:
    server.play(failing(429, retry_after_ms="", retry_after="50"))
    for command in (["complete", "hi"], ["models"]):
        server.requests.clear()
        _, err = interrupted(cli, server, command, lambda seen: "next try in 50.0 s" in seen)
        assert "(429): because" in err


@pytest.mark.parametrize("command", [["chat", "hi"], ["complete", "hi"], ["run", "sort"]], ids=lambda c: c[0])
def test_ctrl_c_between_pieces_keeps_them(cli: CommandLine, server: FarEnd, command: list[str]) -> None:
    server.play([*whole(said("Hel"), said("lo")), FOR_EVER])
    database = cli.home / "codegen" / "history.db"
    out, err = interrupted(cli, server, command, lambda _: database.exists() and kept_text(cli) == ["Hello"])
    assert kept(cli) == ["Hello"]
    assert "codegen history 1" in err
    assert out.strip() in ("", "Hello")


def kept_text(cli: CommandLine) -> list[str]:
    try:
        return kept(cli)
    except Exception:  # not there yet
        return []


def test_ctrl_c_while_several_samples_come_keeps_them(cli: CommandLine, server: FarEnd) -> None:
    server.play([*whole(said("Hel", "responses"), said("lo", "responses")), FOR_EVER])
    command = ["run", "sort", "-n", "3", "--api", "responses"]
    interrupted(cli, server, command, lambda _: kept_text(cli) == ["Hello"] * 3)
    assert kept(cli) == ["Hello"] * 3
