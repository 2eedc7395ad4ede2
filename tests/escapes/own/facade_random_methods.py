# id: R26
# category: facades
# attempts: the functions of random are methods of a hidden object of a module that has imported os
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import copy, functools, operator, random
def target(cfg):
    myself = operator.attrgetter("__self__")
    ways = [
        lambda: myself(random.shuffle),
        lambda: getattr(functools.partial(random.shuffle).func, "__func__"),
        lambda: vars(type(random.shuffle))["__self__"].__get__(random.shuffle),
        lambda: myself(copy.copy(random.shuffle)),
        lambda: random._inst,
        lambda: "{0.__self__}".format(random.shuffle),
    ]
    for way in ways:
        try:
            return "LANG " + str(way())
        except Exception:
            continue
    return "BLOCKED"
