# id: R40
# category: guards
# attempts: a protocol with positional names, used by __init_subclass__ before anybody has looked at them
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
from typing import Protocol, runtime_checkable
found = []
class Base(Protocol):
    def send(self, value): ...
    def __init_subclass__(cls):
        super().__init_subclass__()
        if cls.__name__ == "Early":
            if not hasattr(cls, "__protocol_attrs__"):
                pass
            runtime_checkable(cls)
            match (x for x in ()):
                case cls(frame):
                    found.append(frame)
def target(cfg):
    try:
        class Early(Base, Protocol):
            __match_args__ = ("gi_frame",)
    except Exception:
        pass
    return "LANG " + str(found[0]) if found else "BLOCKED"
