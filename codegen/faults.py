"""What the `openai` client raises -> one ModelError line: what happened, what to do, which request. Pure."""

from __future__ import annotations

import base64
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from .body import MAX_DETAIL, error_text, loads
from .deadline import DeadlineExceeded
from .errors import ModelError, TapeError
from .retry import causes, wished_seconds
from .settings import without_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import openai

    from .settings import Settings

#: Where servers say what they call a request.
_REQUEST_IDS: Final = ("x-request-id", "request-id", "x-litellm-call-id")
#: A shorter key, such as "none" for a server of one's own, is no secret, and its letters stand everywhere.
_LEAST_SECRET: Final = 8
_LEAST_PASSWORD: Final = 4
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
    status = 0
    if isinstance(problem, TapeError):
        return None
    if isinstance(problem, ModelError):
        line, request_id, status = str(problem), problem.request_id or request_id, problem.status or 200
    elif isinstance(problem, openai.APIStatusError):
        line, status = _status_line(problem, settings, asked), problem.status_code
        request_id = request_id_of(problem.response.headers) or request_id
    elif isinstance(problem, (DeadlineExceeded, openai.APITimeoutError, httpx2.TimeoutException)):
        line = (
            f"no whole answer from {where} within {settings.model_timeout:g} s; "
            "try again, or allow more with --timeout-model"
        )
    elif isinstance(problem, httpx2.DecodingError):
        line = f"{where} sent a body that cannot be decompressed: {problem}; try again"
    elif isinstance(problem, (openai.APIConnectionError, httpx2.HTTPError, httpx2.InvalidURL, ssl.SSLError)):
        line = _connection_line(problem, settings)
    elif isinstance(problem, openai.OpenAIError):
        line = f"the model client failed: {problem}"
    else:
        return None
    line, request_id = one_line(masked(line, settings)), one_line(masked(request_id, settings))[:80]
    if request_id and request_id not in line:
        line += f" (request {request_id})"
    return ModelError(line, text=text, request_id=request_id, status=status)


def setup_fault(problem: Exception, settings: Settings) -> ModelError:
    """What keeps the client from being made at all."""
    line = (
        f"cannot set up the connection to {shown_url(settings)}: {problem}; check the proxy and certificate variables"
    )
    return ModelError(one_line(masked(line, settings)))


def request_id_of(headers: Mapping[str, str]) -> str:
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), "")


def _connection_line(problem: Exception, settings: Settings) -> str:
    """Whether there was a connection at all, and why there is none."""
    import ssl

    import httpx2

    reasons = list(causes(problem))
    never = any(isinstance(each, (httpx2.ConnectError, httpx2.UnsupportedProtocol)) for each in reasons)
    check = "the network and the base URL"
    if any(isinstance(each, ssl.SSLCertVerificationError) for each in reasons):
        check = "the base URL; for a server with a certificate of its own set SSL_CERT_FILE to it"
    elif any(isinstance(each, httpx2.ProxyError) for each in reasons):
        check = "the proxy variables"
    elif settings.provider:
        check = f"that {settings.provider} runs there"
    where = shown_url(settings)
    doing = f"cannot reach {where}" if never else f"the connection was lost to {where}"
    return f"{doing}: {root_cause(problem)[:MAX_DETAIL]}; check {check}"


def status_of(problem: Exception) -> tuple[int, str, str]:
    """The HTTP status, the parameter that it names, and its words; 0 where it is no answer of the server's."""
    import openai

    if not isinstance(problem, openai.APIStatusError):
        return 0, "", ""
    return problem.status_code, problem.param or "", f"{problem.message} {error_text(problem.body)}"


def _status_line(problem: openai.APIStatusError, settings: Settings, asked: str) -> str:
    status = problem.status_code
    if status < 400:
        return f"{shown_url(settings)} redirects to {_target(problem, settings)} ({status}); set that as the base URL"
    what, advice = _STATUS.get(status, ("the server failed", "try again later"))
    words = _readable(problem.body) if isinstance(problem.body, str) else error_text(problem.body)
    detail = one_line(words)[:MAX_DETAIL]
    if status == 404:
        what += f" ({asked!r})" if settings.demo else f" ({asked!r} at {shown_url(settings)})"
        advice = f"`{_listing(settings)}` lists the models; {advice}"
    if status in (400, 404) and asked == settings.model and settings.server_origin and "model" not in settings.origins:
        advice = f"no --model was given, and `{_listing(settings)}` lists those of this server"
    if status == 401 and settings.api_key is None:
        what, advice = "the server wants an API key", "set OPENAI_API_KEY"
    if status == 401 and settings.provider:
        advice = advice.replace("OPENAI_API_KEY", "CODEGEN_API_KEY")
    wished = wished_seconds(problem.response.headers)
    if wished and wished >= 1:
        advice = f"it asks to wait {wished:.0f} s"
    return f"{what} ({status}){': ' + detail if detail else ''}; {advice}"


def _listing(settings: Settings) -> str:
    """The command that lists the models of the server that was asked."""
    flag = settings.server_origin
    choice = {"--provider": settings.provider, "--base-url": shown_url(settings)}.get(flag)
    return f"codegen models {flag} {choice}" if choice else "codegen models"


def _readable(body: str) -> str:
    """A body's text; of a stream's event its words, of a web page nothing, since that says nothing in a terminal."""
    first = body.lstrip().partition("\n")[0]
    if first.startswith("data:"):
        with suppress(ModelError):
            return error_text(loads(first.removeprefix("data:")))
    return "" if body.lstrip().startswith(("<", "{")) else body


def _target(problem: openai.APIStatusError, settings: Settings) -> str:
    """Where a redirect leads, as a base URL: without what was asked for there."""
    import httpx2

    asked = problem.request.url
    try:
        target = without_secrets(str(asked.join(problem.response.headers.get("location", ""))))
    except httpx2.InvalidURL:
        return "nowhere"
    return target.removesuffix(asked.path.removeprefix(urlsplit(settings.url).path.rstrip("/")))


def root_cause(problem: BaseException) -> str:
    """The innermost reason that has words: "Connection error." hides the real one in its causes."""
    *_, words = [str(each) for each in causes(problem) if str(each)] or [type(problem).__name__]
    return words


def shown_url(settings: Settings) -> str:
    """The base URL without what may be secret in it: a user, a password, a query."""
    return without_secrets(settings.url)


def secrets_of(settings: Settings) -> list[str]:
    """What is replaced wherever a server repeats it: the key, the URL's password, in all forms they are sent in."""
    parts = urlsplit(settings.url)
    key, user, password = settings.api_key or "", parts.username or "", parts.password or ""
    token = base64.b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode() if password else ""
    plain = [secret for secret in (key, token) if len(secret) >= _LEAST_SECRET]
    plain += [secret for secret in (password, unquote(password)) if len(secret) >= _LEAST_PASSWORD]
    return sorted(set(plain), key=len, reverse=True)


def pattern_of(secrets: Sequence[str]) -> str:
    """A pattern for all of them, however often JSON has escaped them; one that fits nothing if there are none."""
    letters = ("".join(rf"\\*{re.escape(c)}" if c in '"/' + "\\" else re.escape(c) for c in each) for each in secrets)
    return "|".join(letters) or "(?!)"


def hidden(text: str, settings: Settings) -> str:
    """The text without the secrets of the settings."""
    return re.sub(pattern_of(secrets_of(settings)), "***", text)


def masked(text: str, settings: Settings) -> str:
    """The same without anything that looks like a key."""
    return _KEY.sub("***", hidden(text, settings))


def one_line(text: str) -> str:
    """The text on one line, without control characters that would reach a terminal."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
