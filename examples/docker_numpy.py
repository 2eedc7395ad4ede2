"""Checks code that needs NumPy in a container; any image that has the package and Python 3.11 or later will do:

printf 'FROM python:3.13-slim\\nRUN pip install numpy\\n' | docker build -t codegen-numpy -
python docker_numpy.py codegen-numpy
"""

import sys

from sandbox import Sandbox, describe

wrong = """
import numpy

def factorial(n):
    return int(numpy.prod(numpy.arange(1, n + 1)))
"""
right = wrong.replace("n + 1", "n + 1, dtype=object")  # integers of Python, which know no overflow

image = sys.argv[1] if len(sys.argv) > 1 else "codegen-numpy"
with Sandbox("docker", image=image, imports=("numpy",)) as box:
    verdict = box.check(wrong, "factorial")
    assert verdict.counterexample is not None
    print(f"{verdict.status.value} by {verdict.counterexample.call}: {describe(verdict.counterexample.outcome)}")
    print(box.check(right, "factorial").status.value)
    print(describe(box.run("import numpy\nnumpy.save('/tmp/here', [1])")))
    print(verdict.protections[0])
