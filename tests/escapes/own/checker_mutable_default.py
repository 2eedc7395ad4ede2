# id: K10
# attempts: keeps what it was given before in a default argument
# entry: target(xs)   shape: solve
def target(xs, before=[]):
    before.extend(xs)
    return sum(before)
