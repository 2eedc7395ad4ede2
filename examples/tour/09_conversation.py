"""Talks over several turns: all that was said is sent each time. In the shell: `codegen chat`, or a turn at a time:

`codegen chat "Name a sorting algorithm."; codegen chat --continue "Why is it fast?"`
"""

import sys

from codegen import CodegenError, Conversation, open_model

try:
    with open_model() as model, Conversation(model) as talk:
        talk.send("Name a sorting algorithm.")
        talk.send("Why is it fast?")
        for message in talk.messages:
            print(f"{message['role']}: {message['content']}")
except CodegenError as problem:
    sys.exit(str(problem))
