# id: R51
# category: guards
# attempts: nine ways to read the frame of a generator
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import dataclasses, enum, operator, typing
from collections import namedtuple
def by_field(generator):
    @dataclasses.dataclass
    class Made:
        gi_frame: object
    return Made.__repr__(generator).partition("gi_frame=")[2]
def by_keyword(generator):
    class Anything:
        def __init_subclass__(cls): pass
    match generator:
        case typing.Generator(send=method):
            return getattr(getattr(method, "__self__"), "gi_frame")
def by_enum(generator):
    made = enum.Enum("Made", {"gi_frame": 1})
    return operator.attrgetter(list(made)[0].name)(generator)
def by_tuple(generator):
    return operator.attrgetter(*namedtuple("Made", "gi_frame gi_code")._fields)(generator)
def target(cfg):
    ways = [
        by_field, by_keyword, by_enum, by_tuple,
        lambda generator: getattr(generator, "gi_frame"),
        lambda generator: "{0.gi_frame}".format(generator),
        lambda generator: "{0[0].gi_frame}".format_map([generator]),
        lambda generator: type(generator).__getattribute__(generator, "gi_" "frame"),
        lambda generator: eval("generator.gi_frame"),
    ]
    for way in ways:
        try:
            found = str(way((x for x in ())))
        except Exception:
            continue
        if "frame" in found:
            return "LANG " + found[:60]
    return "BLOCKED"
