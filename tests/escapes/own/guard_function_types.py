# id: R52
# category: guards
# attempts: make a function, a method or a cell out of the types of those that there are
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
def target(cfg):
    function, builtin, method = type(target), type(len), type("".join)
    ways = [
        lambda: function(getattr(target, "__code__"), {"__builtins__": {}}),
        lambda: function.__new__(function, eval("compile")("1", "", "eval"), {}),
        lambda: object.__new__(function),
        lambda: getattr(function, "__code__").__get__(target),
        lambda: type(getattr(lambda: cfg, "__closure__")[0]),
        lambda: getattr(method, "__self__").__get__(len),
        lambda: vars(function)["__globals__"],
    ]
    for way in ways:
        try:
            return "LANG " + str(way())[:60]
        except Exception:
            continue
    return "BLOCKED"
