# id: R54
# category: guards
# attempts: eval of a lambda, a comprehension and an assignment that keep hold of the names behind the guards
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
def target(cfg):
    ways = [
        lambda: eval("(lambda: __builtins__)")(),
        lambda: eval("[__builtins__ := 1]"),
        lambda: eval("lambda __builtins__: 1"),
        lambda: eval("().__class__.__base__"),
        lambda: eval("(lambda: 1).__globals__"),
        lambda: eval("__import__('os')"),
        lambda: eval("[x for x in ()].__class__.mro()[1].__subclasses__()"),
        lambda: eval("target", {"target": 1, "__builtins__": {"open": 1}}, {"__builtins__": None}) and eval("open"),
    ]
    for way in ways:
        try:
            return "LANG " + str(way())[:60]
        except Exception:
            continue
    return "BLOCKED"
