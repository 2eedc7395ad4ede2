"""One model is asked as it wants to be, and each refusal is heeded once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from codegen.errors import ModelError, UsageError
from codegen.messages import message
from codegen.model import open_model
from codegen.settings import Settings
from tests.codegen.server import Answer, ModelServer, Reply, as_json, fail, raw, say, serving, several

if TYPE_CHECKING:
    from collections.abc import Iterator

TALK = [message("system", "Be brief."), message("user", "quick sort", "ann")]
CODE = "def f(x):\n    return x\n"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as running:
        running.replies = [say(CODE)]
        yield running


def opened(server: ModelServer, **changed: Any) -> Any:
    given: dict[str, Any] = {"base_url": server.url, "model": "served", "model_timeout": 20} | changed
    return open_model(Settings(**given))


def responding(text: str) -> Reply:
    whole = {"object": "response", "status": "completed", "output": [{"content": [{"text": text}]}]}
    return lambda path, body: as_json(whole)


def by_path(**answers: Reply) -> Reply:
    """Another answer for each endpoint, named by the last part of its path's words."""
    names = {"/v1/chat/completions": "chat", "/v1/completions": "completions", "/v1/responses": "responses"}
    return lambda path, body: answers[names[path]](path, body)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("o1-pro", "/v1/responses"),
        ("gpt-5-pro", "/v1/responses"),
        ("gpt-5.1-codex", "/v1/responses"),
        ("o3-deep-research", "/v1/responses"),
        ("gpt-5", "/v1/chat/completions"),
        ("o3-mini", "/v1/chat/completions"),
        ("gemini-pro", "/v1/chat/completions"),
        ("codegemma", "/v1/chat/completions"),
    ],
)
def test_the_api_follows_the_models_name(server: ModelServer, model: str, path: str) -> None:
    server.replies = [by_path(chat=say(CODE), responses=responding(CODE))]
    with opened(server, model=model) as asked:
        assert asked.stream(TALK).text == CODE
    assert server.requests[0][0] == path


@pytest.mark.parametrize(
    ("model", "words", "path"),
    [
        ("served", "This model is only supported in v1/responses and not in v1/chat/completions.", "/v1/responses"),
        (
            "served",
            (
                "This is not a chat model and thus not supported in the v1/chat/completions endpoint. "
                "Did you mean to use v1/completions?"
            ),
            "/v1/completions",
        ),
        (
            "davinci-002",
            (
                "This is a chat model and not supported in the v1/completions endpoint. "
                "Did you mean to use v1/chat/completions?"
            ),
            "/v1/chat/completions",
        ),
        ("served", "This model is only available through the Responses API.", "/v1/responses"),
    ],
)
def test_the_server_names_the_api_that_a_model_wants(server: ModelServer, model: str, words: str, path: str) -> None:
    good = {"/v1/responses": responding(CODE)}.get(path, say(CODE))
    server.replies = [fail(404, words), good]
    with opened(server, model=model) as asked:
        reply = asked.stream(TALK)
        assert reply.text == CODE
        assert "API" in reply.notes[0]
        assert asked.stream(TALK).notes == ()  # learned for good
    assert [request[0] for request in server.requests[1:]] == [path, path]


def test_an_api_that_was_chosen_is_not_left(server: ModelServer) -> None:
    server.replies = [fail(404, "use v1/responses")]
    with opened(server, api="chat") as asked, pytest.raises(ModelError, match="v1/responses"):
        asked.stream(TALK)
    assert len(server.requests) == 1


def test_two_apis_that_name_each_other_end_after_one_move(server: ModelServer) -> None:
    server.replies = [by_path(chat=fail(404, "use v1/responses"), responses=fail(404, "use v1/chat/completions"))]
    with opened(server) as asked, pytest.raises(ModelError, match="404"):
        asked.stream(TALK)
    assert len(server.requests) == 2


def test_a_refused_system_role_becomes_developer_and_then_a_part_of_the_first_message(server: ModelServer) -> None:
    def picky(path: str, body: dict[str, Any]) -> Answer:
        roles = [each["role"] for each in body["messages"]]
        for role in ("system", "developer"):
            if role in roles:
                words = f"Unsupported value: 'messages[0].role' does not support '{role}' with this model."
                return fail(400, words, param="messages[0].role")(path, body)
        return say(CODE)(path, body)

    server.replies = [picky]
    with opened(server) as asked:
        reply = asked.stream(TALK)
        assert reply.text == CODE
        assert len(reply.notes) == 2
        assert asked.stream(TALK).notes == ()
    assert [each["role"] for each in server.bodies[1]["messages"]] == ["developer", "user"]
    assert server.bodies[-1]["messages"] == [{"role": "user", "content": "Be brief.\n\nquick sort", "name": "ann"}]


