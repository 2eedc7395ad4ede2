# id: R45
# category: guards
# attempts: __mro_entries__ of a base that answers with a class of the library's inside, or with a metaclass
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import typing
class Answers: pass
def target(cfg):
    inside = type(typing.get_args(typing.List["x"])[0])
    for bases in ((typing.Type[int],), (inside,), (int.__class__,), (type(list[int])(inside, int),)):
        lie = Answers()
        vars(lie)["__mro_entries__"] = lambda given, bases=bases: bases
        try:
            class Made(lie): pass
        except Exception:
            continue
        return "LANG inherits from " + str(Made.mro())
    return "BLOCKED"
