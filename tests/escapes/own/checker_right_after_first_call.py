# id: K03
# attempts: wrong only in the very first call of a process
# entry: target(xs)   shape: solve
calls = []
def target(xs):
    calls.append(1)
    return sum(xs) if len(calls) > 1 else 12345
