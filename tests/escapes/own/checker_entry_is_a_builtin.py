# id: K31
# attempts: the entry point is a function of the standard library
# entry: target(xs)   shape: solve
target = len
