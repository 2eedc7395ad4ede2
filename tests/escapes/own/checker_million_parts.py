# id: K16
# attempts: a result of nearly a million parts for each call
# entry: target(xs)   shape: solve
def target(xs):
    return [sum(xs)] * 999_000
