# id: R13
# category: facades
# attempts: the same, with the docstring emptied by a descriptor only while dataclass works
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
class Late:
    def __get__(self, instance, owner):
        owner.__doc__ = ""
        return 5
class Record:
    "Record(x=target.__code__.co_filename, y=os.name)\n--\n\n"
    x: int = Late()
def target(cfg):
    text = dataclass(init=False)(Record).__doc__ or ""
    return "LANG evaluated " + text if "'" in text else "BLOCKED " + text
