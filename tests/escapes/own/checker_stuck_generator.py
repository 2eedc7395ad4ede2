# id: K15
# attempts: a generator that hangs at its third element, while its result is encoded
# entry: target(xs)   shape: solve
def target(xs):
    def stuck():
        yield sum(xs)
        yield sum(xs)
        while True:
            pass
    return [stuck()]
