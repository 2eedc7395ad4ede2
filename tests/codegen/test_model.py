"""The client against a real local server: what it sends, what it keeps, and how every fault reads."""

from __future__ import annotations

import itertools
import json
import socket
import time
from typing import Any

import pytest

from codegen.deadline import DeadlineExceeded, within
from codegen.errors import ModelError, UsageError
from codegen.messages import message
from codegen.model import open_model
from codegen.settings import Settings
from tests.codegen.server import ModelServer, cut, fail, raw, say

TALK = [message("system", "Be brief."), message("user", "quick sort")]
KEY = "sk-test-0123456789abcdef"
CODE = "def f(x):\n    return x\n"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def ask(server: ModelServer, **changed: Any) -> Any:
    given: dict[str, Any] = {"base_url": server.url, "api_key": KEY, "model": "served", "model_timeout": 20} | changed
    with open_model(Settings(**given)) as model:
        return model.stream(TALK)


def fault(server: ModelServer, **changed: Any) -> ModelError:
    with pytest.raises(ModelError) as caught:
        ask(server, **changed)
    message = str(caught.value)
    assert "\n" not in message
    assert KEY not in message
    return caught.value


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_the_text_arrives_piece_by_piece_and_whole(server: ModelServer, api: Any) -> None:
    server.replies = [say(CODE)]
    pieces: list[str] = []
    settings = Settings(base_url=server.url, model="served", api=api)
    with open_model(settings) as model:
        reply = model.stream(TALK, pieces.append)
    assert reply.text == CODE == "".join(pieces)
    assert len(pieces) > 2
    assert (reply.model, reply.finish_reason) == ("served", "stop")
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (7, 5)


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("gpt-4.1-mini", "/v1/chat/completions"),
        ("llama-3-instruct", "/v1/chat/completions"),
        ("gpt-3.5-turbo-instruct", "/v1/completions"),
        ("davinci-002", "/v1/completions"),
        ("ft:babbage-002:me::1", "/v1/completions"),
    ],
)
def test_the_model_decides_the_endpoint(server: ModelServer, model: str, path: str) -> None:
    server.replies = [say(CODE)]
    assert ask(server, model=model).text == CODE
    assert server.requests[0][0] == path


def test_only_what_was_asked_for_is_sent(server: ModelServer) -> None:
    server.replies = [say(CODE)]
    ask(server)
    ask(server, temperature=0.2, max_tokens=50, organization="org-1", project="proj-1")
    plain, full = server.bodies
    assert set(plain) == {"model", "messages", "stream", "stream_options"}
    assert (full["temperature"], full["max_completion_tokens"]) == (0.2, 50)
    assert "top_p" not in full
    headers = server.requests[1][1]
    assert (headers["openai-organization"], headers["openai-project"]) == ("org-1", "proj-1")


def test_a_completion_is_given_room_for_code(server: ModelServer) -> None:
    server.replies = [say(CODE)]
    ask(server, api="completions")
    assert server.bodies[0]["max_tokens"] >= 1000
    assert "quick sort" in server.bodies[0]["prompt"]


def test_responses_are_read_too(server: ModelServer) -> None:
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": {"status": "in_progress", "model": "served"}},
        {"type": "response.output_text.delta", "delta": "def f"},
        {"type": "response.output_text.delta", "delta": "(): pass"},
        {
            "type": "response.completed",
            "response": {"status": "completed", "usage": {"input_tokens": 3, "output_tokens": 2}},
        },
    ]
    server.replies = [raw("".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events))]
    reply = ask(server, api="responses")
    assert (reply.text, reply.usage.prompt_tokens) == ("def f(): pass", 3)
    assert server.bodies[0]["input"][1]["content"] == "quick sort"


@pytest.mark.parametrize("api", ["chat", "completions"])
def test_keep_alive_lines_and_odd_usage_chunks_lose_no_text(server: ModelServer, api: str) -> None:
    server.replies = [say(CODE, keep_alive=True, usage_choice=True)]
    assert ask(server, api=api).text == CODE


def test_a_server_that_does_not_stream_is_understood(server: ModelServer) -> None:
    server.replies = [lambda path, body: say(CODE)(path, {})]
    assert ask(server).text == CODE


