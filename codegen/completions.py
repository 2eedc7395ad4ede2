"""Plain completions of prompts, every piece of them in the history before it is told of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .dialect import prompted
from .task import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .client import OpenAIModel
    from .history import History
    from .model import OnText, Reply


@dataclass(slots=True)
class Completions:
    """`samples` answers to each of `prompts`, in one request where the API can; answers count through the prompts.

    `stop`: at most four texts, before the first of which an answer ends. Raises UsageError for what cannot be sent.
    """

    prompts: Sequence[str]
    samples: int = 1
    stop: Sequence[str] = ()
    stream: bool = True
    #: The number in the history, None where nothing is kept.
    run_id: int | None = field(default=None, init=False)
    #: The whole answers by their index; when `ask` has ended, all of them or those that came before the error.
    replies: dict[int, Reply] = field(default_factory=dict, init=False)
    #: By index, what has come of the others.
    partial: dict[int, list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        prompted(self.prompts, samples=self.samples, stop=self.stop)

    @property
    def usage(self) -> Tokens:
        """Of all requests together; None where the server told nothing."""
        used = [reply.usage for reply in self.replies.values()]
        return Tokens(
            prompt_tokens=_sum(tokens.prompt_tokens for tokens in used),
            completion_tokens=_sum(tokens.completion_tokens for tokens in used),
        )

    def ask(
        self,
        model: OpenAIModel,
        history: History | None = None,
        *,
        on_text: OnText | None = None,
        on_reply: Callable[[Reply], None] | None = None,
    ) -> list[Reply]:
        """The answers in order; `on_text` is told the pieces of each as they come, `on_reply` each that is whole.

        Raises ModelError; what had come by then is in the history and here.
        """
        self.run_id = history.begin("complete", model.name, *self.prompts) if history else None

        def hear(index: int, text: str) -> None:
            self.partial.setdefault(index, []).append(text)
            if history:
                history.save_piece(self.run_id, self._number(index), text, self._sample(index))
            if on_text is not None:
                on_text(index, text)

        try:
            asked = model.complete(self.prompts, samples=self.samples, stop=self.stop, stream=self.stream, on_text=hear)
            for reply in asked:
                self._keep(reply, history)
                if on_reply is not None:
                    on_reply(reply)
        except BaseException as problem:  # Ctrl-C too
            why = str(problem) if isinstance(problem, Exception) else "interrupted"
            if history:
                self._keep_parts(history, why)
                history.finish(self.run_id, *(("failed", why) if isinstance(problem, Exception) else ("interrupted",)))
            raise
        if history:
            history.finish(self.run_id, "done")
        return [self.replies[index] for index in sorted(self.replies)]

    def _keep(self, reply: Reply, history: History | None) -> None:
        self.replies[reply.index] = reply
        self.partial.pop(reply.index, None)
        if history:
            number, sample = self._number(reply.index), self._sample(reply.index)
            history.save_reply(self.run_id, number, reply.text, sample, model=reply.model, usage=reply.usage)

    def _keep_parts(self, history: History, why: str) -> None:
        for index, pieces in self.partial.items():
            history.save_reply(self.run_id, self._number(index), "".join(pieces), self._sample(index), error=why)

    def _number(self, index: int) -> int:
        """The prompt's number, from 1."""
        return index // self.samples + 1

    def _sample(self, index: int) -> int:
        return index % self.samples


def _sum(counts: Iterable[int | None]) -> int | None:
    told = [count for count in counts if count is not None]
    return sum(told) if told else None
