# id: R25
# category: facades
# attempts: string.Template.substitute with an own self is handed a function of the library: its globals, five ways
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import string, operator
found = []
class Self:
    template = "$x"
    class pattern:
        @staticmethod
        def sub(convert, template):
            found.append(convert)
            return ""
def target(cfg):
    string.Template.substitute(Self(), x=1)
    function = found[0]
    ways = [
        lambda: getattr(function, "__glo" + "bals__"),
        lambda: operator.attrgetter("__globals__")(function),
        lambda: "{0.__globals__}".format(function),
        lambda: vars(function),
        lambda: operator.attrgetter("__func__.__globals__")(type(function).__get__(function, 1)),
    ]
    for way in ways:
        try:
            value = way()
        except Exception:
            continue
        if value:
            return "LANG " + str(value)[:60]
    return "BLOCKED"
