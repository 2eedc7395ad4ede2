"""Colour and motion appear on a terminal, only there, and never because a candidate asked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.codegen.command_line import CommandLine

ESCAPE = "\x1b["
#: Rich sends a colour as a "select graphic rendition" sequence, such as bold red.
RED = "\x1b[1;31m"
CODE = "def quick_sort(xs):\n    return sorted(set(xs))\n"


def test_on_a_terminal_the_model_is_seen_at_work_and_the_code_stays_clean(cli: CommandLine) -> None:
    ended = cli.on_terminal("run", "quick sort", NO_COLOR="")
    assert ended.code == 0, ended.err
    assert ESCAPE in ended.err
    assert "attempt 1 of 3" in ended.err
    assert "```python" in ended.err  # the reply as it streams
    assert ESCAPE not in ended.out
    assert "def quick_sort" in ended.out


def test_off_a_terminal_there_is_neither_colour_nor_stream(cli: CommandLine) -> None:
    ended = cli("run", "quick sort", NO_COLOR="", TERM="xterm-256color")
    assert ended.code == 0, ended.err
    assert ESCAPE not in ended.err
    assert "```" not in ended.err


def test_no_color_is_respected_on_a_terminal(cli: CommandLine) -> None:
    colours = cli.on_terminal("run", "quick sort", "--attempts", "1", NO_COLOR="").err
    plain = cli.on_terminal("run", "quick sort", "--attempts", "1", NO_COLOR="1").err
    assert RED in colours
    assert "FALSIFIED" in plain
    assert RED not in plain


def test_a_dumb_terminal_sees_no_motion(cli: CommandLine) -> None:
    ended = cli.on_terminal("run", "quick sort", TERM="dumb")
    assert ended.code == 0, ended.err
    assert ESCAPE not in ended.err


def test_quiet_is_quiet_on_a_terminal_too(cli: CommandLine) -> None:
    ended = cli.on_terminal("run", "quick sort", "--quiet")
    assert ended.code == 0
    assert [line for line in ended.err.splitlines() if "demo" not in line] == []


def test_progress_of_check_is_on_the_terminal_and_not_in_the_report(cli: CommandLine) -> None:
    ended = cli.on_terminal("check", cli.file("a.py", CODE), NO_COLOR="")
    assert ended.code == 1
    assert "checking a.py" in ended.err
    assert "checking a.py" not in ended.out
    assert ESCAPE not in ended.out


def test_a_program_cannot_steer_the_terminal_but_a_pipe_gets_its_bytes(cli: CommandLine) -> None:
    name = cli.file("a.py", "import sys\nprint('\\x1b[2Jgone', file=sys.stderr)\n")
    assert "\\x1b[2Jgone" in cli.on_terminal("exec", "--sandbox", "process", name).err
    assert cli("exec", "--sandbox", "process", name).err == "\x1b[2Jgone\n"
