"""The whole command against a bad far end: one line, exit code 3, and what had come is in the history."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest

from tests.codegen.far_end import (
    ANSWERS,
    ANYWHERE,
    FarEnd,
    broken_off,
    ended,
    event,
    far_end,
    said,
    seconds_for,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.codegen.command_line import CommandLine

KEY = "sk-test-0123456789abcdef"
COMMANDS = (["complete", "hi"], ["models"], ["chat", "hi"], ["models", "m"], ["run", "quick sort"])


@pytest.fixture
def server() -> Iterator[FarEnd]:
    with far_end() as running:
        yield running


def every_row() -> Iterator[Any]:
    """All rows, the commands taking turns; what is no answer is only for those that want one."""
    for number, (name, (row, says)) in enumerate([*ANYWHERE.items(), *ANSWERS.items()]):
        commands = COMMANDS if name in ANYWHERE else COMMANDS[::2]
        yield pytest.param(commands[number % len(commands)], row, says, id=name)


@pytest.mark.parametrize(("command", "row", "says"), list(every_row()))
def test_the_command_ends_with_3_and_that_line(
    cli: CommandLine, server: FarEnd, command: list[str], row: Any, says: str
) -> None:
    server.play(row)
    waits = ["--timeout-model", str(seconds_for(says))]
    done = cli(*command, "--base-url", server.url, *waits, OPENAI_API_KEY=KEY)
    lines = [line for line in done.err.splitlines() if "next try in" not in line]
    assert (done.code, done.out, len(lines)) == (3, "", 1), done.err
    assert says in lines[0]
    assert KEY not in done.err


@pytest.mark.parametrize(("name", "command"), list(zip(broken_off("chat"), cycle(COMMANDS[::2]), strict=False)))
def test_the_command_keeps_what_had_come(cli: CommandLine, server: FarEnd, command: list[str], name: str) -> None:
    row, says = broken_off("chat")[name]
    server.play([*whole(said("Hel"), said("lo")), *row])
    waits = ["--timeout-model", str(seconds_for(says))]
    done = cli(*command, "--base-url", server.url, *waits, OPENAI_API_KEY=KEY)
    assert (done.code, done.out.strip()) == (3, "" if command[0] == "run" else "Hello"), done.err
    assert says in done.err
    assert "codegen history 1" in done.err
    assert "Hello" in cli("history", "1").out


@pytest.mark.parametrize("answer", ["", " \n"])
def test_an_empty_answer_is_said(cli: CommandLine, server: FarEnd, answer: str) -> None:
    server.play(whole(event({"choices": [{"delta": {"role": "assistant"}}]}), said(answer), ended()))
    done = cli("chat", "hi", "--base-url", server.url)
    assert (done.code, "the reply is empty" in done.err) == (0, not answer)


def test_hostile_names_and_counts_can_be_kept(cli: CommandLine, server: FarEnd) -> None:
    facts = {"model": "m\ud800\x1b[2J\n", "usage": {"prompt_tokens": 10**40, "completion_tokens": -1}}
    server.play(whole(said("A"), event({"choices": [{"finish_reason": "\x1b[2J\ud800" * 999}], **facts})))
    for command in (["chat", "hi"], ["complete", "hi"], ["chat", "hi", "--json"], ["complete", "hi", "--json"]):
        done = cli(*command, "--base-url", server.url)
        assert (done.code, "\x1b" in done.err + done.out) == (0, False), done.err
    assert cli("history").code == 0


# Where there is no far end


def test_faults_of_the_way_there_are_one_line(cli: CommandLine) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        rows: list[tuple[dict[str, str], str]] = [
            ({"OPENAI_BASE_URL": f"{closed}/v1"}, "refused"),
            ({"OPENAI_BASE_URL": "http://nosuch.invalid/v1"}, "cannot reach http://nosuch.invalid/v1"),
            ({"OPENAI_BASE_URL": "http://x/v1", "HTTP_PROXY": closed}, "refused"),
            ({"OPENAI_BASE_URL": "http://x/v1", "ALL_PROXY": "socks5://127.0.0.1:9"}, "proxy"),
            ({"OPENAI_BASE_URL": "http://x/v1", "ALL_PROXY": "ftp://127.0.0.1:9"}, "proxy"),
            ({"OPENAI_BASE_URL": "https://x/v1", "SSL_CERT_FILE": "/no/such/file"}, "certificate"),
            ({"OPENAI_BASE_URL": "https://api.openai.com/v1"}, "set OPENAI_API_KEY"),
        ]
        for environment, says in rows:
            done = cli("models", **environment)
            lines = [line for line in done.err.splitlines() if "next try in" not in line]
            assert (done.code, done.out, len(lines)) == (3, "", 1), done.err
            assert says in lines[0]


def test_what_cannot_be_sent_is_a_wrong_call(cli: CommandLine) -> None:
    for environment in ({"OPENAI_BASE_URL": "ftp://x/v1"}, {"OPENAI_API_KEY": "sk-ключ"}):
        done = cli("models", **environment)
        assert (done.code, len(done.err.splitlines())) == (2, 1), done.err
        assert "ключ" not in done.err


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_of_ones_own_is_refused_until_it_is_named(cli: CommandLine, tmp_path: Path) -> None:
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*made, "-keyout", "key.pem", "-out", "cert.pem"], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with far_end(context) as server:
        server.play(whole(said("A"), ended()))
        refused = cli("chat", "hi", "--base-url", server.url)
        assert (refused.code, len(refused.err.splitlines())) == (3, 1), refused.err
        assert "SSL_CERT_FILE" in refused.err
        assert cli("chat", "hi", "--base-url", server.url, SSL_CERT_FILE=str(tmp_path / "cert.pem")).out == "A\n"