def test_names_of_speakers_go_where_they_are_known(server: ModelServer) -> None:
    server.replies = [by_path(chat=say(CODE), responses=responding(CODE))]
    for api in ("chat", "responses"):
        with opened(server, api=api) as asked:
            asked.stream(TALK)
    assert server.bodies[0]["messages"][1] == {"role": "user", "content": "quick sort", "name": "ann"}
    assert server.bodies[1]["input"][1] == {"role": "user", "content": "quick sort"}


def test_max_tokens_is_given_up_under_both_of_its_names(server: ModelServer) -> None:
    refused = [
        fail(400, f"Unsupported parameter: '{name}'", param=name) for name in ("max_completion_tokens", "max_tokens")
    ]
    server.replies = [*refused, say(CODE)]
    with opened(server, max_tokens=9) as asked:
        assert len(asked.stream(TALK).notes) == 2
        asked.stream(TALK)
    sent = [{name for name in body if name.startswith("max_")} for body in server.bodies]
    assert sent == [{"max_completion_tokens"}, {"max_tokens"}, set(), set()]


def test_a_model_that_may_not_be_streamed_is_asked_for_its_reply_as_a_whole(server: ModelServer) -> None:
    refused = fail(400, "Your organization must be verified to stream this model.", param="stream")
    server.replies = [refused, say(CODE), refused]
    with opened(server) as asked:
        pieces: list[str] = []
        reply = asked.stream(TALK, pieces.append)
        assert (reply.text, pieces) == (CODE, [CODE])
        assert reply.notes == ("the server does not stream this model's replies; they come whole",)
        with pytest.raises(ModelError, match="must be verified"):
            asked.stream(TALK)
    assert [(body["stream"], "stream_options" in body) for body in server.bodies] == [
        (True, True), (False, False), (False, False),
    ]  # fmt: skip


def test_a_refusal_that_names_nothing_that_was_sent_is_final(server: ModelServer) -> None:
    server.replies = [fail(400, "temperature 3 is too hot", param="temperature")]
    with opened(server) as asked, pytest.raises(ModelError, match="too hot"):
        asked.stream(TALK)
    assert len(server.requests) == 1


def test_a_chat_with_a_model_that_only_completes_stops_before_the_users_next_words(server: ModelServer) -> None:
    with opened(server, api="completions") as asked:
        asked.stream(TALK)
    assert server.bodies[0]["prompt"].endswith("ann: quick sort\n\nAssistant:")
    assert server.bodies[0]["stop"] == ["\nUser:", "\nann:"]


# Several answers


def test_several_answers_come_by_one_request_and_by_turns(server: ModelServer) -> None:
    server.replies = [several("one two", "three four")]
    heard: list[tuple[int, str]] = []
    with opened(server) as asked:
        (replies,) = asked.samples(TALK, 2, lambda index, text: heard.append((index, text)))
    assert [(reply.index, reply.text) for reply in replies] == [(0, "one two"), (1, "three four")]
    assert heard == [(0, "one"), (1, "three"), (0, " two"), (1, " four")]
    assert (server.bodies[0]["n"], len(server.bodies)) == (2, 1)
    assert [reply.usage.completion_tokens for reply in replies] == [4, None]


def test_a_server_without_n_is_asked_so_often(server: ModelServer) -> None:
    server.replies = [fail(400, "Unsupported parameter: 'n'", param="n"), say("a"), say("b"), say("c")]
    with opened(server) as asked:
        replies = [reply for (reply,) in asked.samples(TALK, 3)]
    assert sorted(reply.text for reply in replies) == ["a", "b", "c"]
    assert sorted(reply.index for reply in replies) == [0, 1, 2]
    assert [note for reply in replies for note in reply.notes if "one answer a request" in note]
    assert ["n" in body for body in server.bodies] == [True, False, False, False]


def test_a_server_that_ignores_n_is_asked_for_the_rest(server: ModelServer) -> None:
    server.replies = [several("a", ignore_n=True)]
    with opened(server) as asked:
        assert [reply.text for (reply,) in asked.samples(TALK, 3)] == ["a", "a", "a"]
    assert len(server.requests) == 3


def test_the_responses_api_is_asked_so_often_at_once(server: ModelServer) -> None:
    server.replies = [responding("x")]
    with opened(server, api="responses") as asked:
        assert len(list(asked.samples(TALK, 10))) == 10
    assert len(server.requests) == 10


def test_stop_texts_are_left_out_where_the_api_has_none(server: ModelServer) -> None:
    server.replies = [responding("one two")]
    with opened(server, api="responses") as model:
        [reply] = model.complete(["p"], stop=["x"])
    assert "stop" not in server.bodies[0]
    assert reply.notes == ("the responses API knows no stop texts; the request was sent without them",)


