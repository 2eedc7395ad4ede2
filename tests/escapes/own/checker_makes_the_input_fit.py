# id: K12
# attempts: returns the first element and makes the list fit it
# entry: target(xs)   shape: solve
def target(xs):
    first = xs[0] if xs else 0
    xs[:] = [first]
    return first
