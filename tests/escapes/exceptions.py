"""Good answers that a manifest does not foresee, each with the reason why it is good."""

from __future__ import annotations

from typing import Final

#: (attack, mode): (class, reason).
GOOD_TOO: Final[dict[tuple[str, str], tuple[str, str]]] = {
    ("A30", "restricted"): ("contained", "no guard has a name that a source can bind, so that there is none to shadow"),
    ("A31", "restricted"): ("contained", "no guard has a name that a source can bind, so that there is none to shadow"),
    ("B16", "restricted"): ("contained", "a refused import is an ImportError, and the attack itself catches that"),
    ("F18", "process"): ("policy-block", "its source is above the size that is compiled at all"),
    ("F18", "container"): ("policy-block", "its source is above the size that is compiled at all"),
}
