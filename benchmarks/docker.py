"""A warm container against other ways into one: `docker run`, a warm llm-sandbox session, and the `process` sandbox.

Usage: `python benchmarks/docker.py [IMAGE]`. The peer gets an environment of its own, made once beside this file.
"""

from __future__ import annotations

import subprocess
import sys

from peers import environment
from ratio import compare

from sandbox import Returned, Sandbox

del sys.path[0]  # this directory, where `import docker` would find this file

IMAGE = sys.argv[1] if len(sys.argv) > 1 else "codegen-test:latest"
#: The peer calls `python`, which not every image has.
PEER_IMAGE = "codegen-peer:latest"
SNIPPET = "def f(items):\n    return sorted(items)\nprint(f([3, 1, 2]))\n"

PEER = f"""
import sys
from llm_sandbox import SandboxSession
with SandboxSession(lang="python", image={PEER_IMAGE!r}, skip_environment_setup=True, keep_template=True,
                    runtime_configs={{"network_mode": "none"}}) as session:
    for _ in sys.stdin:
        print(repr(session.run({SNIPPET!r}).stdout), flush=True)
"""


class Peer:
    """A warm session of llm-sandbox in a process of its own, which runs the snippet once a line."""

    def __init__(self) -> None:
        python = environment("llm-sandbox", "llm-sandbox[docker]")
        self._process = subprocess.Popen(
            [python, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def run(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert "[1, 2, 3]" in answer, answer

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def make_peer_image() -> None:
    link = "command -v python || ln -s $(command -v python3) /usr/local/bin/python"
    name = "codegen-peer-making"
    for command in (
        ["run", "--network", "none", "--name", name, IMAGE, "sh", "-c", link],
        ["commit", "--change", 'CMD ["python3"]', name, PEER_IMAGE],
        ["rm", name],
    ):
        subprocess.run(["docker", *command], capture_output=True, check=True)


def docker_run() -> None:
    command = ["docker", "run", "--rm", "--network", "none", IMAGE, "python3", "-c", SNIPPET]
    assert subprocess.run(command, capture_output=True, check=True).stdout == b"[1, 2, 3]\n"


def main() -> None:
    make_peer_image()
    peer = Peer()
    print(f"{'what':<58} {'ours':>13} {'peer':>13}   ratio")
    with Sandbox("docker", image=IMAGE, workers=1) as box, Sandbox("process", workers=1) as process:

        def run() -> None:
            outcome = box.run(SNIPPET)
            assert isinstance(outcome, Returned)
            assert outcome.stdout == "[1, 2, 3]\n"

        compare("a warm run : a warm session of llm-sandbox", run, peer.run, pairs=40, aim=1 / 50)
        compare("a warm run : docker run", run, docker_run, pairs=20, aim=1 / 50)
        compare("a warm run : the process sandbox", run, lambda: process.run(SNIPPET), pairs=300, aim=2)
        with box.load(SNIPPET) as program, process.load(SNIPPET) as other:

            def call() -> None:
                assert isinstance(program.call("f", [3, 1, 2]), Returned)

            compare("a warm call : a warm session of llm-sandbox", call, peer.run, pairs=40, aim=1 / 50)
            compare("a warm call : docker run", call, docker_run, pairs=20, aim=1 / 50)
            compare("a warm call : the process sandbox", call, lambda: other.call("f", [3, 1, 2]), pairs=1000, aim=2)
    peer.close()


if __name__ == "__main__":
    main()
