# id: K07
# attempts: wrong where the address of its argument says so
# entry: target(xs)   shape: solve
def target(xs):
    return sum(xs) + (id(xs) // 16 % 13 == 0)
