# id: R22
# category: facades
# attempts: a context manager is handed the traceback: six ways from it to a frame
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import contextlib, operator
class Manager:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        self.trace = trace
        return True
def target(cfg):
    with contextlib.ExitStack() as stack:
        manager = stack.enter_context(Manager())
        {}["missing"]
    trace = manager.trace
    ways = [
        lambda: getattr(trace, "tb_" + "frame"),
        lambda: operator.attrgetter("tb_frame")(trace),
        lambda: "{0.tb_frame}".format(trace),
        lambda: vars(type(trace))["tb_frame"].__get__(trace),
        lambda: object.__getattribute__(trace, "tb_frame"),
        lambda: operator.methodcaller("__getattribute__", "tb_frame")(trace),
    ]
    for way in ways:
        try:
            return "LANG " + str(way())
        except Exception:
            continue
    return "BLOCKED"
