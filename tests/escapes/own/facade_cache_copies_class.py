# id: R20
# category: facades
# attempts: lru_cache copies the dict of what it wraps: wrapping classmethod makes its raw __get__ an attribute of the wrapper
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import functools
def target(cfg):
    raw = functools.lru_cache(classmethod).__get__
    metaclass = raw(classmethod(lambda kind: kind), int)()
    made = metaclass("Made", (), {"__del__": lambda self: None})
    return "LANG built by the real type: " + str(made)
