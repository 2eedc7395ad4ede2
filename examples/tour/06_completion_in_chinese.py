"""Continues Chinese texts, both in one request where the API can.

In the shell: `codegen complete "讲一个笑话" "写一首诗"`
"""

import sys

from codegen import CodegenError, open_model

prompts = ["讲一个笑话", "写一首诗"]

try:
    with open_model() as model:
        for reply in model.complete(prompts):  # in the order in which they are whole
            print(prompts[reply.index], "→", reply.text)
except CodegenError as problem:
    sys.exit(str(problem))
