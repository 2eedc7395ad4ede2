# id: R50
# category: guards
# attempts: the descriptor of AttributeError.obj, through super, a slot and an own descriptor
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import operator
class Own(AttributeError): pass
def target(cfg):
    try:
        operator.methodcaller("nothing")(target)
    except AttributeError as error:
        caught = error
    ways = [
        lambda: Own.obj.__get__(caught),
        lambda: super(Own, Own).obj.__get__(caught),
        lambda: operator.attrgetter("obj")(Own).__get__(caught),
        lambda: getattr(Own, "obj").__get__(caught),
        lambda: caught.obj,
    ]
    for way in ways:
        try:
            return "LANG " + str(way())
        except Exception:
            continue
    return "BLOCKED"
