# id: R33
# category: guards
# attempts: classmethod.__get__ without an owner tells the real metaclass, which builds a class that matches any frame
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
def target(cfg):
    real = classmethod(lambda kind: kind).__get__(int)()
    metaclass = real("Meta", (real,), {"__instancecheck__": lambda cls, value: True})
    anything = metaclass("Anything", (), {"__match_args__": ("gi_frame",)})
    match (x for x in ()):
        case anything(frame):
            return "LANG " + str(frame)
    return "BLOCKED"
