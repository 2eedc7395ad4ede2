# id: R24
# category: facades
# attempts: names that are no identifiers, in the annotations of a TypedDict, on their way into a dataclass
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
from typing import TypedDict
def target(cfg):
    made = TypedDict("Made", {"x=().__class__.__base__, y": int})
    class Record(made): pass
    dataclass(made)
    return "LANG a dataclass of " + str(made)
