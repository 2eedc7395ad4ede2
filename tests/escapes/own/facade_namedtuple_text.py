# id: R23
# category: facades
# attempts: names of a namedtuple that change between the check and the code that is made of them
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
from collections import namedtuple
class Name(str):
    def __str__(self): return self
    def isidentifier(self): return True
    def startswith(self, *prefix): return False
    def __eq__(self, other): return False
    def __hash__(self): return hash("x")
class Names(str):
    def replace(self, *parts): return self
    def split(self): return [Name("x=().__class__.__base__.__subclasses__()")]
def target(cfg):
    for attempt in (lambda: namedtuple("Made", Names("x")), lambda: namedtuple(Name("a b"), "x"),
                    lambda: namedtuple("Made", [Name("x=().__class__")], rename=True)):
        try:
            made = attempt()
        except Exception:
            continue
        if made._fields != ("_0",):
            return "LANG " + str(made._fields)
    return "BLOCKED"
