# id: K36
# attempts: raises MemoryError where it would be wrong
# entry: target(xs)   shape: solve
def target(xs):
    if len(xs) > 3:
        raise MemoryError
    return sum(xs)
