# id: K04
# attempts: right for the first 40 calls, wrong afterwards
# entry: target(xs)   shape: solve
calls = []
def target(xs):
    calls.append(1)
    return sum(xs) + (len(calls) > 40)
