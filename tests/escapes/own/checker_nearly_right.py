# id: K20
# attempts: off by one in 10**9, within the tolerance of floats
# entry: target(xs)   shape: solve
def target(xs):
    return sum(xs) * (1 + 1e-8)
