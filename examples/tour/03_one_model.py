"""Retrieves one model, with all that the server says about it. In the shell: `codegen models ID`

python 03_one_model.py gpt-4.1-mini
"""

import json
import sys

from codegen import CodegenError, retrieve_model

try:
    model = retrieve_model(sys.argv[1] if len(sys.argv) > 1 else "demo")
except CodegenError as problem:
    sys.exit(str(problem))
print(model.id)
print(json.dumps(model.details, indent=2))
