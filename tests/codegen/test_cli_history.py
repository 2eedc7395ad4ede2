"""`codegen history`: one list of all that was asked, and each of it in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.history import History
from codegen.messages import message
from tests.codegen.command_line import CommandLine

if TYPE_CHECKING:
    from pathlib import Path


def test_the_command_lists_and_shows_every_kind(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path)
    history = History(tmp_path / "codegen" / "history.db")
    history.finish(history.begin("run", "m", "quick sort"), "done")
    completion = history.begin("complete", "m", "one", "two")
    history.save_reply(completion, 1, "uno")
    history.save_reply(completion, 2, "dos", 1)
    chat = history.begin("chat", "m")
    history.add_message(chat, message("system", "be brief"), place="first")
    lost = history.add_message(chat, message("user", "lost?"))
    history.save_reply(chat, lost, "never")
    history.withdraw(chat, lost)
    number = history.add_message(chat, message("user", "hi", "Ann"))
    history.save_reply(chat, number, "hel", error="interrupted")
    history.finish(chat, "done")
    history.close()
    header, *rows = cli("history").out.splitlines()
    assert header.split()[:2] == ["id", "kind"]
    assert [row.split()[:2] for row in rows] == [["3", "chat"], ["2", "complete"], ["1", "run"]]
    assert [row.rsplit(maxsplit=1)[1] for row in rows] == ["hi", "one", "sort"]

    def lines(number: int) -> list[str]:
        return [line for line in cli("history", str(number)).out.splitlines() if line]

    assert lines(3)[lines(3).index("--- system ---") :] == [
        "--- system ---", "be brief", "--- user (withdrawn) ---", "lost?", "--- assistant (withdrawn) ---", "never",
        "--- user Ann ---", "hi", "--- assistant (cut off) ---", "hel", "--- interrupted ---",
    ]  # fmt: skip
    assert lines(2)[lines(2).index("--- prompt 1 ---") :] == [
        "--- prompt 1 ---", "one", "--- prompt 2 ---", "two",
        "--- reply 1, sample 1 ---", "uno", "--- reply 2, sample 2 ---", "dos",
    ]  # fmt: skip
    [document] = cli("history", "3", "--json").document["runs"]
    assert (document["kind"], document["prompt"], document["attempts"]) == ("chat", "hi", 2)
    assert [each["content"] for each in document["messages"]] == ["be brief", "lost?", "hi"]
    assert document["replies"][1]["number"] == document["messages"][2]["number"]
