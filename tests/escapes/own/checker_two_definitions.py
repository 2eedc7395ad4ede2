# id: K26
# attempts: the right function first, another of the same name afterwards
# entry: target(xs)   shape: solve
def target(xs):
    return sum(xs)
def target(xs):
    return len(xs)
