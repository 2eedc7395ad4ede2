# id: R56
# category: guards
# attempts: write to objects that all of the library shares: flags, constants, properties, contexts
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: contained; process: contained; container: contained
# bounded by: none needed
import dataclasses, datetime, enum, fractions, re, typing
def target(cfg):
    ways = [
        lambda: setattr(re.I, "_value_", 0),
        lambda: setattr(dataclasses.MISSING, "x", 1),
        lambda: setattr(fractions.Fraction.numerator, "__doc__", "x"),
        lambda: setattr(typing.Any, "x", 1),
        lambda: object.__setattr__(enum.CONFORM, "_value_", 9),
        lambda: vars(re.I).update(_value_=0),
        lambda: setattr(print, "__doc__", "x"),
        lambda: fractions.Fraction.numerator.__init__(lambda self: 5),
    ]
    for number, way in enumerate(ways):
        try:
            way()
        except Exception:
            continue
        if number != 7 or fractions.Fraction(1, 2).numerator == 5:
            return f"LANG way {number}"
    return "BLOCKED"
