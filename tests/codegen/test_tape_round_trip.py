"""What was recorded against a server is played back without one: the same answers, the same faults, no waits, no keys."""

from __future__ import annotations

import base64
import gzip
import json
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from codegen.errors import ModelError, TapeError
from codegen.messages import message
from codegen.model import open_model
from codegen.recorder import RecordingTransport
from codegen.settings import Settings
from tests.codegen.command_line import CommandLine
from tests.codegen.far_end import (
    ANSWERS,
    ANYWHERE,
    FarEnd,
    Row,
    Steps,
    chunk,
    ended,
    event,
    failing,
    far_end,
    http,
    said,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from codegen.client import OpenAIModel

KEY = "sk-secret-0123456789abcdef"
PASSWORD = "pass word/1"
TALK = [message("user", "quick sort 快速排序")]
STREAM, PLAIN, LIST, RETRIEVE, SEVERAL = "stream", "plain", "list", "retrieve", "several"
ASKING: dict[str, Callable[[OpenAIModel], object]] = {
    STREAM: lambda model: model.stream(TALK),
    PLAIN: lambda model: list(model.complete(["hi"], stream=False)),
    LIST: lambda model: model.list_models(),
    RETRIEVE: lambda model: model.retrieve_model("m/1"),
    SEVERAL: lambda model: [reply for replies in model.samples(TALK, 3) for reply in replies],
}
SORTED = whole(said("def f(x):\n    return x  # 快"), ended(), event({"choices": [], "usage": {"prompt_tokens": 3}}))
PAGES: list[Row] = [
    [http(json.dumps({"data": [{"id": f"m{number}"}], "has_more": number < 2}))] for number in range(3)
]  # fmt: skip
REFUSED = [http(json.dumps({"error": {"message": "Unsupported parameter: 'n'", "param": "n"}}), 400)]
TURNS = [event({"choices": [{"index": n, "delta": {"content": f"text {n}"}}]}) for n in (2, 0, 1)]

#: How it is asked, through which API, and what each connection then does.
EXCHANGES: dict[str, tuple[str, str, list[Row]]] = {
    "a chat": (STREAM, "chat", [SORTED]),
    "a completion": (STREAM, "completions", [whole(said("A", "completions"), ended("completions"))]),
    "a response": (STREAM, "responses", [whole(said("A", "responses"), ended("responses"))]),
    "a plain answer": (PLAIN, "chat", [[http('{"choices": [{"message": {"content": "A"}, "finish_reason": "length"}]}')]]),
    "a compressed one": (STREAM, "chat", [[http(gzip.compress(said("A") + ended()), content_encoding="gzip")]]),
    "one in chunks": (STREAM, "chat", [[http(None, transfer_encoding="chunked"), chunk(said("A") + ended()), b"0\r\n\r\n"]]),
    "carriage returns": (STREAM, "chat", [whole(said("A").replace(b"\n", b"\r\n"), ended())]),
    "a second try": (STREAM, "chat", [failing(429, retry_after_ms="", retry_after="9"), failing(503), SORTED]),
    "no second try": (STREAM, "chat", [failing(503, x_should_retry="false")]),
    "a wait too long": (STREAM, "chat", [failing(429, retry_after_ms="", retry_after="3600")]),
    "a wait until a day": (STREAM, "chat", [failing(429, retry_after_ms="", retry_after="Fri, 01 Jan 2100 00:00:00 GMT")]),
    "an error to the last": (LIST, "chat", [failing(500)]),
    "a wrong key": (LIST, "chat", [failing(401, f"Incorrect API key provided: {KEY}")]),
    "a cut stream": (STREAM, "chat", [whole(said("Hel"), said("lo"))]),
    "a lost connection": (STREAM, "chat", [[*whole(said("Hel"), said("lo")), 0.3, None]]),
    "bytes of no text": (STREAM, "chat", [whole(said("Hel"), b"data: \xff\n\n")]),
    "a list in pages": (LIST, "chat", PAGES),
    "one model": (RETRIEVE, "chat", [[http('{"id": "m/1", "root": null}')]]),
    "no such model": (RETRIEVE, "chat", [failing(404), [http('{"data": [{"id": "m/2"}]}')]]),
    "several at once": (SEVERAL, "chat", [whole(*TURNS, b"data: [DONE]\n\n")]),
    "several by several": (SEVERAL, "chat", [REFUSED, SORTED]),
}  # fmt: skip
FAULTS = {
    name: (STREAM, "chat", [row]) for name, (row, says) in [*ANYWHERE.items(), *ANSWERS.items()]
    if not callable(row) and "connection was lost" not in says and "within" not in says and "decompressed" not in says
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEnd]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with far_end() as running:
        yield running


def settings(server: FarEnd, **changed: Any) -> Settings:
    given: dict[str, Any] = {"base_url": server.url, "api_key": KEY, "model": "served", "model_timeout": 60} | changed
    return Settings(**given)


def outcome(model: OpenAIModel, asking: str) -> tuple[object, str]:
    """What was answered, without its time, or the fault and what had come."""
    try:
        found = ASKING[asking](model)
    except ModelError as problem:
        return re.sub(r"wait \d+ s", "wait", str(problem)), problem.text
    every = found if isinstance(found, list) else [found]
    return sorted(repr(each).partition("seconds=")[0] for each in every), ""


@pytest.mark.parametrize("name", [*EXCHANGES, *FAULTS])
def test_a_replay_gives_what_the_server_gave(server: FarEnd, tmp_path: Path, name: str) -> None:
    asking, api, rows = (EXCHANGES | FAULTS)[name]
    server.play(*rows)
    with open_model(settings(server, api=api), record=tmp_path / "tape") as model:
        if "429" in str(rows):
            model._connection._pause = lambda _: None
        live = outcome(model, asking)
    asked = len(server.requests)
    start = time.monotonic()
    with open_model(settings(server, api=api), replay=tmp_path / "tape") as model:
        assert outcome(model, asking) == live
        with pytest.raises(TapeError, match="at its end"):
            model.stream(TALK)
    assert time.monotonic() - start < 9
    assert len(server.requests) == asked
    for line in (tmp_path / "tape").read_text("utf-8").splitlines():
        assert set(json.loads(line)) == {"request", "response"}
        assert KEY not in line


def test_what_is_still_coming_when_it_ends_is_on_the_tape(server: FarEnd, tmp_path: Path) -> None:
    server.play([*whole(said("Hel"), said("lo")), 60.0])
    with open_model(settings(server, model_timeout=2), record=tmp_path / "tape") as model:
        assert outcome(model, STREAM)[1] == "Hello"
    with open_model(settings(server), replay=tmp_path / "tape") as model:
        assert outcome(model, STREAM)[1] == "Hello"


def test_answers_of_requests_at_once_keep_their_order(server: FarEnd, tmp_path: Path) -> None:
    """The first that passes wins, so that the order in which they came decides."""
    count = iter(range(100))
    lock = threading.Lock()

    def play() -> Steps:
        with lock:
            number = next(count)
        return [http(None), 0.4 * (3 - number), said(f"text {number}", "responses"), ended("responses")]

    server.plays = [play]
    with open_model(settings(server, api="responses"), record=tmp_path / "tape") as model:
        live = [reply.text for (reply,) in model.samples(TALK, 3)]
    for _ in range(3):
        with open_model(settings(server, api="responses"), replay=tmp_path / "tape") as model:
            assert [reply.text for (reply,) in model.samples(TALK, 3)] == live


def test_a_tape_shows_json_as_json_and_events_one_by_one(server: FarEnd, tmp_path: Path) -> None:
    server.play([http('{"data": [{"id": "m"}]}')], SORTED)
    with open_model(settings(server), record=tmp_path / "tape") as model:
        model.list_models()
        model.stream(TALK)
    listed, streamed = map(json.loads, (tmp_path / "tape").read_text("utf-8").splitlines())
    assert listed["request"] == {"method": "GET", "path": "/models", "body": None}
    assert listed["response"]["body"] == {"data": [{"id": "m"}]}
    assert len(streamed["response"]["sse"]) == 4
    assert streamed["response"]["headers"] == {"content-type": "text/event-stream", "x-request-id": "req_7"}


def test_the_page_that_is_not_on_the_tape_is_named(server: FarEnd, tmp_path: Path) -> None:
    server.play(*PAGES)
    with open_model(settings(server), record=tmp_path / "tape") as model:
        model.list_models()
    whole_tape = (tmp_path / "tape").read_text().splitlines(keepends=True)
    (tmp_path / "tape").write_text(whole_tape[0] + whole_tape[2])
    with (
        open_model(settings(server), replay=tmp_path / "tape") as model,
        pytest.raises(TapeError, match=r"line 2, GET /models\?after=m0 is asked, recorded was GET /models\?after=m1"),
    ):
        model.list_models()


def test_the_nearest_of_a_tape_is_compared(server: FarEnd, tmp_path: Path) -> None:
    server.play(PAGES[2], SORTED)
    with open_model(settings(server), record=tmp_path / "tape") as model:
        model.list_models()
        model.stream(TALK)
    with open_model(settings(server), replay=tmp_path / "tape") as model, pytest.raises(TapeError) as caught:
        model.stream([message("user", "quick sand")])
    assert 'line 2, body.messages[0].content is "quick sand", recorded was "quick sort' in str(caught.value)


def test_another_endpoint_is_not_taken_for_one_whose_name_it_ends_with(server: FarEnd, tmp_path: Path) -> None:
    line = {"request": {"method": "POST", "path": "/completions"}, "response": {"text": "A"}}
    (tmp_path / "tape").write_text(json.dumps(line))
    with (
        open_model(settings(server), replay=tmp_path / "tape") as model,
        pytest.raises(TapeError, match="recorded was"),
    ):
        model.stream(TALK)


def test_recording_goes_through_the_proxy_of_the_environment(
    server: FarEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url.removesuffix("/v1"))
    server.play(SORTED)
    with open_model(settings(server, base_url="http://nosuch.invalid/v1"), record=tmp_path / "tape") as model:
        model.stream(TALK)
    assert server.requests[0].startswith(b"POST http://nosuch.invalid/v1/chat/completions ")


@pytest.mark.parametrize("compressed", [False, True])
def test_secrets_that_a_server_repeats_are_not_on_the_tape(server: FarEnd, tmp_path: Path, compressed: bool) -> None:
    url = server.url.replace("://", "://ann:pass%20word%2F1@")
    token = "YW5uOnBhc3Mgd29yZC8x"
    with open_model(settings(server, base_url=url), record=tmp_path / "tape") as model:
        for text in (KEY, PASSWORD, "pass%20word%2F1", token, "pass word\\/1"):
            said_ = said(text).replace(b"\\\\/", b"\\/") + b": \xff\n\n"[: 7 if compressed else 0] + ended()
            more: dict[str, Any]
            body, more = (gzip.compress(said_), {"content_encoding": "gzip"}) if compressed else (said_, {})
            server.play([http(body, kind="text/event-stream", x_request_id=text, **more)])
            outcome(model, STREAM)
    assert token.encode() in server.requests[0]
    tape = (tmp_path / "tape").read_text("utf-8")
    assert tape.count("***") >= 10 or compressed
    for secret in (KEY, PASSWORD, "pass%20word", token, "pass word"):
        assert secret not in tape
    if compressed:
        bodies = [base64.b64decode(json.loads(line)["response"]["base64"]) for line in tape.splitlines()]
        assert all(b"***" in body and KEY.encode() not in body for body in bodies)


def test_a_recorded_fault_ends_the_command_as_the_fault_did(server: FarEnd, tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    for row in (failing(401), whole(said("Hel")), whole(said("A"), ended())):
        server.play(row)
        live = cli("chat", "hi", "--base-url", server.url, "--record", "tape", OPENAI_API_KEY=KEY)
        again = cli("chat", "hi", "--base-url", server.url, "--replay", "tape", OPENAI_API_KEY=KEY)
        assert (again.code, again.out) == (live.code, live.out)
        told, told_again = (re.sub(r"history \d+", "history", each.err) for each in (live, again))
        assert told_again.partition("\n") == ("codegen: replies come from the tape tape", "\n", told)


def test_who_closes_a_tape_waits_for_an_exchange_that_another_thread_is_writing(
    server: FarEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, writes = RecordingTransport.write, threading.Event()

    def slowly(self: RecordingTransport, record: dict[str, object]) -> None:
        writes.set()
        time.sleep(0.2)
        writing(self, record)

    monkeypatch.setattr(RecordingTransport, "write", slowly)
    server.play(whole(said("Hel"), said("lo")))
    recording = RecordingTransport(tmp_path / "tape", base_url=server.url)
    response = recording.handle_request(httpx2.Request("POST", f"{server.url}/chat/completions", json={}))
    reading = threading.Thread(target=response.read)
    reading.start()
    writes.wait(10)
    recording.close()
    reading.join()
    assert (tmp_path / "tape").read_text("utf-8").count("\n") == 1
