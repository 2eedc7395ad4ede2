"""The bytes of an answer become the same text however the network cuts them."""

from __future__ import annotations

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.errors import ModelError
from codegen.model import Reply
from codegen.stream import Endpoint, ReplyReader

WORDS = ["def", " f(x):\n", "    return 'é快\r\n'", ""]
EVENTS = [{"choices": [{"index": 0, "delta": {"content": word}}]} for word in WORDS]
LAST = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 3}}


def body(line_end: str) -> bytes:
    events = [json.dumps(event, ensure_ascii=False) for event in (*EVENTS, LAST)]
    lines = [
        ": hello",
        "retry: 10",
        "",
        *(f"data: {event}{line_end}" for event in events),
        "data:",
        "",
        "data: [DONE]",
        "",
    ]
    return line_end.join(lines).encode()


def read(chunks: list[bytes]) -> tuple[str, ReplyReader]:
    reader = ReplyReader("chat")
    pieces = []
    for chunk in chunks:
        reader.feed(chunk)
        pieces += reader.taken()
    reader.end()
    return "".join(text for _, text in pieces + reader.taken()), reader


@given(cuts=st.lists(st.integers(0, 600)), line_end=st.sampled_from(["\n", "\r\n", "\r"]), mark=st.booleans())
def test_chunks_may_end_anywhere(cuts: list[int], line_end: str, mark: bool) -> None:
    whole = (b"\xef\xbb\xbf" if mark else b"") + body(line_end)
    places = sorted({0, len(whole), *(cut for cut in cuts if cut < len(whole))})
    text, reader = read([whole[a:b] for a, b in itertools.pairwise(places)])
    assert text == reader.text == "".join(WORDS)
    assert (reader.done, reader.usage.prompt_tokens) == (True, 3)


@given(length=st.integers(0, len(body("\n"))))
def test_a_stream_cut_anywhere_is_whole_or_says_that_it_was_cut(length: int) -> None:
    reader = ReplyReader("chat")
    reader.feed(body("\n")[:length])
    try:
        reader.end()
    except ModelError as problem:
        assert "cut off" in str(problem) or "UTF-8" in str(problem) or "empty" in str(problem)
        assert "".join(WORDS).startswith(reader.text)
    else:
        assert "".join(text for _, text in reader.taken()) == "".join(WORDS)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_a_model_error(data: bytes) -> None:
    for start in (b"", b"data: ", b"{", b'data: {"choices": '):
        try:
            text, _ = read([start + data])
        except ModelError:
            continue
        assert isinstance(text, str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "delta", "message", "content", "text", "error", "usage", "index", "response", "type"]
            ),
            inner,
            max_size=3,
        )
    ),
)


@given(value=JSON, endpoint=st.sampled_from(["chat", "completions", "responses"]))
def test_any_json_is_an_answer_or_a_model_error(value: object, endpoint: str) -> None:
    for form in ("%s", "data: %s\n\n"):
        reader = ReplyReader(endpoint)  # type: ignore[arg-type]
        try:
            reader.feed((form % json.dumps(value)).encode())
            reader.end()
        except ModelError as problem:
            assert str(problem)
        else:
            assert reader.done or reader.finished


def test_an_endless_answer_is_stopped() -> None:
    reader = ReplyReader("chat")
    with pytest.raises(ModelError, match="16 MiB"):
        for _ in range(20):
            reader.feed(b"data: " + b"x" * 2**20)


@pytest.mark.parametrize("endpoint", ["chat", "completions", "responses"])
def test_a_stream_of_another_api_is_no_empty_answer(endpoint: Endpoint) -> None:
    reader = ReplyReader(endpoint)
    other = {"type": "response.created"} if endpoint != "responses" else EVENTS[0]
    reader.feed(b"data: " + json.dumps(other).encode() + b"\n\ndata: [DONE]\n\n")
    with pytest.raises(ModelError, match="has no text in it"):
        reader.end()


def test_what_came_in_one_chunk_with_a_fault_is_heard() -> None:
    whole = body("\n")
    for fault in (b'data: {"error": "overloaded"}\n\n', b"data: \xff", b"data: {oops\n\n"):
        reader = ReplyReader("chat")
        with pytest.raises(ModelError):
            reader.feed(whole[: whole.rindex(b"data: {")] + fault)
        assert "".join(text for _, text in reader.taken()) == "".join(WORDS)


PARTS = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "A"}, {"type": "text", "text": None}]


@pytest.mark.parametrize(
    ("choices", "texts"),
    [
        ([{"text": "A"}, {"text": "B"}], ["A", "B"]),
        ([{"index": 0, "text": "A"}, {"index": 0, "text": "B"}], ["A", "B"]),
        ([{"index": None, "text": "A"}, {"index": 1, "text": "B"}], ["A", "B"]),
        ([{"index": 1, "text": "B"}, {"index": 0, "text": "A"}], ["A", "B"]),
        ([{"index": 0, "text": "A"}, {"index": 2, "text": "C"}], ["A"]),
        ([{"index": -1, "text": "C"}, {"index": 1, "text": "B"}], ["B"]),
        ([{"message": {"content": PARTS}}], ["A"]),
        ([{"message": {"content": "A", "reasoning_content": "hm"}, "text": "A"}], ["A"]),
        ([{"message": {"content": None, "tool_calls": [{}]}, "finish_reason": "tool_calls"}], [""]),
        ([{"message": {"content": None, "refusal": "No."}}, {"text": "B"}], ["", "B"]),
    ],
)
def test_answers_are_told_apart_however_they_are_numbered(choices: list[object], texts: list[str]) -> None:
    reader = ReplyReader("chat", 2)
    reader.feed(json.dumps({"choices": choices}).encode())
    reader.end()
    replies = reader.replies(Reply(text="", model="m"))
    assert [reply.text for reply in replies] == texts


def test_what_a_model_thought_is_no_part_of_its_answer() -> None:
    thought = {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "hm"}]}
    said = {"type": "message", "content": [{"type": "output_text", "text": "A"}]}
    reader = ReplyReader("responses")
    reader.feed(json.dumps({"object": "response", "status": "completed", "output": [thought, said]}).encode())
    reader.end()
    assert reader.text == "A"


@pytest.mark.parametrize("count", [True, -1, 10**30, "7", 1.5, None])
def test_a_count_of_tokens_that_is_none_is_left_out(count: object) -> None:
    reader = ReplyReader("chat")
    reader.feed(json.dumps({"choices": [{"text": "A"}], "usage": {"prompt_tokens": count, "input_tokens": 3}}).encode())
    reader.end()
    assert reader.usage.prompt_tokens == 3
