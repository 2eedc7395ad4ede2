"""Options that several commands share, each defined once. Settings judges the values; here they only get in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Sandbox = Annotated[
    str | None, typer.Option("--sandbox", metavar="NAME", help="restricted (default), process or docker.")
]
Timeout = Annotated[
    float | None, typer.Option("--timeout", metavar="SECONDS", help="Wall time of one run or call in the sandbox.")
]
Memory = Annotated[
    str | None, typer.Option("--memory", metavar="SIZE", help="Address space in the sandbox, e.g. 256M or 1G.")
]
Image = Annotated[
    str | None,
    typer.Option("--image", metavar="NAME", help="docker: any image with Python 3.11 or later."),
]
Runtime = Annotated[
    str | None, typer.Option("--runtime", metavar="NAME", help="docker: one of the engine's runtimes, e.g. runsc.")
]
NoPull = Annotated[bool, typer.Option("--no-pull", help="docker: use no image that is not there.")]
Isolation = Annotated[
    str | None,
    typer.Option("--isolation", metavar="KIND", help="docker: a process (default) or a container of its own a run."),
]
AllowImport = Annotated[
    list[str] | None,
    typer.Option("--allow-import", metavar="MODULE", help="process, docker: a further module; may be repeated."),
]
Examples = Annotated[int | None, typer.Option("--examples", metavar="N", help="Inputs to try; 100 by default.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Draw other inputs; the report names it.")]
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

Model = Annotated[str | None, typer.Option("--model", metavar="ID", help="The model to ask.")]
Api = Annotated[
    str | None, typer.Option("--api", metavar="KIND", help="auto (default), completions, chat or responses.")
]
BaseUrl = Annotated[str | None, typer.Option("--base-url", metavar="URL", help="An OpenAI-compatible server.")]
Record = Annotated[Path | None, typer.Option("--record", metavar="TAPE", help="Save the exchange with the model.")]
Replay = Annotated[
    Path | None, typer.Option("--replay", metavar="TAPE", help="Play a saved exchange; no network is used.")
]
