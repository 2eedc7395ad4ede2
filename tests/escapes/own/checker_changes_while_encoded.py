# id: K18
# attempts: a list that a generator inside it changes while it is encoded
# entry: target(xs)   shape: solve
def target(xs):
    result = []
    def change():
        result.clear()
        result.append(sum(xs))
        yield 0
    result.append(change())
    return result
