# id: R55
# category: guards
# attempts: an alias of typing forwards assignments to its origin: library code that sets an attribute of what it was given
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import abc, collections, contextlib, fractions, functools, typing
def target(cfg):
    alias = type(typing.List[int])(fractions.Fraction, (int,))
    ways = [
        lambda: collections.UserDict.__init__(alias),
        lambda: contextlib.closing.__init__(alias, 1),
        lambda: collections.UserList.__init__(alias),
        lambda: functools.partialmethod.__init__(alias, print),
        lambda: setattr(alias, "thing", 1),
        lambda: abc.abstractmethod(alias),
    ]
    for way in ways:
        try:
            way()
        except Exception:
            continue
    for name in ("data", "thing", "func"):
        if hasattr(fractions.Fraction, name):
            return "LANG wrote to Fraction." + name
    return "BLOCKED"
