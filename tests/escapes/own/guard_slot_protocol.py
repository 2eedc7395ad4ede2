# id: R41
# category: guards
# attempts: a slot called _is_protocol makes an ordinary class a protocol, which as a dataclass matches frames
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
@runtime_checkable
class Sends(Protocol):
    def send(self, value): ...
@runtime_checkable
class Frames(Sends):
    __slots__ = ("_is_protocol",)
    gi_frame: object
Frames = dataclass(Frames)
def target(cfg):
    match (x for x in ()):
        case Frames(frame):
            return "LANG " + str(frame)
    return "BLOCKED"
