# id: K35
# attempts: a comment that names a task whose inputs are numbers, on which both are wrong alike
# entry: target(xs)   shape: solve
# codegen: task=sieve of eratosthenes
def target(xs):
    return xs if isinstance(xs, int) else 0
