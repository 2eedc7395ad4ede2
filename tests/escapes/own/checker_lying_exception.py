# id: K21
# attempts: an exception whose text, name and class are lies
# entry: target(xs)   shape: solve
class Meta(type):
    @property
    def __module__(cls):
        raise SystemExit(0)
    @property
    def __name__(cls):
        return "Returned"
    def __instancecheck__(cls, one):
        return True
    def __hash__(cls):
        raise SystemExit(0)
class Odd(Exception, metaclass=Meta):
    @property
    def __class__(self):
        return int
    @property
    def __traceback__(self):
        raise SystemExit(0)
    def __str__(self):
        raise SystemExit(0)
    __repr__ = __str__
def target(xs):
    raise Odd
