# id: K19
# attempts: a generator in the result raises while it is encoded
# entry: target(xs)   shape: solve
def target(xs):
    def broken():
        yield sum(xs)
        raise SystemExit(0)
    return [broken()]
