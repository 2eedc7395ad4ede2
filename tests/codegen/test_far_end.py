"""Every fault of the far end is one clear line, and what had come of an answer is kept."""

from __future__ import annotations

import gzip
import json
import socket
import time
from typing import TYPE_CHECKING, Any

import openai  # noqa: F401 - so that no request's time goes into it
import pytest

from codegen.client import OpenAIModel
from codegen.errors import ModelError
from codegen.messages import message
from codegen.settings import Settings
from tests.codegen.far_end import (
    ANSWERS,
    ANYWHERE,
    CLOSED,
    FOR_EVER,
    FarEnd,
    broken_off,
    chunk,
    ended,
    event,
    failing,
    far_end,
    http,
    said,
    seconds_for,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "sk-test-0123456789abcdef"
TALK = [message("user", "hi")]
APIS = ("chat", "completions", "responses")
ASKING: dict[str, Callable[[OpenAIModel], object]] = {
    "stream": lambda model: model.stream(TALK),
    "list": lambda model: model.list_models(),
    "plain": lambda model: list(model.complete(["hi"], stream=False)),
    "retrieve": lambda model: model.retrieve_model("m"),
}


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FarEnd]:
    with far_end() as running:
        yield running


def opened(server: FarEnd, **changed: Any) -> OpenAIModel:
    given: dict[str, Any] = {"base_url": server.url, "api_key": KEY, "model": "served"} | changed
    return OpenAIModel(Settings(**given, origins={"base_url": "--base-url"}), pause=lambda _: None)


def fault(server: FarEnd, asking: Callable[[OpenAIModel], object], **changed: Any) -> ModelError:
    with opened(server, **changed) as model, pytest.raises(ModelError) as caught:
        asking(model)
    line = str(caught.value)
    assert line.isprintable()
    assert len(line) < 800
    assert KEY not in line
    return caught.value


@pytest.mark.parametrize("name", ANYWHERE)
def test_a_fault_of_any_answer_is_one_clear_line(server: FarEnd, name: str) -> None:
    row, says = ANYWHERE[name]
    server.play(row)
    for asking in list(ASKING)[list(ANYWHERE).index(name) % 2 :: 2]:
        assert says in str(fault(server, ASKING[asking], model_timeout=seconds_for(says)))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_without_an_answer_is_one_clear_line(server: FarEnd, name: str) -> None:
    row, says = ANSWERS[name]
    server.play(row)
    for api in APIS:
        for asking in ("stream", "plain"):
            assert says in str(fault(server, ASKING[asking], api=api))


def _telling(heard: list[str]) -> Callable[[OpenAIModel], object]:
    return lambda model: model.stream(TALK, heard.append)


@pytest.mark.parametrize("api", APIS)
def test_what_had_come_before_a_fault_is_kept(server: FarEnd, api: str) -> None:
    for row, says in broken_off(api).values():
        server.play([*whole(said("Hel", api), said("lo", api)), *row])
        heard: list[str] = []
        problem = fault(server, _telling(heard), api=api, model_timeout=seconds_for(says))
        assert says in str(problem)
        assert (problem.text, "".join(heard)) == ("Hello", "Hello")


# What is no fault

TEXT = "é快\x00\ud83d\ude00"


