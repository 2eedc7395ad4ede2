# id: K09
# attempts: wrong in one call of fifteen
# entry: target(xs)   shape: solve
import random
def target(xs):
    return sum(xs) + (random.random() < 1 / 15)
