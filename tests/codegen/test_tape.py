"""Recording what a server said, playing it back without one, and what is wrong with broken tapes."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from codegen import recorder
from codegen.errors import ModelError, TapeError, UsageError
from codegen.messages import Message, message
from codegen.model import open_model
from codegen.prompt import messages
from codegen.settings import Settings
from codegen.tape import difference, parse_tape
from codegen.task import Task
from tests.codegen.server import cut, fail, say, serving

TALK = [message("user", "quick sort 快速排序")]
KEY = "sk-secret-0123456789abcdef"
CODE = "def f(x):\n    return x  # 快\n"


def replayed(tape: Path, talk: list[Message] = TALK, **settings: Any) -> Any:
    with open_model(Settings(**{"model": "served"} | settings), replay=tape) as model:
        return model.stream(talk)


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_a_recorded_reply_is_played_back_without_a_server(tmp_path: Path, api: Any) -> None:
    tape = tmp_path / "t.jsonl"
    with serving() as server:
        server.replies = [say(CODE)]
        settings = Settings(base_url=server.url, api_key=KEY, model="served", api=api)
        with open_model(settings, record=tape) as model:
            live = model.stream(TALK)
    again = replayed(tape, api=api)
    assert (again.text, again.usage) == (live.text, live.usage) == (CODE, live.usage)


def test_a_tape_is_readable_and_holds_no_key(tmp_path: Path) -> None:
    tape = tmp_path / "t.jsonl"
    with serving() as server:
        server.replies = [fail(401, f"Incorrect API key provided: {KEY}")]
        with (
            open_model(Settings(base_url=server.url, api_key=KEY, model="served"), record=tape) as model,
            pytest.raises(ModelError, match="401") as live,
        ):
            model.stream(TALK)
    text = tape.read_text("utf-8")
    assert KEY not in text
    assert "快速排序" in text
    assert json.loads(text)["request"]["path"] == "/chat/completions"
    with pytest.raises(ModelError) as again:
        replayed(tape, api_key=KEY)
    assert str(again.value) == str(live.value)


def test_a_lost_connection_is_recorded_as_one(tmp_path: Path) -> None:
    tape = tmp_path / "t.jsonl"
    with serving() as server:
        server.replies = [cut("def f(x):", lost=True)]
        settings = Settings(base_url=server.url, api_key=KEY, model="served")
        with open_model(settings, record=tape) as model, pytest.raises(ModelError):
            model.stream(TALK)
    with pytest.raises(ModelError, match="connection was lost") as again:
        replayed(tape)
    assert again.value.text == "def f(x):"


def test_closing_a_recording_waits_for_what_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, whole = threading.Event(), recorder._decompressed

    def slowly(seen: bytes, encoding: str) -> tuple[bytes, str]:
        begun.set()
        time.sleep(0.3)
        return whole(seen, encoding)

    monkeypatch.setattr(recorder, "_decompressed", slowly)
    inner = httpx2.MockTransport(lambda _: httpx2.Response(200, content=iter([b"said"])))
    recording = recorder.RecordingTransport(tmp_path / "t.jsonl", inner, base_url="http://x")
    response = recording.handle_request(httpx2.Request("GET", "http://x/models"))
    ending = threading.Thread(target=response.close)
    ending.start()
    begun.wait(60)
    recording.close()
    ending.join()
    assert json.loads((tmp_path / "t.jsonl").read_text())["request"]["path"] == "/models"


def recorded(tmp_path: Path, *requests: dict[str, Any]) -> Path:
    tape = tmp_path / "t.jsonl"
    lines = [
        {"request": {"method": "POST", "path": "/chat/completions"} | r, "response": {"text": CODE}} for r in requests
    ]
    tape.write_text("\n".join(map(json.dumps, lines)) + "\n")
    return tape


def test_another_request_than_the_recorded_one_says_where_they_part(tmp_path: Path) -> None:
    body = {"messages": [{"role": "user", "content": "bubble sort"}]}
    with pytest.raises(TapeError) as caught:
        replayed(recorded(tmp_path, {"body": body}))
    message = str(caught.value)
    assert "line 1" in message
    assert "body.messages[0].content" in message
    assert "bubble sort" in message
    assert "quick sort" in message
    assert caught.value.exit_code == 3


def test_a_tape_at_its_end_says_so(tmp_path: Path) -> None:
    with open_model(Settings(model="served"), replay=recorded(tmp_path, {})) as model:
        assert model.stream(TALK).text == CODE
        with pytest.raises(TapeError, match="at its end"):
            model.stream(TALK)


def test_requests_may_come_in_another_order(tmp_path: Path) -> None:
    tape = recorded(tmp_path, {"body": {"messages": [{"content": "other"}]}}, {"body": {"model": "served"}})
    assert replayed(tape).text == CODE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("{}\n", "line 1: 'request' is missing"),
        ("\n\n{oops\n", "line 3"),
        ("[1]\n", "line 1"),
        ('{"request": {"method": "GET", "path": "/"}, "response": {"status": "200", "text": ""}}', "numeric status"),
        ('{"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}', "none of sse, body"),
        ('{"request": {"method": "GET", "path": "/"}, "response": {"base64": "%%"}}', "line 1"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_a_broken_tape_is_one_line_with_the_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "t.jsonl").write_text(text)
    with pytest.raises(TapeError) as caught:
        replayed(tmp_path / "t.jsonl")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_tape_that_is_not_there_or_no_text_or_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        replayed(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="is a directory"):
        replayed(tmp_path)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(TapeError, match="cannot read"):
        replayed(tmp_path / "bytes")
    with pytest.raises(UsageError, match="is a directory"):
        open_model(Settings(api_key=KEY), record=tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        open_model(Settings(api_key=KEY), record=tmp_path / "none" / "t.jsonl")


@pytest.mark.timeout(20)
def test_a_device_without_an_end_is_no_tape() -> None:
    with pytest.raises(TapeError, match="larger than"):
        replayed(Path("/dev/zero"))


def test_a_full_disk_ends_the_recording_with_one_line() -> None:
    with (
        pytest.raises(TapeError, match="No space left"),
        open_model(Settings(), on_notice=print, record=Path("/dev/full")) as model,
    ):
        model.stream(messages(Task(prompt="factorial")))


def test_an_older_tape_stays_until_something_is_recorded(tmp_path: Path) -> None:
    tape = recorded(tmp_path, {})
    old = tape.read_text()
    with open_model(Settings(), on_notice=print, record=tape) as model:
        assert tape.read_text() == old
        with pytest.raises(TapeError, match="no prepared reply"):
            model.stream(messages(Task(prompt="a poem")))
    assert (tape.read_text(), list(tmp_path.iterdir())) == (old, [tape])
    with open_model(Settings(), on_notice=print, record=tape) as model:
        model.stream(messages(Task(prompt="factorial")))
    assert "factorial" in tape.read_text()
    assert list(tmp_path.iterdir()) == [tape]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, ""),
        ({"a": [1, {"b": None}]}, {"a": [1, {"b": 3}]}, "body.a[1].b"),
        ([1], [1, 2], "body has 2 entries"),
        ({"a": 1}, [], "body is"),
        ({"a": 1}, None, "body is null"),
    ],
)
def test_a_difference_is_named_by_its_place(old: object, new: object, where: str) -> None:
    assert difference(old, new).startswith(where)
    assert bool(difference(old, new)) is bool(where)


def test_every_form_of_a_body_gives_its_bytes() -> None:
    def content(response: dict[str, Any]) -> bytes | None:
        record = {"request": {"method": "GET", "path": "/"}, "response": response}
        return parse_tape(json.dumps(record), "t")[0].content

    assert content({"sse": ["data: 1", "data: [DONE]", ""]}) == b"data: 1\n\ndata: [DONE]\n\n"
    assert content({"body": {"a": 1}}) == b'{"a": 1}'
    assert content({"raw": "x"}) == b"x"
    assert content({"base64": "/w=="}) == b"\xff"
    assert content({"text": "x"}) is None
