# id: K27
# attempts: a right function whose name is bound to another at the end
# entry: target(xs)   shape: solve
def target(xs: list[int]) -> int:
    return sum(xs)
target.__name__ = "target"
target = (lambda right: lambda xs: right(xs[:5]))(target)