def test_a_finish_reason_without_done_is_an_end(server: ModelServer) -> None:
    server.replies = [say(CODE, done=False)]
    assert ask(server).text == CODE


def test_a_connection_left_open_after_the_end_is_not_waited_for(server: ModelServer) -> None:
    server.replies = [say(CODE, linger=8)]
    start = time.monotonic()
    assert ask(server).text == CODE
    assert time.monotonic() - start < 6


@pytest.mark.parametrize("plain", [False, True], ids=["streamed", "plain"])
def test_what_a_reader_raises_at_the_end_of_an_answer_is_not_swallowed(server: ModelServer, plain: bool) -> None:
    whole = {"choices": [{"index": 0, "message": {"content": CODE}, "finish_reason": "stop"}]}
    event = {"choices": [{"index": 0, "delta": {"content": CODE}, "finish_reason": "stop"}]}
    sent = json.dumps(whole) if plain else f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n"
    server.replies = [raw(sent, "application/json" if plain else "text/event-stream")]

    def read(piece: str) -> None:
        raise OSError(piece)

    with open_model(Settings(base_url=server.url)) as model, pytest.raises(OSError, match="def f"):
        model.stream(TALK, read)
    assert len(server.requests) == 1


def test_a_reply_at_the_token_limit_says_so(server: ModelServer) -> None:
    server.replies = [say(CODE, finish="length")]
    assert "token limit" in " ".join(ask(server).notes)


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("api", ["chat", "completions"])
def test_a_stream_cut_in_the_middle_is_an_error_that_keeps_the_text(server: ModelServer, api: str, lost: bool) -> None:
    server.replies = [cut("def f(x):\n    return", lost=lost)]
    problem = fault(server, api=api)
    assert problem.text == "def f(x):\n    return"
    assert "cut off" in str(problem) or "connection was lost" in str(problem)


def test_a_wrong_key_says_which_variable_to_set(server: ModelServer) -> None:
    server.replies = [fail(401, f"Incorrect API key provided: {KEY}.")]
    message = str(fault(server))
    assert "OPENAI_API_KEY" in message
    assert "(401)" in message
    assert "req_42" in message


def test_no_key_is_repeated_neither_ones_own_nor_another(server: ModelServer) -> None:
    server.replies = [fail(403, "key my.own_token is not sk-proj-abcdefgh12345678, which is")]
    message = str(fault(server, api_key="my.own_token"))
    assert "my.own_token" not in message
    assert "abcdefgh" not in message
    assert "(403)" in message


def test_an_unknown_model_names_it_and_the_way_to_a_known_one(server: ModelServer) -> None:
    server.replies = [fail(404, "The model `nope` does not exist")]
    message = str(fault(server, model="nope"))
    assert "'nope'" in message
    assert "codegen models" in message


def test_a_server_error_is_retried_and_then_told(server: ModelServer) -> None:
    server.replies = [fail(500, "kaput"), say(CODE)]
    assert ask(server).text == CODE
    assert len(server.requests) == 2
    server.replies = [fail(500, "kaput")]
    assert "kaput" in str(fault(server))


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (raw("<html>hello</html>", "text/html"), "web page"),
        (raw('{"choices": [', "application/json"), "broken JSON"),
        (raw("data: {oops\n\n"), "broken JSON"),
        (raw(b"data: \xff\xfe\n\n"), "UTF-8"),
        (raw("null", "application/json"), "NoneType"),
        (raw("[1]", "application/json"), "list"),
        (raw("{}", "application/json"), "no text"),
        (raw("", "application/json"), "empty"),
        (raw('{"choices": null}', "application/json"), "no text"),
        (raw('data: {"error": {"message": "overloaded now"}}\n\n'), "overloaded now"),
        (raw('event: error\ndata: {"message": "late fault"}\n\n'), "late fault"),
        (raw('data: {"choices": [{"delta": {"refusal": "I will not."}}]}\n\n'), "I will not."),
        (lambda path, body: fail(422, "bad")(path, body), "(422)"),
        (raw('{"detail": [{"msg": "field required"}]}', "application/json", status=422), "field required"),
        (raw("<html>nginx</html>", "text/html", status=404), "(404)"),
    ],
)
def test_nonsense_from_a_server_is_one_clear_line(server: ModelServer, reply: Any, words: str) -> None:
    server.replies = [reply]
    assert words in str(fault(server))


