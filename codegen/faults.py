"""What the `openai` client raises -> one ModelError line: what happened, what to do, which request. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .body import error_text
from .deadline import DeadlineExceeded
from .errors import ModelError, TapeError
from .retry import wished_seconds
from .settings import without_secrets

if TYPE_CHECKING:
    from .settings import Settings

#: How much of a server's own words goes into the line.
MAX_DETAIL = 300

_KEY = re.compile(r"\b(?:sk|pk|rk|key)-[\w*.\-]{6,}")

#: HTTP status -> what it means here and what to do.
_STATUS = {
    400: ("the server refused the request", "check the model, --api and the options"),
    401: ("the server did not accept the API key", "set OPENAI_API_KEY to a valid key for this server"),
    402: ("the account has no credit", "check its billing"),
    403: ("this key may not use the model or the project", "check the key's permissions"),
    404: ("no such model or address", "a base URL often ends in /v1"),
    405: ("the address is no API endpoint", "check the base URL; it often ends in /v1"),
    413: ("the request is too large for the server", "shorten the prompt"),
    422: ("the server could not use the request", "check the model, --api and the options"),
    429: ("the server's rate or quota is used up", "wait, or check the account's limits"),
}


def translate(
    problem: Exception, settings: Settings, text: str = "", *, asked: str = "", request_id: str = ""
) -> ModelError | None:
    """The one line for it, with the text that had arrived; None where it is no fault of the far end.

    `asked`: the id of the model that the request was about. `request_id`: as far as it is known without the problem.
    """
    import ssl

    import httpx2
    import openai

    where = shown_url(settings)
    if isinstance(problem, TapeError):
        return None
    if isinstance(problem, ModelError):
        line, request_id = str(problem), problem.request_id or request_id
    elif isinstance(problem, openai.APIStatusError):
        line, request_id = _status_line(problem, settings, asked), problem.request_id or request_id
    elif isinstance(problem, (DeadlineExceeded, openai.APITimeoutError, httpx2.TimeoutException)):
        line = (
            f"no whole answer from {where} within {settings.model_timeout:g} s; "
            "try again, or allow more with --timeout-model"
        )
    elif isinstance(problem, (openai.APIConnectionError, httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError)):
        doing = "the connection was lost" if text else f"cannot reach {where}"
        check = f"that {settings.provider} runs there" if settings.provider else "the network and the base URL"
        line = f"{doing}: {root_cause(problem)}; check {check}"
    elif isinstance(problem, openai.OpenAIError):
        line = f"the model client failed: {problem}"
    elif isinstance(problem, (ImportError, OSError, UnicodeError)):
        line = f"cannot set up the connection to {where}: {problem}; check the proxy and certificate variables"
    else:
        return None
    line = one_line(masked(line, settings))
    if request_id and request_id not in line:
        line += f" (request {one_line(request_id)[:80]})"
    return ModelError(line, text=text, request_id=request_id)


def status_of(problem: Exception) -> tuple[int, str, str]:
    """The HTTP status, the parameter that it names, and its words; 0 where it is no answer of the server's."""
    import openai

    if not isinstance(problem, openai.APIStatusError):
        return 0, "", ""
    return problem.status_code, problem.param or "", f"{problem.message} {error_text(problem.body)}"


def _status_line(problem: object, settings: Settings, asked: str) -> str:
    import openai

    assert isinstance(problem, openai.APIStatusError)  # noqa: S101 - told to the type checker
    status = problem.status_code
    what, advice = _STATUS.get(status, ("the server failed", "try again later"))
    detail = one_line(error_text(problem.body) or _readable(problem.response.text))[:MAX_DETAIL]
    if status == 404:
        what += f" ({asked!r})" if settings.demo else f" ({asked!r} at {shown_url(settings)})"
        advice = f"`{_listing(settings)}` lists the models; {advice}"
    if status in (400, 404) and asked == settings.model and settings.server_origin and "model" not in settings.origins:
        advice = f"no --model was given, and `{_listing(settings)}` lists those of this server"
    if status == 401 and settings.provider:
        advice = advice.replace("OPENAI_API_KEY", "CODEGEN_API_KEY")
    wished = wished_seconds(problem.response.headers)
    if wished is not None:
        advice = f"it asks to wait {wished:.0f} s"
    return f"{what} ({status}){': ' + detail if detail else ''}; {advice}"


def _listing(settings: Settings) -> str:
    """The command that lists the models of the server that was asked."""
    flag = settings.server_origin
    choice = {"--provider": settings.provider, "--base-url": shown_url(settings)}.get(flag)
    return f"codegen models {flag} {choice}" if choice else "codegen models"


def _readable(body: str) -> str:
    """A body's text unless it is a web page, which says nothing in a terminal."""
    return "" if body.lstrip().startswith(("<", "{")) else body


def root_cause(problem: BaseException) -> str:
    """The innermost reason that has words: "Connection error." hides the real one in its causes."""
    words, seen = "", 0
    current: BaseException | None = problem
    while current is not None and seen < 10:
        words = str(current) or type(current).__name__ if not words or str(current) else words
        current, seen = current.__cause__ or current.__context__, seen + 1
    return words


def shown_url(settings: Settings) -> str:
    """The base URL without what may be secret in it: a user, a password, a query."""
    return without_secrets(settings.url)


def masked(text: str, settings: Settings) -> str:
    """The text without the secrets of the settings, nor anything that looks like a key."""
    for secret in settings.secrets:
        text = text.replace(secret, "***")
    return _KEY.sub("***", text)


def one_line(text: str) -> str:
    """The text on one line, without control characters that would reach a terminal."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
