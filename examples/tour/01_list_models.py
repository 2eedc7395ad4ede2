"""Lists the models of the server. In the shell: `codegen models`"""

import sys

from codegen import CodegenError, list_models

try:
    for model in list_models():
        print(model.id, "by", model.owned_by)
except CodegenError as problem:  # one line that says what is wrong, and what to do
    sys.exit(str(problem))
