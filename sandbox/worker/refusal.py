"""How a policy speaks of a program: by one exception, and by one name for its file."""

from __future__ import annotations

#: What tracebacks, refusals and hints call the program.
FILENAME = "<candidate>"


class Refusal(Exception):
    """Code that the policy does not run. `rule`: short stable name; `line`: 1-based, 0 if unknown; `hint`: the fix."""

    def __init__(self, rule: str, message: str, *, line: int = 0, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.rule, self.message, self.line, self.hint = rule, message, line, hint
