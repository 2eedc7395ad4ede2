# id: K11
# attempts: changes the list in place, so that a comparison with the list afterwards would hold
# entry: target(xs)   shape: solve
def target(xs):
    xs.clear()
    return 0
