"""Asks for a model that is not there: the error names the closest ids. In the shell: `codegen models gpt-mini`"""

from codegen import ModelError, retrieve_model

try:
    retrieve_model("gpt-mini")
except ModelError as problem:
    print(f"{type(problem).__name__}: {problem}")
