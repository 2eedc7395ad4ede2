"""Which server is asked, what it is sent of the user's keys, and what is shown of its address."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

import pytest

from codegen.cli import options
from codegen.errors import ModelError, UsageError
from codegen.faults import masked
from codegen.model import open_model
from codegen.settings import PROVIDERS, Provider, Settings, load, without_secrets
from tests.codegen.server import fail, serving

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_help_names_every_provider() -> None:
    assert set(PROVIDERS) == set(get_args(Provider))
    assert PROVIDERS.keys() <= set(re.findall(r"\w+", options.SERVER["provider"].__metadata__[0].help))


def asked_with(flags: dict[str, object]) -> dict[str, str]:
    """The headers of one request to a server in the provider's place."""
    with serving() as server, pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROVIDERS, "ollama", server.url)
        with open_model(load(flags)) as model:
            model.list_models()
        [(_, headers, _)] = server.requests
    return headers


def test_a_provider_gets_no_key_that_is_meant_for_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", f"secret-{name}")
    headers = asked_with({"provider": "ollama"})
    assert "secret" not in str(headers)
    assert not load({"provider": "ollama"}).demo
    (folder / ".env").write_text("CODEGEN_API_KEY=meant-for-it\n")
    headers = asked_with({"provider": "ollama", "project": "mine"})
    assert (headers["authorization"], headers["openai-project"]) == ("Bearer meant-for-it", "mine")
    assert "secret" not in str(headers)


def test_a_provider_that_does_not_run_or_wants_a_key_is_named() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROVIDERS, "vllm", "http://127.0.0.1:1/v1")
        with open_model(load({"provider": "vllm"})) as model, pytest.raises(ModelError) as caught:
            model.list_models()
    assert "http://127.0.0.1:1/v1" in str(caught.value)
    assert str(caught.value).endswith("check that vllm runs there")
    with serving() as server, pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROVIDERS, "vllm", server.url)
        server.answer = fail(401, "no key")  # type: ignore[method-assign, assignment]
        with open_model(load({"provider": "vllm"})) as model, pytest.raises(ModelError, match="set CODEGEN_API_KEY"):
            model.list_models()


def test_a_provider_can_be_replaced_like_any_other_field() -> None:
    assert replace(Settings(provider="ollama"), provider="vllm").url == "http://localhost:8000/v1"
    assert replace(Settings(provider="ollama"), model="m").url == "http://localhost:11434/v1"
    with pytest.raises(UsageError, match="provider and base_url both choose the server"):
        Settings(provider="ollama", base_url="http://localhost:1")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://localhost:1/v1", "http://localhost:1/v1"),
        ("https://me:pass@word@host/v1/?key=a@b", "***"),
        ("https://me:pass@word@host/v1/?key=a", "https://host/v1/"),
        ("me:pw@host/v1", "host/v1"),
        ("http://me:p/w@host/v1", "***"),
        ("http://me:p?w@host/v1", "***"),
        ("http://host/v1#k", "http://host/v1"),
    ],
)
def test_an_address_is_shown_without_secrets(url: str, shown: str) -> None:
    assert without_secrets(url) == shown


def test_a_password_in_the_base_url_is_a_secret() -> None:
    settings = Settings(base_url="http://me:passw0rd@127.0.0.1:1/v1", api_key="sk-0123456789")
    assert masked("sk-0123456789 and passw0rd", settings) == "*** and ***"
    assert "passw0rd" not in repr(settings)
