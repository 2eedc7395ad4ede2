# id: R14
# category: facades
# attempts: dataclasses.replace on an own string whose __dict__ says what its fields are called
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
import dataclasses
given = []
class Field:
    init, name, _field_type = True, "format", None
@dataclasses.dataclass(init=False)
class Text(str):
    x: int = 0
    def __new__(cls, text="", **fields): return str.__new__(cls, text)
    def __init__(self, text="", **fields): given.append(fields)
def target(cfg):
    text = Text("{0.__globals__}")
    vars(text)["__dataclass_fields__"] = {"format": Field()}
    dataclasses.replace(text)
    return "LANG " + given[-1]["format"](target)[:60]
