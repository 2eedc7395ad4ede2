# id: R38
# category: guards
# attempts: the positional names of a match, inherited from a named tuple by an abstract class
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: error; process: contained; container: contained
# bounded by: none needed
from abc import ABC
from collections import namedtuple
class Named(namedtuple("Base", "format"), ABC): pass
class Text(str): pass
Named.register(Text)
def target(cfg):
    match Text("{0.__globals__}"):
        case Named(real):
            return "LANG " + real(target)[:60]
    return "BLOCKED"
