"""Shows a reply word by word, as it comes. In the shell: `codegen chat "Count to ten."`"""

import sys

from codegen import CodegenError, Conversation, open_model

try:
    with open_model() as model:
        Conversation(model).send("Count to ten.", on_text=lambda words: print(words, end="", flush=True))
        print()
except CodegenError as problem:
    sys.exit(str(problem))
