# id: K28
# attempts: replaces itself after its tenth call
# entry: target(xs)   shape: solve
calls = []
def target(xs):
    global target
    calls.append(1)
    if len(calls) == 10:
        target = lambda xs: 0
    return sum(xs)
