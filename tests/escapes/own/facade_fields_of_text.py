# id: R10
# category: facades
# attempts: a dataclass with a field called format, and an own string: the generated __eq__ reads the real str.format of one and hands it to the other's field
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
caught = []
class Catch:
    def __eq__(self, other):
        caught.append(other)
        return True
@dataclass(init=False)
class Text(str):
    format: object
def target(cfg):
    plain, trap = Text("{0.__globals__}"), Text("x")
    object.__setattr__(trap, "format", Catch())
    plain == trap
    return "LANG " + caught[0](target)[:60]
