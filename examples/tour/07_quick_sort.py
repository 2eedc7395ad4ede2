"""Lets a model write quick sort, and checks it where others `exec` it. The demo's first answer is wrong on purpose.

In the shell: `codegen run --attempts 1 "生成可执行的快速排序 Python 代码"`
"""

import sys

from codegen import CodegenError, extract, open_model
from sandbox import Sandbox

try:
    with open_model() as model:
        [reply] = model.complete(["生成可执行的快速排序 Python 代码"])
except CodegenError as problem:
    sys.exit(str(problem))

code = extract(reply.text)
with Sandbox("restricted") as box:
    verdict = box.check(code, "quick sort")
    print(f"{reply.model} wrote code that {verdict.status.value} by {verdict.examples} examples")
    if verdict.counterexample:
        print("it is wrong for", verdict.counterexample.call)
    elif verdict.passed and verdict.entry_point:
        with box.load(code) as program:  # used, and still in the sandbox
            print(program[verdict.entry_point]([3, 1, 2]))