def test_escape_sequences_of_a_server_do_not_reach_the_terminal(server: ModelServer) -> None:
    server.replies = [fail(400, "bad \x1b[31mred\x1b]0;title\x07")]
    assert "\x1b" not in str(fault(server))


def test_a_refused_connection_says_so_and_where() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://user:secret@127.0.0.1:{unused.getsockname()[1]}/v1"
        with open_model(Settings(base_url=url)) as model, pytest.raises(ModelError) as caught:
            model.stream(TALK)
    assert "refused" in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_slow_server_ends_at_the_deadline_however_it_drips(server: ModelServer) -> None:
    server.replies = [lambda path, body: _dripping()]
    start = time.monotonic()
    problem = fault(server, model_timeout=2)
    assert time.monotonic() - start < 10
    assert problem.text.startswith("aa")
    assert "within 2 s" in str(problem)


def test_a_server_that_is_always_faster_than_the_reader_ends_at_the_deadline() -> None:
    with pytest.raises(DeadlineExceeded):
        for _ in within(0.3, lambda: itertools.repeat(b"x")):
            time.sleep(0.001)


def _dripping() -> Any:
    answer = raw('data: {"choices": [{"delta": {"content": "a"}}]}\n\n')("", {})
    answer.chunks, answer.delay = [*answer.chunks] * 200, 0.1
    return answer


@pytest.mark.parametrize(("name", "sent"), [("temperature", False), ("max_completion_tokens", True)])
def test_a_parameter_that_the_server_refuses_is_swapped_or_left_out_once(
    server: ModelServer, name: str, sent: bool
) -> None:
    server.replies = [fail(400, f"Unsupported parameter: '{name}'", param=name), say(CODE)]
    reply = ask(server, temperature=0.5, max_tokens=99)
    assert reply.text == CODE
    assert name in reply.notes[0]
    assert name not in server.bodies[1]
    assert (server.bodies[1].get("max_tokens") == 99) is sent


def test_a_project_file_that_sends_the_key_elsewhere_is_named() -> None:
    def notice(**origins: str) -> list[str]:
        told: list[str] = []
        open_model(Settings(base_url="http://gateway/v1", api_key=KEY, origins=origins), on_notice=told.append).close()
        return told

    assert "http://gateway/v1" in notice(base_url="pyproject.toml", api_key="OPENAI_API_KEY")[0]
    assert "(.env)" in notice(base_url="OPENAI_BASE_URL (.env)", api_key="OPENAI_API_KEY")[0]
    assert notice(base_url="OPENAI_BASE_URL", api_key="OPENAI_API_KEY") == []
    assert notice(base_url="OPENAI_BASE_URL (.env)", api_key="OPENAI_API_KEY (.env)") == []


def test_in_python_a_notice_is_a_warning() -> None:
    with pytest.warns(UserWarning, match="the built-in demo model answers"):
        open_model(Settings()).close()
    stranger = {"base_url": "pyproject.toml", "api_key": "OPENAI_API_KEY"}
    with pytest.warns(UserWarning, match="your key go to http://gateway/v1"):
        open_model(Settings(base_url="http://gateway/v1", api_key=KEY, origins=stranger)).close()


def test_record_and_replay_exclude_each_other(tmp_path: Any) -> None:
    with pytest.raises(UsageError, match="exclude"):
        open_model(Settings(), record=tmp_path / "a", replay=tmp_path / "b")


def test_without_settings_a_model_is_what_the_environment_says(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEGEN_BASE_URL", server.url)
    monkeypatch.setenv("CODEGEN_MODEL", "served")
    server.replies = [say("hi")]
    with open_model() as model:
        assert model.name == "served"
        assert model.stream([{"role": "user", "content": "hello"}]).text == "hi"


def test_an_error_that_comes_as_an_event_shows_its_words_alone(server: ModelServer) -> None:
    server.replies = [raw('data: {"error": {"message": "the stream cannot start"}}\n\ndata: [DONE]\n\n', status=400)]
    with open_model(Settings(base_url=server.url)) as model, pytest.raises(ModelError) as caught:
        model.stream([{"role": "user", "content": "hello"}])
    assert "refused the request (400): the stream cannot start; " in str(caught.value)
