"""Asks the same question with and without what was said before: a model remembers nothing by itself.

In the shell: `codegen chat "I am Ada."; codegen chat --continue "Who am I?"; codegen chat "Who am I?"`
"""

import sys

from codegen import CodegenError, Conversation, open_model

try:
    with open_model() as model:
        talk = Conversation(model)
        talk.send("I am Ada.")
        print("with history:", talk.send("Who am I?").text)
        print("without:", Conversation(model).send("Who am I?").text)
except CodegenError as problem:
    sys.exit(str(problem))
