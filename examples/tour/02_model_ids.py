"""Lists the ids of the models alone. In the shell: `codegen models --ids`"""

import sys

from codegen import CodegenError, list_models

try:
    print(*(model.id for model in list_models()), sep="\n")
except CodegenError as problem:
    sys.exit(str(problem))
