# id: R53
# category: guards
# attempts: a program that calls itself builtins: code that dataclass and namedtuple generate runs in the real module
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import collections, dataclasses, enum
__name__ = "builtins"
hash = repr = None
@dataclasses.dataclass(order=True, unsafe_hash=True, frozen=True)
class Record:
    open: object = dataclasses.field(default_factory=lambda: open_it())
def open_it():
    return None
def target(cfg):
    record = Record()
    for value in (record.open, record == Record(), Record.__init__, enum.Enum("Made", "A").A, collections.namedtuple("N", "x")):
        try:
            found = getattr(value, "__globals__")
        except Exception:
            continue
        return "LANG " + str(found)[:60]
    return "BLOCKED"
