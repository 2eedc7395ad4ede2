"""The requests of one run: each piece of a reply is saved as it comes, and the whole before anyone sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .events import Text
from .model import Sampler
from .parallel import together

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from .budget import Budget
    from .events import Event
    from .history import History
    from .messages import Message
    from .model import Model, OnText, Reply


@dataclass(frozen=True, slots=True)
class Requests:
    """`run`: the run's number in the history, None where nothing is kept. `budget` counts what they cost."""

    model: Model
    history: History | None
    run: int | None
    budget: Budget
    tell: Callable[[Event], None]

    def replies(self, number: int, talk: list[Message], samples: int = 1) -> Generator[list[Reply], None, None]:
        """`samples` answers under that number, those of one request together. Raises ModelError."""
        heard: dict[int, list[str]] = {}

        def hear(sample: int, text: str) -> None:
            heard.setdefault(sample, []).append(text)
            if self.history:
                self.history.save_piece(self.run, number, text, sample)
            self.tell(Text(text, sample))

        try:
            for replies in self._asked(talk, samples, hear):
                self.budget.add(talk, replies)
                for reply in replies:
                    heard.pop(reply.index, None)
                    if self.history:
                        self.history.save_reply(
                            self.run, number, reply.text, reply.index, model=reply.model, usage=reply.usage
                        )
                yield replies
        except BaseException as problem:  # Ctrl-C too, and the end of a round: what has arrived is kept
            why = "it was not waited for" if isinstance(problem, GeneratorExit) else str(problem) or "interrupted"
            for sample, texts in heard.items() if self.history else ():
                self.history.save_reply(self.run, number, "".join(texts), sample, error=why)  # type: ignore[union-attr]
            raise

    def _asked(self, talk: list[Message], samples: int, hear: OnText) -> Iterator[list[Reply]]:
        if samples == 1:
            yield [self.model.stream(talk, lambda text: hear(0, text))]
        elif isinstance(self.model, Sampler):
            yield from self.model.samples(talk, samples, hear)
        else:
            problems = []
            for sample, result in together([lambda tell: self.model.stream(talk, tell)] * samples, hear):
                if isinstance(result, Exception):
                    problems.append(result)
                else:
                    yield [replace(result, index=sample)]
            if problems:
                raise problems[0]
