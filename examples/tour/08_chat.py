"""Asks one question. In the shell: `codegen chat "What is a pivot?"`"""

import sys

from codegen import CodegenError, open_model

try:
    with open_model() as model:
        reply = model.stream([{"role": "user", "content": "What is a pivot?"}])
        print(reply.text)
except CodegenError as problem:
    sys.exit(str(problem))
