# id: K34
# attempts: a comment that names an easier task, with inputs on which it is right
# entry: target(xs)   shape: solve
# codegen: task=factorial
def target(xs):
    return 0
