# id: R29
# category: facades
# attempts: the hooks of pickle: functions of copyreg, and states that are set
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import collections, functools, itertools, operator
class Own: pass
def target(cfg):
    partial = functools.partial(print)
    ways = [
        lambda: operator.methodcaller("__reduce_ex__", 4)(Own())[0],
        lambda: getattr([], "__reduce" + "_ex__")(4),
        lambda: getattr(partial, "__setstate__")((eval, ("1",), {}, {})),
        lambda: getattr(itertools.count(), "__reduce__")(),
        lambda: getattr(object, "__reduce_ex__")(Own(), 2),
        lambda: collections.OrderedDict.__getattribute__(collections.OrderedDict(), "__reduce__")(),
        lambda: super(Own, Own()).__getattribute__("__reduce_ex__")(2),
        lambda: object.__getattribute__(Own(), "__reduce_ex__"),
    ]
    for way in ways:
        try:
            return "LANG " + str(way())[:60]
        except Exception:
            continue
    return "BLOCKED"
