"""The models of a server, in every shape in which servers tell of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from codegen import list_models, retrieve_model
from codegen.dialect import answers_to
from codegen.errors import ModelError, UsageError
from codegen.listing import MAX_MODELS
from codegen.model import open_model
from codegen.settings import Settings
from tests.codegen.server import Answer, ModelServer, as_json, fail, raw

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "sk-test-0123456789abcdef"


def settings(server: ModelServer, **changed: Any) -> Settings:
    return Settings(base_url=server.url, **{"model_timeout": 20} | changed)


def ids(server: ModelServer) -> list[str]:
    return [info.id for info in list_models(settings(server))]


def answering(server: ModelServer, answer: Callable[[str, str], Answer]) -> None:
    """`answer` gets the path beyond /models, and the id after which a page is asked for."""

    def respond(path: str, body: dict[str, Any]) -> Answer:
        asked = urlsplit(path)
        return answer(asked.path.partition("/models")[2], parse_qs(asked.query).get("after", [""])[0])

    server.answer = respond  # type: ignore[method-assign]


def entries(*names: str) -> list[dict[str, str]]:
    return [{"id": name} for name in names]


def test_entries_of_the_present_and_of_the_old_shape_are_sorted_by_id(server: ModelServer) -> None:
    old, served = list_models(settings(server))
    assert (old.id, old.owned_by, old.created, old.details["root"]) == ("old", "us", None, "old")
    assert (served.id, served.created) == ("served", 1)
    assert retrieve_model("old", settings(server)).details["permission"] == [{}]


def test_without_settings_those_of_the_environment_hold(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    assert [info.id for info in list_models()] == ["old", "served"]
    assert retrieve_model("served").owned_by == "us"


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ('{"data": []}', []),
        ('{"data": null, "object": "list"}', []),
        ("[]", []),
        ('[{"id": "b"}, {"id": "a"}]', ["a", "b"]),
        ('{"models": ["b", "a"]}', ["a", "b"]),
        ('{"data": [{"id": "a"}, null, {"name": "x"}, {"id": " "}, {"id": 7}]}', ["a"]),
        ('{"data": [{"id": "a", "created": NaN}, {"id": "a", "created": 5}]}', ["a"]),
        ('\ufeff{"data": [{"id": "org/名前:7b q4"}]}', ["org/名前:7b q4"]),
    ],
)
def test_lists_come_in_many_shapes(server: ModelServer, sent: str, found: list[str]) -> None:
    answering(server, lambda path, after: raw(sent, "application/json")(path, {}))
    assert ids(server) == found


@pytest.mark.parametrize(
    ("created", "seconds"),
    [(1.7e9, 1_700_000_000), (-5, -5), (10**30, 10**30), (True, None), ("2024-01-01", None), (None, None)],
)
def test_a_time_of_creation_is_a_number_or_none(server: ModelServer, created: object, seconds: int | None) -> None:
    answering(server, lambda path, after: as_json({"data": [{"id": "a", "created": created}]}))
    assert [info.created for info in list_models(settings(server))] == [seconds]


@pytest.mark.parametrize("times", ["1e999", "-1e999", "Infinity"])
def test_a_number_beyond_all_numbers_is_none_and_the_document_stays_json(server: ModelServer, times: str) -> None:
    answering(server, lambda path, after: raw(f'[{{"id": "a", "created": {times}, "x": [{times}]}}]')(path, {}))
    [info] = list_models(settings(server))
    assert (info.created, info.details["x"]) == (None, [None])


@pytest.mark.parametrize("with_last_id", [True, False])
def test_all_pages_are_read(server: ModelServer, with_last_id: bool) -> None:
    names = [f"m{number:03}" for number in range(250)]

    def page(path: str, after: str) -> Answer:
        start = names.index(after) + 1 if after else 0
        part = names[start : start + 100]
        last = {"last_id": part[-1]} if with_last_id else {}
        return as_json({"data": entries(*part), "has_more": start + 100 < len(names), **last})

    answering(server, page)
    assert ids(server) == names
    assert len(server.requests) == 3


def test_a_server_that_repeats_its_page_for_ever_is_asked_once_more_only(server: ModelServer) -> None:
    answering(server, lambda path, after: as_json({"data": entries("b", "a"), "has_more": True}))
    assert ids(server) == ["a", "b"]
    assert len(server.requests) == 2


def test_a_list_without_end_is_one_line(server: ModelServer) -> None:
    def page(path: str, after: str) -> Answer:
        start = int(after or 0)
        return as_json({"data": entries(*map(str, range(start + 1, start + 4001))), "has_more": True})

    answering(server, page)
    with pytest.raises(ModelError, match=str(MAX_MODELS)):
        ids(server)


@pytest.mark.parametrize(
    "sent", ["<html></html>", "null", "{}", '{"data": [null]}', '{"data": [{}]}', "[[]]", "{", '""', "\xff", "[" * 5000]
)
def test_what_is_no_list_is_one_clear_line(server: ModelServer, sent: str) -> None:
    answering(server, lambda path, after: raw(sent.encode("latin-1"), "application/json")(path, {}))
    with open_model(settings(server)) as model:
        for ask_for in (model.list_models, lambda: model.retrieve_model("x")):
            with pytest.raises(ModelError) as caught:
                ask_for()
            assert "\n" not in str(caught.value)
            assert len(str(caught.value)) < 400


def test_an_error_that_is_sent_as_if_all_were_well_is_told_without_the_key(server: ModelServer) -> None:
    answering(server, lambda path, after: as_json({"error": {"message": f"bad key {KEY}"}}))
    with pytest.raises(ModelError, match=r"reported an error: bad key \*\*\*"):
        list_models(settings(server, api_key=KEY))


def test_a_busy_server_is_asked_again_and_the_wait_is_told(server: ModelServer) -> None:
    waits = []

    def busy_once(path: str, after: str) -> Answer:
        return fail(503, "busy")(path, {}) if len(server.requests) == 1 else as_json(entries("a"))

    answering(server, busy_once)
    with open_model(settings(server), on_wait=lambda seconds, why: waits.append((seconds, why))) as model:
        assert [info.id for info in model.list_models()] == ["a"]
    [(seconds, why)] = waits
    assert seconds == 0.5
    assert "busy" in why


def test_a_list_that_trickles_in_is_given_up_when_the_time_is_over(server: ModelServer) -> None:
    trickle = Answer([b" "] * 3000, content_type="application/json", delay=0.01)
    answering(server, lambda path, after: trickle)
    with pytest.raises(ModelError, match=r"within 0\.3 s"):
        list_models(settings(server, model_timeout=0.3))


@pytest.mark.parametrize("model_id", ["org/name", "a:b", "with space", "名前", "100%", "a?b#c", "..%2f"])
def test_ids_of_all_kinds_are_found_by_their_own_route(server: ModelServer, model_id: str) -> None:
    answering(server, lambda path, after: as_json({"id": path}))
    found = retrieve_model(model_id, settings(server)).id
    assert found.startswith("/")
    assert "/" not in found[1:]
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "without",
    [
        lambda path: fail(404, "Not Found")(path, {}),
        lambda path: fail(405, "Method Not Allowed")(path, {}),
        lambda path: as_json({"error": f"Unexpected endpoint or method. (GET /v1/models{path})"}),
        lambda path: raw("<!doctype html>", "text/html")(path, {}),
        lambda path: as_json({"object": "list", "data": entries("first")}),
    ],
    ids=["404", "405", "an error with 200", "a page of an application", "the list"],
)
def test_a_server_without_a_route_to_one_model_shows_it_from_the_list(
    server: ModelServer, without: Callable[[str], Answer]
) -> None:
    answering(server, lambda path, after: without(path) if path else as_json({"data": entries("first", "org/second")}))
    assert retrieve_model("org/second", settings(server)).id == "org/second"
    with pytest.raises(ModelError, match="has no model 'third'; it has first, org/second"):
        retrieve_model("third", settings(server))


KNOWN = ["gpt-4.1", "gpt-4.1-mini", "gpt-4o", "org/Llama-3-8B", "org/Llama-3-70B", "whisper-1"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("gpt4o", "the closest of its 6 are gpt-4o, gpt-4.1"),
        ("GPT-4.1-MINI", "the closest of its 6 are gpt-4.1-mini"),
        ("llama", "the closest of its 6 are org/Llama-3-8B, org/Llama-3-70B"),
        ("zzzzz", "`codegen models` lists the 6 that it has"),
    ],
)
def test_an_unknown_id_is_answered_with_the_closest_ones(server: ModelServer, asked: str, says: str) -> None:
    server.models = [{"id": name} for name in KNOWN]
    with pytest.raises(ModelError) as caught:
        retrieve_model(asked, settings(server))
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"the server has no model {asked!r}; ")
    assert caught.value.request_id == "req_42"


@pytest.mark.parametrize("asked", [".", "..", "\udcff"])
def test_an_id_that_no_address_can_hold_is_unknown_like_any_other(server: ModelServer, asked: str) -> None:
    with pytest.raises(ModelError) as caught:
        retrieve_model(asked, settings(server))
    assert str(caught.value) == f"the server has no model {asked!r}; it has old, served"


def test_where_the_list_fails_too_the_first_error_is_told_alone(server: ModelServer) -> None:
    answering(server, lambda path, after: fail(404 if path else 500, "no such model" if path else "broken")(path, {}))
    with pytest.raises(ModelError, match="no such model") as caught:
        retrieve_model("x", settings(server))
    assert "broken" not in str(caught.value)


@pytest.mark.parametrize("status", [401, 403, 429])
def test_what_no_list_would_help_asks_for_none(server: ModelServer, status: int) -> None:
    answering(server, lambda path, after: fail(status, "no")(path, {}))
    with pytest.raises(ModelError, match=str(status)):
        retrieve_model("x", settings(server, model_timeout=0.4))
    assert all("/models/x" in path for path, _, _ in server.requests)


def test_an_empty_id_asks_nobody(server: ModelServer) -> None:
    with pytest.raises(UsageError, match="empty"):
        retrieve_model(" ", settings(server))
    assert server.requests == []


@pytest.mark.parametrize(
    ("model_id", "api"),
    [
        ("gpt-4.1-mini", "chat"),
        ("gpt-3.5-turbo-instruct", "completions"),
        ("davinci-002", "completions"),
        ("ft:babbage-002:us::1", "completions"),
        ("text-davinci-003", "completions"),
        ("o1-pro", "responses"),
        ("gpt-5-codex", "responses"),
        ("org/Llama-3-8B-Instruct", "chat"),
        ("editor-7b", "chat"),
        ("text-embedding-3-small", None),
        ("nomic-embed-text:latest", None),
        ("text-similarity-ada-001", None),
        ("code-search-babbage-code-001", None),
        ("text-davinci-edit-001", None),
        ("omni-moderation-latest", None),
        ("whisper-1", None),
        ("tts-1-hd", None),
        ("gpt-4o-mini-tts", None),
        ("gpt-4o-transcribe", None),
        ("gpt-4o-realtime-preview", None),
        ("gpt-4o-audio-preview", None),
        ("dall-e-3", None),
        ("gpt-image-1", None),
        ("sora-2", None),
    ],
)
def test_the_api_that_a_model_answers_to_is_guessed_from_its_id(model_id: str, api: str | None) -> None:
    assert answers_to(model_id) == api


def test_details_survive_json(server: ModelServer) -> None:
    server.models = [{"id": "a", "meta": {"n": [1, 2.5, None, True]}}]
    [info] = list_models(settings(server))
    assert json.loads(json.dumps(info.details)) == server.models[0]
