# id: R47
# category: guards
# attempts: names that are something else after normalisation: in attributes, formats, fields, members, keywords
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import enum, operator
from collections import namedtuple
def target(cfg):
    generator = (x for x in ())
    name = "\uff47i_frame"
    ways = [
        lambda: getattr(generator, name),
        lambda: ("{0." + name + "}").format(generator),
        lambda: operator.attrgetter(name)(generator),
        lambda: getattr(namedtuple("Made", "\uff3f\uff3fclass\uff3f\uff3f")(1).__class__, "__base__"),
        lambda: enum.Enum("Made", {"\uff3f\uff3fmatch_args\uff3f\uff3f": ("x",)}).__match_args__[0],
        lambda: eval("generator.\uff47i_frame"),
        lambda: eval("target._\uff3fglobals_\uff3f"),
    ]
    for way in ways:
        try:
            value = way()
        except Exception:
            continue
        if value is not object and value is not tuple:
            return "LANG " + str(value)[:60]
    return "BLOCKED"
