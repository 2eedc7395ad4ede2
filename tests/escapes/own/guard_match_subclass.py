# id: R39
# category: guards
# attempts: a dataclass with a field called format, and a subclass of it that is a string as well
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
@dataclass(init=False)
class Named:
    format: str
class Text(Named, str): pass
def target(cfg):
    match Text("{0.__globals__}"):
        case Named(real):
            return "LANG " + real(target)[:60]
    return "BLOCKED"
