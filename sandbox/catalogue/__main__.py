"""Writes the index of the tasks: `python -m sandbox.catalogue`, after one was added or renamed."""

from __future__ import annotations

from . import index, tasks

if __name__ == "__main__":
    index.FILE.write_text(index.text(tasks.by_module()), encoding="utf-8")
