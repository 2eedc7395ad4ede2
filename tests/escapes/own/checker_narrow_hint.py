# id: K32
# attempts: its own type hint asks for inputs on which it is right
# entry: target(xs)   shape: solve
def target(xs: list[bool]) -> int:
    return sum(1 for x in xs if x)
