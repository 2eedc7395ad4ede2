"""Whether a request that failed is worth another try, and when. Pure; the far end's own wish comes first."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Tries after the first, as the `openai` client has it; its own retries are off, since it is silent about them.
RETRIES: Final = 2
_FIRST_PAUSE_SECONDS: Final = 0.5
_STATUSES: Final = (408, 409, 429)


def pause_seconds(problem: Exception, tries: int) -> float | None:
    """How long to wait after `tries` failed ones, the last by `problem`; None where another try would not help."""
    import httpx2
    import openai

    if tries > RETRIES:
        return None
    own = _FIRST_PAUSE_SECONDS * 2 ** (tries - 1)
    if isinstance(problem, openai.APIStatusError):
        headers = problem.response.headers
        told = headers.get("x-should-retry")
        if told == "false" or (told != "true" and problem.status_code not in _STATUSES and problem.status_code < 500):
            return None
        wished = wished_seconds(headers)
        return own if wished is None else wished
    lost = isinstance(problem, (openai.APIConnectionError, httpx2.TransportError))
    return own if lost and not _hopeless(problem) else None


def _hopeless(problem: Exception) -> bool:
    """A connection that would fail for the same reason: a certificate, a name with a typing error."""
    import ssl

    import httpx2

    never = (ssl.SSLCertVerificationError, httpx2.UnsupportedProtocol, httpx2.InvalidURL)
    return any(isinstance(each, never) for each in causes(problem))


def causes(problem: BaseException) -> Iterator[BaseException]:
    """The problem, and what led to it: some hide that as a context. Not the status on whose way it came."""
    import httpx2

    current: BaseException | None = problem
    while current is not None and not isinstance(current, httpx2.HTTPStatusError):
        yield current
        current = current.__cause__ or current.__context__


def wished_seconds(headers: Mapping[str, str]) -> float | None:
    """What the headers `retry-after-ms` or `retry-after` ask for, a number or a date; None without any."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (text := headers.get(name)) is not None:
            try:
                seconds = float(text) * unit
            except ValueError:
                try:
                    seconds = parsedate_to_datetime(text).timestamp() - time.time()
                except (ValueError, OverflowError, OSError):
                    continue
            return max(0.0, seconds) if seconds == seconds else None
    return None
