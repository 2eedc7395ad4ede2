# id: R12
# category: facades
# attempts: a docstring that looks like a builtin's signature: dataclass asks for the class's signature, and the names in it are evaluated
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
class Record:
    "Record(x=target.__code__.co_filename, y=os.name)\n--\n\n"
Record.__doc__ = ""
def target(cfg):
    text = dataclass(init=False)(Record).__doc__ or ""
    return "LANG evaluated " + text if "'" in text else "BLOCKED " + text
