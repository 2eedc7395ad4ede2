"""Options that several commands share, each defined once. Settings judges the values; here they only get in.

Those that are settings come in groups, which a command takes whole: see `with_settings`.
"""

from __future__ import annotations

import inspect
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codegen.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Field of Settings -> its option.
Group = dict[str, Any]

SERVER: Group = {
    "provider": Annotated[
        str | None,
        typer.Option("--provider", metavar="NAME", help="A local server: ollama, lmstudio, vllm or llamacpp."),
    ],
    "base_url": Annotated[str | None, typer.Option("--base-url", metavar="URL", help="An OpenAI-compatible server.")],
    "organization": Annotated[
        str | None, typer.Option("--organization", metavar="ID", help="The organization that pays.")
    ],
    "project": Annotated[str | None, typer.Option("--project", metavar="ID", help="The project that pays.")],
    "model_timeout": Annotated[
        float | None,
        typer.Option(
            "--timeout-model", metavar="SECONDS", help="Wall time of one whole model request; 120 by default."
        ),
    ],
}
MODEL: Group = {
    "model": Annotated[str | None, typer.Option("--model", metavar="ID", help="The model to ask.")],
    "api": Annotated[
        str | None, typer.Option("--api", metavar="KIND", help="auto (default), completions, chat or responses.")
    ],
    **SERVER,
    "temperature": Annotated[
        float | None, typer.Option("--temperature", metavar="NUMBER", help="0 to 2; sent only if given.")
    ],
    "top_p": Annotated[
        float | None, typer.Option("--top-p", metavar="NUMBER", help="0 to 1, instead of a temperature.")
    ],
    "max_tokens": Annotated[
        int | None, typer.Option("--max-tokens", metavar="N", help="Length of a reply at most; sent only if given.")
    ],
}
LOOP: Group = {
    "attempts": Annotated[
        int | None, typer.Option("--attempts", metavar="N", help="Requests at most, repairs included; 3 by default.")
    ],
    "max_tokens_total": Annotated[
        int | None,
        typer.Option("--max-tokens-total", metavar="N", help="No request beyond this, prompts and replies together."),
    ],
}
SAMPLES: Group = {
    "samples": Annotated[
        int | None, typer.Option("--samples", "-n", metavar="N", help="Replies to ask for at once; 1 by default.")
    ],
}
INPUTS: Group = {
    "examples": Annotated[int | None, typer.Option("--examples", metavar="N", help="Inputs to try; 100 by default.")],
    "seed": Annotated[int | None, typer.Option("--seed", metavar="N", help="Draw other inputs; the report names it.")],
}
SANDBOX: Group = {
    "sandbox": Annotated[
        str | None, typer.Option("--sandbox", metavar="NAME", help="restricted (default), process or docker.")
    ],
    "timeout": Annotated[
        float | None, typer.Option("--timeout", metavar="SECONDS", help="Wall time of one run or call in the sandbox.")
    ],
    "memory": Annotated[
        str | None, typer.Option("--memory", metavar="SIZE", help="Address space in the sandbox, e.g. 256M or 1G.")
    ],
    "image": Annotated[
        str | None, typer.Option("--image", metavar="NAME", help="docker: any image with Python 3.11 or later.")
    ],
    "runtime": Annotated[
        str | None, typer.Option("--runtime", metavar="NAME", help="docker: one of the engine's runtimes, e.g. runsc.")
    ],
    "pull": Annotated[
        bool | None, typer.Option("--pull/--no-pull", help="docker: fetch an image that is not there; done by default.")
    ],
    "isolation": Annotated[
        str | None,
        typer.Option(
            "--isolation", metavar="KIND", help="docker: a process (default) or a container of its own a run."
        ),
    ],
    "allow_import": Annotated[
        list[str] | None,
        typer.Option("--allow-import", metavar="MODULE", help="process, docker: a further module; may be repeated."),
    ],
}

Task = Annotated[
    str | None, typer.Option("--task", metavar="NAME", help="The task of the catalogue; see `codegen tasks`.")
]
Oracle = Annotated[
    str | None, typer.Option("--oracle", metavar="FILE.py[:NAME]", help="A reference to agree with; it is sandboxed.")
]
Properties = Annotated[
    Path | None, typer.Option("--properties", metavar="FILE.py", help="Your own checks; this file is trusted code.")
]
EntryPoint = Annotated[
    str | None, typer.Option("--entry-point", metavar="NAME", help="The function or class to check.")
]
AllowUnconfined = Annotated[
    bool, typer.Option("--allow-unconfined", help="Run even where a required protection is missing; risky.")
]
AllowUnchecked = Annotated[
    bool, typer.Option("--allow-unchecked", help="Accept code that ran but could not be checked (exit 0, not 5).")
]
Report = Annotated[
    list[str] | None,
    typer.Option("--report", metavar="FORMAT=PATH", help="junit=PATH, json=PATH or github; may be repeated."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout and nothing else there.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No report: the exit code tells.")]
Record = Annotated[Path | None, typer.Option("--record", metavar="TAPE", help="Save the exchange with the model.")]
Replay = Annotated[
    Path | None, typer.Option("--replay", metavar="TAPE", help="Play a saved exchange; no network is used.")
]


def with_settings(*groups: Mapping[str, Any]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """A decorator that gives a command the options of these groups, and the `settings` that they lead to.

    The command has a keyword-only parameter `settings`; in the signature, which typer reads, the options stand there.
    """
    options = {name: option for group in groups for name, option in group.items()}

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @wraps(command)
        def with_loaded(**given: Any) -> int:
            flags = {name: given.pop(name) for name in options}
            return command(settings=load(flags), **given)

        keyword = inspect.Parameter.KEYWORD_ONLY
        parameters: list[inspect.Parameter] = []
        for own in inspect.signature(command, eval_str=True).parameters.values():
            if own.name == "settings":
                parameters += [inspect.Parameter(n, keyword, default=None, annotation=o) for n, o in options.items()]
            else:
                parameters.append(own)
        with_loaded.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        with_loaded.__annotations__ = {each.name: each.annotation for each in parameters}
        return with_loaded

    return decorate
