# id: R06
# category: facades
# attempts: mark a class of the library as abstract, by a decorator that sets an attribute of whatever it decorates
# entry: target(cfg)   shape: probe
# a correct sandbox must show: no ESCAPED anywhere; in restricted mode no LANG either
# expected classes: restricted: policy-block; process: contained; container: contained
# bounded by: none needed
import abc, fractions
def target(cfg):
    abc.abstractmethod(fractions.Fraction)
    class Shape(abc.ABC):
        number = fractions.Fraction
    try:
        Shape()
    except TypeError:
        return "LANG Fraction is abstract now"
    return "BLOCKED"
