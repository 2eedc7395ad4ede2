"""Continues a text, and tells what that cost. In the shell: `codegen complete --echo-usage "Say this is a test."`

A model that only chats is sent the text as a message; CODEGEN_MODEL=gpt-3.5-turbo-instruct really continues it.
"""

import sys

from codegen import CodegenError, open_model

try:
    with open_model() as model:
        for reply in model.complete(["Say this is a test."]):
            print(reply.text)
            print(f"{reply.model} ended by {reply.finish_reason!r}; {reply.usage}")
except CodegenError as problem:
    sys.exit(str(problem))
