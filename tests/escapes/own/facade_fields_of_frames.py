# id: R09
# category: facades
# attempts: a dataclass whose field is called gi_frame: its generated __eq__, called with a generator, hands the frame to an own object that lies about its class
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
caught = []
class Catch:
    def __eq__(self, other):
        caught.append(other)
        return True
class Like:
    def __init__(self, model):
        object.__setattr__(self, "model", model)
    def __getattribute__(self, name):
        if name == "__class__":
            return type(object.__getattribute__(self, "model"))
        return Catch()
@dataclass
class Generators:
    gi_frame: object
@dataclass
class Frames:
    f_builtins: object
def read(kind, value):
    kind.__eq__(value, Like(value))
    return caught.pop()
def target(cfg):
    frame = read(Generators, (x for x in ()))
    return "LANG " + str(sorted(read(Frames, frame))[:3])
