# id: R42
# category: guards
# attempts: a slot called __class__ lets an object say which class it has
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import decimal
class Lies:
    __slots__ = ("__class__",)
def target(cfg):
    liar = Lies()
    object.__setattr__(liar, "__class__", decimal.Context)
    return "LANG isinstance believes it" if isinstance(liar, decimal.Context) else "BLOCKED"
