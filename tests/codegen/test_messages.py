"""Messages are plain dicts, checked once, whatever they were made from."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletionMessage
from openai.types.responses import ResponseOutputMessage, ResponseOutputText

from codegen.errors import UsageError
from codegen.messages import ROLES, Message, message, validated

MESSAGES = st.fixed_dictionaries(
    {"role": st.sampled_from(ROLES), "content": st.text()},
    optional={"name": st.from_regex(r"[^\s<|\\/>]{1,64}", fullmatch=True)},
)


@given(st.lists(MESSAGES))
def test_a_conversation_goes_through_json_unchanged(talk: list[Message]) -> None:
    assert validated(json.loads(json.dumps(validated(talk)))) == talk


def test_the_apis_own_messages_are_taken() -> None:
    chat = ChatCompletionMessage(role="assistant", content="hi")
    text = ResponseOutputText(type="output_text", text="there", annotations=[])
    response = ResponseOutputMessage(id="m", type="message", role="assistant", status="completed", content=[text])
    parts = {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
    assert validated([chat, response, parts]) == [
        {"role": "assistant", "content": "hi"},
        {"role": "assistant", "content": "there"},
        {"role": "user", "content": "ab"},
    ]


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([{"role": "tool", "content": "x"}], "role must be one of"),
        ([{"content": "x"}], "role"),
        ([{"role": "user"}], "content must be text"),
        ([{"role": "user", "content": None}], "content must be text"),
        ([{"role": "user", "content": []}], "content must be text"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}], "content must be text"),
        ([{"role": "user", "content": "x", "name": "a b"}], "name"),
        ([{"role": "user", "content": "x", "name": "\udcff"}], "name"),
        ([{"role": "user", "content": "x", "nmae": "a"}], "'nmae'"),
        ([{"role": "assistant", "content": "x", "tool_calls": [{}]}], "'tool_calls'"),
        ([{"role": "user", "content": "x"}, "hello"], "message 2"),
        ("hello", "must be a list"),
        ({"role": "user", "content": "x"}, "must be a list"),
        ([None], "message 1"),
    ],
)
def test_what_is_no_message_is_one_line_that_says_which(bad: object, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        validated(bad)  # type: ignore[arg-type]
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_half_a_character_is_no_part_of_what_is_sent() -> None:
    halves = [{"role": "assistant", "content": "a\ud83d\ude00"}, {"role": "user", "content": "b\ude00\udc80"}]
    assert [each["content"] for each in validated(halves)] == ["a\U0001f600", "b\ufffd\ufffd"]


def test_a_message_is_a_plain_dict() -> None:
    assert message("user", "x") == {"role": "user", "content": "x"}
    assert message("user", "x", "ann") == {"role": "user", "content": "x", "name": "ann"}
