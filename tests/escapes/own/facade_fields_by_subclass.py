# id: R11
# category: facades
# attempts: the same by a subclass: the dataclass is innocent, its subclass inherits from str as well
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
class Named:
    format: object
class Text(Named, str): pass
def target(cfg):
    plain, trap = Text("{0.__globals__}"), Text("x")
    object.__setattr__(trap, "format", Catch())
    plain == trap
    return "LANG " + caught[0](target)[:60]
