# id: K13
# attempts: a generator that yields the right answer once
# entry: target(xs)   shape: solve
def target(xs):
    yield sum(xs)
