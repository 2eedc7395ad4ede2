# id: R34
# category: guards
# attempts: the same through functools.partialmethod and an own subclass of classmethod
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import functools
class Own(classmethod): pass
def target(cfg):
    ways = [
        lambda: functools.partialmethod(classmethod(lambda kind: kind)).__get__(int)(),
        lambda: Own(lambda kind: kind).__get__(int)(),
        lambda: super(Own, Own(lambda kind: kind)).__get__(int)(),
        lambda: classmethod.__get__(Own(lambda kind: kind), int)(),
        lambda: list(map(classmethod.__get__, [Own(lambda kind: kind)], [int]))[0](),
    ]
    for way in ways:
        try:
            return "LANG built by the real type: " + str(way()("Made", (), {}))
        except Exception:
            continue
    return "BLOCKED"