def test_one_answer_that_fails_does_not_cost_the_others(server: ModelServer) -> None:
    server.replies = [raw("{oops", "application/json"), say("x")]
    kept: list[str] = []
    with opened(server, api="responses") as asked, pytest.raises(ModelError, match="broken JSON"):
        server.replies = [raw("{oops", "application/json"), responding("x")]
        kept += (reply.text for (reply,) in asked.samples(TALK, 3))
    assert kept == ["x", "x"]


def test_prompts_are_completed_in_one_request_and_in_order(server: ModelServer) -> None:
    server.replies = [several("A", "B", "C", "D")]
    with opened(server, api="completions") as asked:
        replies = list(asked.complete(["one", "two"], samples=2, stop=["\n\n"]))
    assert [(reply.index, reply.text) for reply in replies] == [(0, "A"), (1, "B"), (2, "C"), (3, "D")]
    body = server.bodies[0]
    assert (body["prompt"], body["n"], body["stop"]) == (["one", "two"], 2, ["\n\n"])


def test_prompts_for_a_chat_model_are_messages_of_their_own(server: ModelServer) -> None:
    server.replies = [lambda path, body: say(body["messages"][0]["content"].upper())(path, body)]
    with opened(server) as asked:
        replies = {reply.index: reply.text for reply in asked.complete(["one", "two"], stream=False)}
    assert replies == {0: "ONE", 1: "TWO"}
    assert {body["stream"] for body in server.bodies} == {False}


@pytest.mark.parametrize(
    ("prompts", "more", "says"),
    [
        ("def f(", {}, "prompts must be a list of texts, was str"),
        (["x"], {"stop": "END"}, "stop must be a list of texts, was str"),
        ([], {}, "there is no prompt"),
        (["x", " "], {}, "the prompt is empty"),
        (["x"], {"stop": [""]}, "an empty stop text"),
        (["x"], {"samples": 0}, "samples must be at least 1, was 0"),
        (["\udcff"], {}, "the prompt is not UTF-8"),
        (["x"], {"stop": ["\udcff"]}, "the stop text is not UTF-8"),
    ],
)
def test_prompts_that_cannot_be_sent_ask_nobody(server: ModelServer, prompts: Any, more: Any, says: str) -> None:
    with opened(server) as asked, pytest.raises(UsageError, match=says):
        asked.complete(prompts, **more)
    with opened(server) as asked, pytest.raises(UsageError, match="samples must be"):
        asked.samples(TALK, 0)
    assert server.requests == []


def test_one_answer_a_prompt_is_the_first_of_that_prompt(server: ModelServer) -> None:
    server.replies = [several("A", "B", ignore_n=True), say("A"), say("A")]
    with opened(server, api="completions") as asked:
        replies = {reply.index: reply.text for reply in asked.complete(["one", "two"], samples=2)}
    assert (replies[0], replies[2]) == ("A", "B")
    assert set(replies) == {0, 1, 2, 3}
    assert sorted(str(body["prompt"]) for body in server.bodies[1:]) == ["one", "two"]


def test_answers_that_nobody_waits_for_are_abandoned(server: ModelServer) -> None:
    server.replies = [responding("x")]
    with opened(server, api="responses") as asked:
        answers = asked.samples(TALK, 50)
        next(answers)
        answers.close()
        for thread in threading.enumerate():
            if thread.name.startswith("model-"):
                thread.join(30)  # each ends with the request that it has begun
    assert len(server.requests) < 50


# Waits


def test_a_busy_server_is_waited_for_as_it_asks_and_the_wait_is_told(server: ModelServer) -> None:
    busy = as_json({"error": {"message": "slow down"}}, 429)
    busy.headers["retry-after"] = "0.01"
    server.replies = [lambda path, body: busy, say(CODE)]
    told: list[tuple[float, str]] = []
    settings = Settings(base_url=server.url, model="served")
    with open_model(settings, on_wait=lambda seconds, why: told.append((seconds, why))) as asked:
        assert asked.stream(TALK).text == CODE
    ((seconds, why),) = told
    assert seconds == pytest.approx(0.01)
    assert "429" in why
    assert "slow down" in why


def test_a_wait_beyond_the_deadline_is_not_begun(server: ModelServer) -> None:
    busy = as_json({"error": {"message": "slow down"}}, 429)
    busy.headers["retry-after"] = "3600"
    server.replies = [lambda path, body: busy]
    with opened(server) as asked, pytest.raises(ModelError, match="3600 s"):
        asked.stream(TALK)
    assert len(server.requests) == 1
