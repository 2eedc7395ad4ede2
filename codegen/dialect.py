"""How one model wants to be asked: which API, which parameters, which roles. Guessed by its name, learned by refusals.

Only what was asked for is sent. What a server refuses by name is put differently or left out, each thing once.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .errors import UsageError
from .messages import require_text, validated
from .prompt import as_completion, next_turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .messages import Message
    from .settings import Settings
    from .stream import Endpoint

#: Models that only complete, and those that only the Responses API has; fine-tuned ones are `ft:davinci-002:...`.
_COMPLETES: Final = re.compile(r"(ft:)?(gpt-3\.5-turbo-instruct|(text-|code-)?(davinci|curie|babbage|ada)\b)")
_RESPONDS: Final = re.compile(
    r"(ft:)?((o\d|gpt-\d)[\w.]*-(pro|codex|deep-research)|o\d-mini-deep-research|codex-|computer-use)"
)
#: Models that turn text into something else, or something else into text.
_OTHERS: Final = re.compile(
    r"(?<![a-z0-9])(embed\w*|bge|minilm|similarity|search-(ada|babbage|curie|davinci)|rerank\w*|moderation|edit"
    r"|whisper|tts|transcribe|realtime|audio|image|dall-e|sora|stable-diffusion)(?![a-z0-9])",
    re.IGNORECASE,
)
#: The Completions endpoint stops after 16 tokens unless told otherwise, which is no code at all.
COMPLETION_TOKENS: Final = 2048
#: As the API has it.
MAX_STOPS: Final = 4
_LIMITS: Final[dict[Endpoint, str]] = {
    "chat": "max_completion_tokens", "responses": "max_output_tokens", "completions": "max_tokens",
}  # fmt: skip
#: How refusals name the API that a model wants: "Did you mean to use v1/completions?"
_NAMED: Final = re.compile(
    r"\bv1/(chat/completions|completions|responses)|\b(Chat Completions|Responses) API", re.IGNORECASE
)
_ROLE: Final = re.compile(r"\brole|\b(system|developer) (message|prompt)", re.IGNORECASE)


def answers_to(model: str) -> Endpoint | None:
    """The API that a model of this id is asked through; None where the id says that it does not write text."""
    return None if _OTHERS.search(model) else _endpoint(model)


def _endpoint(model: str) -> Endpoint:
    if _COMPLETES.match(model):
        return "completions"
    return "responses" if _RESPONDS.match(model) else "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be answered `samples` times: a conversation, or prompts to be continued one by one."""

    messages: tuple[Message, ...] = ()
    prompts: tuple[str, ...] = ()
    samples: int = 1
    stop: tuple[str, ...] = ()
    stream: bool = True

    def __post_init__(self) -> None:
        if self.samples < 1:
            raise UsageError(f"samples must be at least 1, was {self.samples}")

    @property
    def answers(self) -> int:
        """How many there shall be; all of a prompt's stand together."""
        return self.samples * max(1, len(self.prompts))

    def single(self, index: int) -> Question:
        """The question of one answer alone."""
        prompts = self.prompts and (self.prompts[index // self.samples],)
        return Question(messages=self.messages, prompts=prompts, stop=self.stop, stream=self.stream)


def prompted(prompts: Sequence[str], *, samples: int, stop: Sequence[str], stream: bool = True) -> Question:
    """A question of prompts. Raises UsageError for what cannot be sent."""
    for name, given in (("prompts", prompts), ("stop", stop)):
        if isinstance(given, (str, bytes)):  # its letters would be taken one by one
            raise UsageError(f"{name} must be a list of texts, was {type(given).__name__}")
    if not prompts:
        raise UsageError("there is no prompt; give at least one")
    if not all(prompt.strip() for prompt in prompts):
        raise UsageError("the prompt is empty; say what is to be continued")
    if len(stop) > MAX_STOPS:
        raise UsageError(f"at most {MAX_STOPS} stop texts can be sent, were {len(stop)}")
    if not all(stop):
        raise UsageError("an empty stop text would end every answer before it begins")
    for what, texts in (("the prompt", prompts), ("the stop text", stop)):
        for text in texts:
            require_text(text, what)
    return Question(prompts=tuple(prompts), samples=samples, stop=tuple(stop), stream=stream)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the endpoint and its parameters."""

    endpoint: Endpoint
    parameters: dict[str, Any]


@dataclass(slots=True)
class Dialect:
    """Shared by all requests of one model, also by those that go out at once."""

    settings: Settings
    model: str
    endpoint: Endpoint = field(init=False)
    _left_out: set[str] = field(default_factory=set)
    #: True where chat knows the limit of tokens by its older name.
    _old_limit: bool = False
    #: Role -> the role that is sent instead; "" where such a message goes before the first one of the user.
    _roles: dict[str, str] = field(default_factory=dict)
    _moved: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if self.settings.api != "auto":
            self.endpoint = self.settings.api
        else:
            self.endpoint = _endpoint(self.model)

    def takes(self, question: Question) -> bool:
        """True if one request can ask all of it."""
        several_prompts = len(question.prompts) > 1
        several_samples = question.samples > 1
        return not (
            (several_prompts and self.endpoint != "completions")
            or (several_samples and (self.endpoint == "responses" or "n" in self._left_out))
        )

    def phrase(self, question: Question) -> Asked:
        """The request for a question that it takes."""
        settings, endpoint = self.settings, self.endpoint
        tokens = settings.max_tokens or (COMPLETION_TOKENS if endpoint == "completions" else None)
        stream = question.stream and "stream" not in self._left_out
        stop = list(question.stop)
        if endpoint == "completions" and question.messages:
            stop = stop or next_turns(question.messages)
        wanted: dict[str, Any] = {
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "max_tokens" if self._old_limit and endpoint == "chat" else _LIMITS[endpoint]: tokens,
            "n": question.samples if question.samples > 1 else None,
            "stop": stop if stop and endpoint != "responses" else None,
            "stream_options": {"include_usage": True} if stream and endpoint != "responses" else None,
        }
        sent = {name: value for name, value in wanted.items() if value is not None and name not in self._left_out}
        if endpoint == "completions":
            prompts = list(question.prompts) or [as_completion(question.messages)]
            content: dict[str, Any] = {"prompt": prompts if len(prompts) > 1 else prompts[0]}
        else:
            talk = question.messages or validated([{"role": "user", "content": question.prompts[0]}])
            content = {"messages" if endpoint == "chat" else "input": self._spoken(talk)}
        return Asked(endpoint, {"model": self.model, **content, "stream": stream, **sent})

    def unsaid(self, question: Question) -> list[str]:
        """A line for what the API has no words for."""
        if question.stop and self.endpoint == "responses":
            return ["the responses API knows no stop texts; the request was sent without them"]
        return []

    def _spoken(self, talk: Sequence[Message]) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        aside: list[str] = []
        for each in talk:
            role = self._roles.get(each["role"], each["role"])
            if not role:
                aside.append(each["content"])
                continue
            named = {"name": each["name"]} if "name" in each and self.endpoint == "chat" else {}
            content = "\n\n".join([*aside, each["content"]]) if role == "user" else each["content"]
            if role == "user":
                aside.clear()
            told.append({"role": role, "content": content, **named})
        return told + [{"role": "user", "content": text} for text in aside]

    def learn(self, status: int, parameter: str, words: str, question: Question, asked: Asked) -> list[str] | None:
        """What to tell of a refusal that another request may heed; None where nothing can be put differently.

        `parameter` and `words` are the server's. Empty where another request has learned the same before.
        """
        with self._lock:
            if not self.takes(question) or self.phrase(question) != asked:
                return []
            if status in (400, 403, 404, 405, 422) and (line := self._move(words)) is not None:
                return [line]
            if status not in (400, 422):
                return None
            names = [
                name for name in asked.parameters if name not in ("model", "messages", "input", "prompt", "stream")
            ]
            # By its word alone it would be found in what is said of any other fault.
            streamed = parameter == "stream" and asked.parameters["stream"]
            named = parameter if parameter in names or streamed else ""
            for name in [named] if named else [n for n in names if re.search(rf"\b{n}\b", words)]:
                return self._drop(name)
            return self._change_role(f"{parameter} {words}", asked) if _ROLE.search(words) else None

    def _move(self, words: str) -> str | None:
        """To the API that the server names, once, unless the user has chosen one."""
        if self.settings.api != "auto" or self._moved:
            return None
        found = {(first or second).lower() for first, second in _NAMED.findall(words)}
        by_name: dict[str, Endpoint] = {
            "completions": "completions", "responses": "responses",
            "chat/completions": "chat", "chat completions": "chat",
        }  # fmt: skip
        wanted = {by_name[name] for name in found} - {self.endpoint}
        if len(wanted) != 1:
            return None
        self._moved, self.endpoint = True, wanted.pop()
        return f"the server wants {self.model} to be asked through the {self.endpoint} API; it was asked again there"

    def _drop(self, name: str) -> list[str]:
        if name == "max_completion_tokens" and not self._old_limit:
            self._old_limit = True
            return ["the server does not know max_completion_tokens; max_tokens was sent instead"]
        if name in self._left_out or name == "max_completion_tokens":
            return []  # another request has learned it
        self._left_out.add(name)
        if name == "stream_options":
            return []
        if name == "stream":
            return ["the server does not stream this model's replies; they come whole"]
        if name == "n":
            return ["the server gives one answer a request; as many requests were sent as answers are wanted"]
        return [f"the server refused {name}; the request was sent without it"]

    def _change_role(self, words: str, asked: Asked) -> list[str] | None:
        sent = asked.parameters.get("messages") or asked.parameters.get("input") or ()
        used = {each["role"] for each in sent}
        for role, other in (("system", "developer"), ("developer", "system")):
            if role not in used or role not in words.lower():
                continue
            original = next((key for key, value in self._roles.items() if value == role), role)
            tried = original != role
            self._roles[original] = "" if tried else other
            if original != role:
                return [f"the server refused the role {role!r} too; its text was put before the first message"]
            return [f"the server refused the role {role!r}; the message was sent as {other!r}"]
        return None
