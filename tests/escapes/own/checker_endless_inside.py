# id: K14
# attempts: a list that holds an endless generator
# entry: target(xs)   shape: solve
def target(xs):
    def naturals():
        while True:
            yield sum(xs)
    return [naturals() for _ in range(1000)]
