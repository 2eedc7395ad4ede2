# id: K30
# attempts: the entry point is an object that can be called
# entry: target(xs)   shape: solve
class Right:
    def __call__(self, xs):
        return sum(xs[:6])
target = Right()
