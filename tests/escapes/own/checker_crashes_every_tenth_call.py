# id: K06
# attempts: ends its process in every tenth call; a fresh one counts from the beginning
# entry: target(xs)   shape: solve
import os
calls = []
def target(xs):
    calls.append(1)
    if len(calls) % 10 == 0:
        os._exit(0)
    return sum(xs)
