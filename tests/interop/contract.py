"""What holds with every server: models, complete, chat and run, streamed and not, from the shell and from Python.

No part of the tests, since the servers have to be installed: `make interop`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from codegen import Conversation, ModelError, Settings, list_models, open_model, retrieve_model
from tests.codegen.command_line import CommandLine
from tests.interop.servers import RIGHT, SERVERS, Served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with SERVERS[request.param](tmp_path_factory.mktemp("server")) as served:
        yield served


@pytest.fixture(scope="module")
def litellm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with SERVERS["litellm"](tmp_path_factory.mktemp("litellm")) as served:
        yield served


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def asked_in_every_way(server: Served) -> list[list[str]]:
    ways = [["--api", api, "--stream"] for api in server.streamed]
    return ways + [["--api", api, "--no-stream"] for api in server.whole]


class TestFromTheShell:
    def test_models_are_listed(self, server: Served, cli: CommandLine) -> None:
        assert server.model in cli("models", "--ids", **server.settings()).out.splitlines()
        assert f"{server.model}  " in cli("models", **server.settings()).out

    def test_one_is_retrieved_and_an_unknown_one_is_a_line(self, server: Served, cli: CommandLine) -> None:
        [found] = cli("models", server.model, "--json", **server.settings()).document["models"]
        assert found["id"] == server.model
        unknown = cli("models", "no-such", **server.settings())
        assert (unknown.code, unknown.out, unknown.err.count("\n")) == (3, "", 1)
        assert "the server has no model 'no-such'" in unknown.err

    def test_a_prompt_is_continued_through_every_api(self, server: Served, cli: CommandLine) -> None:
        for way in asked_in_every_way(server):
            ended = cli("complete", *way, "Say this is a test.", **server.settings())
            assert (ended.code, ended.out.rstrip("\n")) == (0, server.text), (way, ended.err)

    def test_every_prompt_gets_every_sample(self, server: Served, cli: CommandLine) -> None:
        for way in asked_in_every_way(server):
            ended = cli("complete", *way, "-n", "2", "--json", "one", "two", "three", **server.settings())
            answers = [[each["text"] for each in result["answers"]] for result in ended.document["results"]]
            assert answers == [[server.text] * 2] * 3, way

    def test_what_it_cost_is_told(self, server: Served, cli: CommandLine) -> None:
        for way in asked_in_every_way(server):
            usage = cli("complete", *way, "--json", "one", **server.settings()).document["usage"]
            assert usage["prompt_tokens"] > 0, way
            assert usage["completion_tokens"] > 0, way

    def test_a_chat_goes_on(self, server: Served, cli: CommandLine) -> None:
        for api in server.streamed:
            assert (
                cli("chat", "--api", api, "--system", "Be brief.", "Hello", **server.settings()).out
                == server.text + "\n"
            )
            second = cli("chat", "--api", api, "--continue", "--json", "And again", **server.settings()).document
            roles = [message["role"] for message in second["messages"]]
            assert roles == ["system", "user", "assistant", "user", "assistant"]
            assert second["messages"][-1]["content"] == second["reply"]["text"] == server.text

    def test_what_was_recorded_is_replayed_without_it(self, server: Served, cli: CommandLine) -> None:
        cli("chat", "--record", "talk.tape", "Hello", **server.settings())
        nowhere = server.settings(BASE_URL="http://127.0.0.1:9/v1")
        assert cli("chat", "--replay", "talk.tape", "Hello", **nowhere).out == server.text + "\n"
        assert server.key not in (cli.home / "talk.tape").read_text()


class TestFromPython:
    def test_models(self, server: Served) -> None:
        settings = Settings(base_url=server.url, api_key=server.key)
        assert server.model in [each.id for each in list_models(settings)]
        assert retrieve_model(server.model, settings).id == server.model
        with pytest.raises(ModelError, match="the server has no model 'no-such'"):
            retrieve_model("no-such", settings)

    def test_a_conversation_is_heard_piece_by_piece(self, server: Served) -> None:
        for api in server.streamed:
            settings = Settings(base_url=server.url, api_key=server.key, model=server.model, api=api)  # type: ignore[arg-type]
            heard: list[str] = []
            with open_model(settings) as model, Conversation(model) as talk:
                assert talk.send("Hello", heard.append).text == "".join(heard) == server.text
                assert talk.send("Again").finish_reason == "stop"
                assert len(talk.messages) == 4


class TestCode:
    """LiteLLM alone answers with code."""

    @pytest.mark.parametrize("way", [("chat",), ("completions",), ("chat", "-n", "3"), ("completions", "-n", "3")])
    def test_right_code_passes(self, way: tuple[str, ...], litellm: Served, cli: CommandLine) -> None:
        ended = cli("run", "quick sort", "--api", *way, **litellm.settings(MODEL="right"))
        assert (ended.code, ended.out) == (0, RIGHT)

    def test_wrong_code_is_asked_for_again_and_falls(self, litellm: Served, cli: CommandLine) -> None:
        ended = cli("run", "quick sort", "--attempts", "2", "--json", **litellm.settings(MODEL="wrong"))
        [result] = ended.document["results"]
        assert (ended.code, result["verdict"], len(result["attempts"])) == (1, "falsified", 2)

    def test_a_model_that_is_not_there_is_a_line(self, litellm: Served, cli: CommandLine) -> None:
        for command in (["chat", "Hello"], ["complete", "Hello"], ["run", "quick sort"]):
            ended = cli(*command, **litellm.settings(MODEL="no-such"))
            assert (ended.code, ended.out) == (3, ""), command
            assert "model=no-such" in ended.err.splitlines()[0]

    def test_a_wrong_key_is_a_line_without_it(self, litellm: Served, cli: CommandLine) -> None:
        ended = cli("models", **litellm.settings(API_KEY="sk-which-nobody-gave-out"))
        assert (ended.code, ended.err.count("\n")) == (3, 1)
        assert "nobody" not in ended.err
