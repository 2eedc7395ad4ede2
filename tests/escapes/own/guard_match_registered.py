# id: R37
# category: guards
# attempts: an own abstract dataclass with a field called format, and an own string registered with it: match reads the real str.format
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
from abc import ABC
from dataclasses import dataclass
@dataclass
class Named(ABC):
    format: str
class Text(str): pass
Named.register(Text)
def target(cfg):
    match Text("{0.__globals__}"):
        case Named(real):
            return "LANG " + real(target)[:60]
    return "BLOCKED"
