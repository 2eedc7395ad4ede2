# id: R44
# category: guards
# attempts: slots from an iterator that says something else the second time
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
class Names:
    asked = 0
    def __iter__(self):
        Names.asked += 1
        return iter(("x",) if Names.asked == 1 else ("__class__",))
def target(cfg):
    class Lies:
        __slots__ = Names()
    return "LANG a slot called __class__" if "x" not in dir(Lies) else "BLOCKED"
