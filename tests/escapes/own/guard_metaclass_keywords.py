# id: R46
# category: guards
# attempts: metaclass and __prepare__ through keywords of a class statement that are only known at run time
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import abc, enum
class Prepared(dict):
    def __missing__(self, name): return "LANG"
class Meta:
    @classmethod
    def __call__(cls, *parts, **more): return Prepared()
    def __getattr__(self, name): return lambda *parts, **more: Prepared()
def target(cfg):
    for metaclass in (Meta(), lambda *parts, **more: Prepared(), type(abc.ABCMeta)("abc.ABCMeta"), enum.EnumMeta.__class__):
        try:
            class Made(**{"metaclass": metaclass}):
                said = undefined_name
        except Exception:
            continue
        return "LANG a namespace of my own: " + str(Made)
    return "BLOCKED"
