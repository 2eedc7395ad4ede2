# id: R31
# category: facades
# attempts: a function of a facade that calls back reads attributes by name for an own object: reduce, map and partial over getattr
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import functools, operator
def target(cfg):
    names = ["__class__", "__base__", "__subclasses__"]
    ways = [
        lambda: functools.reduce(getattr, names, ()),
        lambda: list(map(getattr, [target], ["__globals__"])),
        lambda: functools.partial(getattr, target, "__code__")(),
        lambda: functools.partialmethod(getattr, "__code__").__get__(target, None)(),
        lambda: operator.call(getattr, target, "__builtins__"),
        lambda: max(["__globals__"], key=functools.partial(getattr, target)),
        lambda: functools.cached_property(operator.attrgetter("__globals__")).func(target),
    ]
    for way in ways:
        try:
            return "LANG " + str(way())[:60]
        except Exception:
            continue
    return "BLOCKED"
