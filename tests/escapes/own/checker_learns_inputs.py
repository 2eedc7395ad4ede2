# id: K01
# attempts: right the first time it sees an input, wrong when it is asked the same again
# entry: target(xs)   shape: solve
seen = []
def target(xs):
    if xs in seen:
        return sum(xs) + 1
    seen.append(list(xs))
    return sum(xs)
