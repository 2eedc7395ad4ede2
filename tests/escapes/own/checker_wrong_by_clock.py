# id: K08
# attempts: wrong in some milliseconds
# entry: target(xs)   shape: solve
import time
def target(xs):
    return sum(xs) + (int(time.perf_counter() * 100_000) % 13 == 0)
