"""Says who speaks: system or developer instruct, user asks, assistant has answered, here by way of an example.

In the shell: `codegen chat --system "Answer with one word." "The capital of Italy?"`
"""

import sys

from codegen import CodegenError, Message, open_model

talk: list[Message] = [
    {"role": "system", "content": "Answer with one word."},
    {"role": "user", "content": "The capital of France?"},
    {"role": "assistant", "content": "Paris"},
    {"role": "user", "content": "The capital of Italy?", "name": "Ada"},
]

try:
    with open_model() as model:
        print("system:", model.stream(talk).text)
        talk[0]["role"] = "developer"  # as reasoning models call it; what a server refuses is put differently
        print("developer:", model.stream(talk).text)
except CodegenError as problem:
    sys.exit(str(problem))