@pytest.mark.parametrize(
    "row",
    [
        [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Early\r\nlink: x\r\n\r\n", *whole(said("A"), ended())],
        whole(b"\xef\xbb\xbf", said("A"), ended()),
        whole(said("A").replace(b"\n", b"\r\n"), ended().replace(b"\n", b"\r")),
        whole("data:\n\n: hi\n\nevent: ping\ndata:\n\n", said("A"), "retry: 3\nid: 7\n\n", ended()),
        whole(said("A"), "data: [DONE]\n\n"),
        whole(said("A"), ended().rstrip()),
        whole(said(None), said("A"), said(None), ended()),
        whole(said("A"), ended(), event({"choices": [], "usage": {"prompt_tokens": 1}})),
        whole(said("A"), ended(), event({"choices": [], "usage": None}), "data: [DONE]"),
        whole(said("A"), ended(), event({"choices": None, "usage": {"prompt_tokens": "many"}})),
        [*whole(said("A"), ended()), 0.3, None],
        [*whole(said("A"), ended(), "data: [DONE]\n\n"), FOR_EVER],
        [http(None, transfer_encoding="chunked"), *map(chunk, (said("A")[:9], said("A")[9:], ended())), b"0\r\n"],
        [http(gzip.compress(said("A") + ended()), content_encoding="gzip")],
        [http(json.dumps({"choices": [{"message": {"content": "A"}, "finish_reason": None}]}))],
        [http(json.dumps({"choices": [{"text": "A"}], "usage": None}), kind="text/plain")],
        [http("\ufeff" + json.dumps({"choices": [{"message": {"content": [{"type": "text", "text": "A"}]}}]}))],
    ],
)  # fmt: skip
def test_odd_but_whole_answers_are_answers(server: FarEnd, row: Any) -> None:
    server.play(row)
    with opened(server, model_timeout=60) as model:
        start = time.monotonic()
        assert model.stream(TALK).text == "A"
    assert time.monotonic() - start < FOR_EVER / 2


def test_characters_cut_by_the_network_and_characters_of_no_alphabet_arrive(server: FarEnd) -> None:
    data = event({"choices": [{"delta": {"content": TEXT}, "finish_reason": "stop"}]})
    raw = data.decode().encode().replace(b"\\u5feb", "快".encode())
    place = raw.index("快".encode()) + 1
    server.play([*whole(raw[:place]), 0.2, raw[place:]])
    with opened(server) as model:
        assert model.stream(TALK).text == "é快\x00\U0001f600"


def test_a_server_that_takes_no_connection_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = []
        for _ in range(4):  # fills what the system takes on its behalf
            waiting.append(socket.socket())
            waiting[-1].setblocking(False)
            waiting[-1].connect_ex(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/v1"
        assert "within 2 s" in str(fault(FarEnd(url), ASKING["list"], model_timeout=2))
        for each in waiting:
            each.close()


# Another try, and the deadline over all of them

FACTS_OF_A_MODEL = http(json.dumps({"data": [{"id": "m"}], "id": "m"}))


@pytest.mark.parametrize("asking", ASKING)
@pytest.mark.parametrize(
    "row", [CLOSED, [None], [http(None), None], failing(408), failing(409), failing(429), failing(529)]
)
def test_what_may_pass_is_tried_again(server: FarEnd, asking: str, row: Any) -> None:
    good = whole(said("A"), ended()) if asking in ("stream", "plain") else [FACTS_OF_A_MODEL]
    server.play(row, row, good)
    with opened(server) as model:
        ASKING[asking](model)
    assert len(server.requests) == 3


@pytest.mark.parametrize("row", [failing(400), failing(401), failing(500, x_should_retry="false"), [http("{oops")]])
def test_what_will_not_pass_is_not_tried_again(server: FarEnd, row: Any) -> None:
    server.play(row)
    fault(server, ASKING["stream"])
    assert len(server.requests) == 1


def test_nothing_is_tried_again_once_there_is_text(server: FarEnd) -> None:
    server.play([*whole(said("A")), 0.3, None])
    fault(server, ASKING["stream"])
    assert len(server.requests) == 1


def test_the_deadline_is_over_all_pages_and_tries(server: FarEnd) -> None:
    pages = (http(json.dumps({"data": [{"id": f"m{n}"}], "has_more": True})) for n in range(10_000))
    server.plays = [lambda: [0.1, next(pages)]]
    start = time.monotonic()
    assert "within 2 s" in str(fault(server, ASKING["list"], model_timeout=2))
    assert time.monotonic() - start < 30
    assert len(server.requests) < 25


def test_an_answer_of_several_that_breaks_off_keeps_those_that_are_whole(server: FarEnd) -> None:
    pieces = [event({"choices": [{"index": n, "delta": {"content": f"text {n}"}}]}) for n in (0, 1)]
    done = event({"choices": [{"index": 1, "delta": {}, "finish_reason": "stop"}]})
    server.play(whole(*pieces, done))
    kept: list[Any] = []
    with opened(server) as model, pytest.raises(ModelError, match="cut off"):
        for replies in model.samples(TALK, 2):
            kept += [(each.index, each.text) for each in replies]
    assert kept == [(1, "text 1")]
    assert len(server.requests) == 1


def test_a_redirect_gets_neither_key_nor_prompt(server: FarEnd) -> None:
    with far_end() as other:
        other.play(whole(said("A"), ended()))
        for status in (301, 302, 303, 307, 308):
            location = f"{other.url.replace('://', '://u:p@')}/chat/completions?key={KEY}"
            server.play([http("", status, location=location)])
            problem = fault(server, ASKING["stream"])
            assert f"redirects to {other.url} ({status})" in str(problem)
        assert not other.requests
