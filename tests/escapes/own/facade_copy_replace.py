# id: R15
# category: facades
# attempts: copy.replace (from 3.13) with an own string that claims the class of a dataclass and its fields
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
import copy, dataclasses
given = []
class Field:
    init, name, _field_type = True, "format", None
@dataclasses.dataclass
class Record:
    x: int = 0
    def __init__(self, **fields): given.append(fields)
class Text(str):
    def __getattribute__(self, name):
        if name == "__class__": return Record
        if name == "__dataclass_fields__": return {"format": Field()}
        return str.__getattribute__(self, name)
def target(cfg):
    copy.replace(Text("{0.__globals__}"))
    return "LANG " + given[-1]["format"](target)[:60]
