# id: R36
# category: guards
# attempts: a key in an instance's __dict__ that is equal to a private name for the guard and unlike it for the interpreter
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import random
class Key(str):
    asked = 0
    def __hash__(self): return hash("_randbelow")
    def __eq__(self, other):
        Key.asked += 1
        return Key.asked == 1
class Lies(random.Random): pass
def target(cfg):
    liar = Lies()
    vars(liar)[Key("_randbelow")] = 1
    return "LANG a private method of the library: " + str(liar._randbelow(5))
