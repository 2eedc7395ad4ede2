# id: R43
# category: guards
# attempts: an object answers for its own __class__, and for its methods of the interpreter's
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import decimal
class Lies:
    def __getattribute__(self, name):
        return decimal.Context if name == "__class__" else object.__getattribute__(self, name)
class Later: pass
def target(cfg):
    try:
        setattr(Later, "__getattribute__", lambda self, name: Lies.__getattribute__(self, name))
    except Exception:
        pass
    for liar in (Lies(), Later()):
        if isinstance(liar, decimal.Context):
            return "LANG isinstance believes it"
    return "BLOCKED"
