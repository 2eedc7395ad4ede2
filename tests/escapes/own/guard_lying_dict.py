# id: R35
# category: guards
# attempts: an own subclass says of its __dict__ that every private name of the library is its own
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import random
class Yes:
    def __contains__(self, name): return True
class Lies(random.Random):
    def __getattribute__(self, name):
        if name == "__dict__":
            return Yes()
        return object.__getattribute__(self, name)
def target(cfg):
    return "LANG a private method of the library: " + str(Lies()._randbelow(5))
