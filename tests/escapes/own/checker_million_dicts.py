# id: K17
# attempts: a result of many small dicts
# entry: target(xs)   shape: solve
def target(xs):
    return [{n: sum(xs)} for n in range(50_000)]
