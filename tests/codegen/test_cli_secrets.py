"""No key is in anything that a command writes, whatever a server repeats of it and wherever."""

from __future__ import annotations

import base64
import json
import traceback
from typing import TYPE_CHECKING

import pytest

from codegen.client import OpenAIModel
from codegen.errors import ModelError
from codegen.messages import message
from codegen.settings import Settings
from tests.codegen.command_line import CommandLine
from tests.codegen.far_end import FarEnd, Row, ended, event, failing, far_end, http, said, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEY = "canary/0123456789+abcdef"
PASSWORD = "canary-password-77"
TOKEN = base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
EVERYTHING = f"{KEY} {PASSWORD} {TOKEN} {KEY.replace('/', chr(92) + '/')}"
SECRETS = (KEY, PASSWORD, TOKEN, "0123456789+abcdef")
COMMANDS = (["models"], ["models", "m"], ["complete", "hi"], ["chat", "hi"], ["chat", "hi", "--json"], ["run", "sort"])

REPEATED: dict[str, Row] = {
    "an error": failing(401, EVERYTHING, x_request_id=EVERYTHING),
    "an error text": [http(EVERYTHING, 400, "text/plain")],
    "an error it may pass": failing(429, EVERYTHING),
    "an error that says all is well": [http(json.dumps({"error": {"message": EVERYTHING}}))],
    "an error in a stream": whole(said("Hello"), event({"error": {"message": EVERYTHING}}), x_request_id=EVERYTHING),
    "an error event": whole(said("Hello"), f"event: error\ndata: {EVERYTHING}\n\n"),
    "no JSON": [http(f"{{{EVERYTHING}")],
    "no answer": [http(EVERYTHING, kind="text/plain")],
    "a redirect": [http("", 307, location=f"http://ann:{PASSWORD}@127.0.0.1:9/v1?key={KEY}")],
    "a head that is none": [f"{EVERYTHING}\r\n\r\n".encode()],
    "facts": whole(said("Hello"), ended(), event({"model": EVERYTHING, "choices": []}), x_request_id=EVERYTHING),
    "a refusal": whole(event({"choices": [{"delta": {"refusal": EVERYTHING}}]}), ended()),
    "a list": [http(json.dumps({"data": [{"id": "m", "owned_by": EVERYTHING, "root": [EVERYTHING]}]}))],
    "a reason": whole(said("Hello"), ended(reason=EVERYTHING)),
}


@pytest.fixture
def server() -> Iterator[FarEnd]:
    with far_end() as running:
        yield running


@pytest.mark.parametrize("name", REPEATED)
def test_what_a_server_repeats_is_nowhere(server: FarEnd, tmp_path: Path, name: str) -> None:
    cli = CommandLine(tmp_path)
    url = server.url.replace("://", f"://ann:{PASSWORD}@")
    server.play(REPEATED[name])
    for command in COMMANDS[list(REPEATED).index(name) % 2 :: 2]:
        done = cli(*command, "--record", "tape", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=url, OPENAI_LOG="debug")
        assert "HTTP Request" in done.err
        written = {each.name: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
        for where, data in {"stdout": done.out.encode(), "stderr": done.err.encode(), **written}.items():
            assert not [secret for secret in SECRETS if secret.encode() in data], (command, where)
    assert f"Authorization: Basic {TOKEN}".lower().encode() in server.requests[0].lower()
    shown = (
        cli("history", "--json", OPENAI_API_KEY=KEY).out + cli("config", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=url).out
    )
    assert not [secret for secret in SECRETS if secret in shown]


def test_the_words_of_a_model_stay_as_they_are(server: FarEnd, tmp_path: Path) -> None:
    """They are what was asked for; a tape, which is handed on, has them without the key."""
    cli = CommandLine(tmp_path)
    server.play(whole(said(f"Your key is {KEY}."), ended()))
    done = cli("chat", "hi", "--record", "tape", "--base-url", server.url, OPENAI_API_KEY=KEY)
    assert (done.code, done.out) == (0, f"Your key is {KEY}.\n")
    assert f"Your key is {KEY}." in cli("history", "1").out
    assert "Your key is ***." in (tmp_path / "tape").read_text()


def test_no_traceback_of_a_program_holds_the_key(server: FarEnd) -> None:
    settings = Settings(base_url=server.url, api_key=KEY, model="served")
    asking: list[Callable[[OpenAIModel], object]] = [
        lambda model: model.list_models(),
        lambda model: model.stream([message("user", "hi")]),
        lambda model: list(model.complete(["a", "b"])),
    ]
    for name in ("an error", "an error in a stream", "a head that is none"):
        server.play(REPEATED[name])
        for ask in asking:
            with OpenAIModel(settings, pause=lambda _: None) as model, pytest.raises(ModelError) as caught:
                ask(model)
            assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("key", ["x", "none", "EMPTY", "ollama"])
def test_a_placeholder_is_no_secret(server: FarEnd, key: str) -> None:
    server.play(failing(400, "max none EMPTY ollama"))
    with OpenAIModel(Settings(base_url=server.url, api_key=key)) as model, pytest.raises(ModelError) as caught:
        model.list_models()
    assert "max none EMPTY ollama" in str(caught.value)
