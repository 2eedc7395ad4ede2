# id: K05
# attempts: does not end in every seventh call; each time-out is confirmed in a fresh process, as its first call
# entry: target(xs)   shape: solve
calls = []
def target(xs):
    calls.append(1)
    while len(calls) % 7 == 0:
        pass
    return sum(xs)
