"""Runs code that nobody has read: prints, errors, endless loops and forbidden calls all come back as outcomes."""

from sandbox import Limits, Sandbox, describe

programs = {
    "prints": "print(6 * 7)",
    "fails": "print('so far so good')\n[].pop()",
    "never ends": "while True: pass",
    "looks around": "import os\nprint(os.listdir('/'))",
}

with Sandbox("restricted", limits=Limits(wall_seconds=5, cpu_seconds=0.5)) as box:
    for name, source in programs.items():
        outcome = box.run(source)
        print(f"{name}: {describe(outcome)}; printed {outcome.stdout!r}")
